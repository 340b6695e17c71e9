#include "common/rpc/status_conversion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "common/errors/error.h"
#include "common/rpc/localized_vi.h"
#include "common/text/utf8.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/support/status_matchers.h"
#include "tiendo/errors/v1/error_reason.pb.h"

namespace tiendo::rpc {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using tiendo::testing::IsOk;

google::rpc::Status Rich(const grpc::Status& status) {
  google::rpc::Status rich;
  EXPECT_TRUE(rich.ParseFromString(status.error_details()));
  return rich;
}

// The details of one type.
template <class T>
std::vector<T> All(const grpc::Status& status) {
  std::vector<T> found;
  const google::rpc::Status rich = Rich(status);
  for (const auto& any : rich.details()) {
    T detail;
    if (any.UnpackTo(&detail)) found.push_back(detail);
  }
  return found;
}

size_t Size(const grpc::Status& status) {
  return status.error_message().size() + status.error_details().size();
}

TEST(LocalizedViTest, EveryReasonOfTheCatalogueHasASentence) {
  const auto* reasons = tiendo::errors::v1::ErrorReason_descriptor();
  const std::string prefix = "ERROR_REASON_";
  for (int i = 0; i < reasons->value_count(); ++i) {
    const std::string name = reasons->value(i)->name();
    ASSERT_EQ(name.rfind(prefix, 0), 0u) << name;
    const std::string_view sentence = LocalizedVi(name.substr(prefix.size()));
    if (reasons->value(i)->number() == 0) {
      EXPECT_TRUE(sentence.empty());
      continue;
    }
    EXPECT_FALSE(sentence.empty()) << name;
    absl::StatusOr<std::string> nfc = text::ToNfc(sentence);
    ASSERT_THAT(nfc, IsOk());
    EXPECT_EQ(*nfc, sentence) << name;
    EXPECT_TRUE(sentence.ends_with('.')) << name;
  }
  EXPECT_TRUE(LocalizedVi("NO_SUCH_REASON").empty());
}

TEST(ToGrpcTest, Ok) {
  EXPECT_TRUE(ToGrpc(absl::OkStatus()).ok());
  EXPECT_THAT(FromGrpc(grpc::Status::OK), IsOk());
}

TEST(ToGrpcTest, OneErrorInfoAndAVietnameseSentence) {
  const grpc::Status status =
      ToGrpc(errors::Make(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND",
                          "there is no units/x; list them", {{"name", "units/x"}}));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(status.error_message(), "there is no units/x; list them");
  EXPECT_EQ(Rich(status).code(), 5);
  EXPECT_EQ(Rich(status).message(), status.error_message());
  const auto infos = All<google::rpc::ErrorInfo>(status);
  ASSERT_EQ(infos.size(), 1u);
  EXPECT_EQ(infos[0].reason(), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(infos[0].domain(), "tiendo");
  EXPECT_EQ(infos[0].metadata().at("name"), "units/x");
  const auto localized = All<google::rpc::LocalizedMessage>(status);
  ASSERT_EQ(localized.size(), 1u);
  EXPECT_EQ(localized[0].locale(), "vi-VN");
  EXPECT_EQ(localized[0].message(), LocalizedVi("RESOURCE_NOT_FOUND"));
  EXPECT_TRUE(All<google::rpc::BadRequest>(status).empty());
  EXPECT_TRUE(All<google::rpc::RetryInfo>(status).empty());
}

TEST(ToGrpcTest, RetryInfoWhenItMayPass) {
  auto delay = [](const grpc::Status& status) {
    const auto retries = All<google::rpc::RetryInfo>(status);
    return retries.empty() ? -1.0
                           : static_cast<double>(retries[0].retry_delay().seconds()) +
                                 retries[0].retry_delay().nanos() * 1e-9;
  };
  EXPECT_EQ(delay(ToGrpc(errors::Make(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE", "m"))),
            1.0);
  EXPECT_EQ(delay(ToGrpc(errors::Make(absl::StatusCode::kResourceExhausted, "OVERLOADED", "m"))),
            1.0);
  errors::Details details;
  details.reason = "DATABASE_CONFLICT";
  details.retry_after = std::chrono::milliseconds(2250);
  EXPECT_EQ(delay(ToGrpc(errors::Make(absl::StatusCode::kAborted, "m", details))), 2.25);
}

TEST(ToGrpcTest, ViolationsAreCappedAtThirtyTwo) {
  errors::Violations violations;
  for (int i = 0; i < 100; ++i) violations.Add("f" + std::to_string(i), "bad");
  const auto bad = All<google::rpc::BadRequest>(ToGrpc(violations.ToStatus()));
  ASSERT_EQ(bad.size(), 1u);
  EXPECT_EQ(bad[0].field_violations_size(), 32);
  EXPECT_EQ(bad[0].field_violations(31).field(), "f31");
}

TEST(ToGrpcTest, NeverLargerThanTheLimit) {
  for (const std::string& unit : {std::string("x"), std::string("ộ"), std::string("\xff")}) {
    for (size_t length : {10u, 100u, 1000u, 10'000u}) {
      std::string text;
      for (size_t i = 0; i < length; ++i) text += unit;
      errors::Details details;
      details.reason = "INVALID_REQUEST";
      for (int i = 0; i < 40; ++i) {
        details.violations.push_back({"field" + text, text});
        details.metadata["key" + std::to_string(i)] = text;
      }
      const grpc::Status status =
          ToGrpc(errors::Make(absl::StatusCode::kInvalidArgument, text, details));
      EXPECT_LE(Size(status), kMaxStatusBytes);
      EXPECT_EQ(All<google::rpc::ErrorInfo>(status).size(), 1u);
      EXPECT_EQ(All<google::rpc::BadRequest>(status).size(), 1u);
      EXPECT_EQ(All<google::rpc::LocalizedMessage>(status).size(), 1u);
      EXPECT_THAT(text::ValidateUtf8(status.error_message()), IsOk());
    }
  }
}

TEST(ToGrpcTest, ControlCharactersAndBadBytesAreReplaced) {
  const grpc::Status status = ToGrpc(
      errors::Make(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND", "a\r\nb\x1b[31m\xff\x00z"));
  EXPECT_EQ(status.error_message(), "a  b [31m?");
}

TEST(ToGrpcTest, InternalTextStaysInside) {
  std::ostringstream lines;
  auto log = log::CreateLogger({}, nullptr, &lines);
  for (const absl::Status& status :
       {errors::Internal("disk /dev/sdb1 is gone"), absl::UnknownError("disk /dev/sdb1 is gone"),
        absl::NotFoundError("disk /dev/sdb1 is gone"),
        errors::Make(absl::StatusCode::kNotFound, "NOT_IN_CATALOGUE", "disk /dev/sdb1 is gone")}) {
    lines.str("");
    const grpc::Status sent = ToGrpc(status, {log.get(), "p.S/M", "r-1", "t-1"});
    EXPECT_EQ(sent.error_code(), grpc::StatusCode::INTERNAL);
    EXPECT_THAT(sent.error_message() + sent.error_details(), Not(HasSubstr("sdb1")));
    const auto infos = All<google::rpc::ErrorInfo>(sent);
    ASSERT_EQ(infos.size(), 1u);
    EXPECT_EQ(infos[0].reason(), "INTERNAL_ERROR");
    const std::string id = infos[0].metadata().at("error_id");
    EXPECT_EQ(id.size(), 36u);
    EXPECT_THAT(sent.error_message(), HasSubstr(id));
    for (const std::string& part :
         {id, std::string("sdb1"), std::string("p.S/M"), std::string("r-1"), std::string("t-1")}) {
      EXPECT_THAT(lines.str(), HasSubstr(part));
    }
  }
}

TEST(ToGrpcTest, CancellationAndDeadlineNeedNoReason) {
  EXPECT_EQ(All<google::rpc::ErrorInfo>(ToGrpc(absl::CancelledError("c")))[0].reason(),
            "CANCELLED");
  EXPECT_EQ(All<google::rpc::ErrorInfo>(ToGrpc(absl::DeadlineExceededError("d")))[0].reason(),
            "DEADLINE_EXCEEDED");
}

TEST(FromGrpcTest, GivesBackWhatWasSent) {
  errors::Details details;
  details.reason = "INVALID_REQUEST";
  details.metadata = {{"a", "1"}, {"b", "hai"}};
  details.violations = {{"unit.name", "bắt buộc"}, {"unit.kind", "unknown"}};
  details.retry_after = std::chrono::milliseconds(1500);
  const absl::Status back =
      FromGrpc(ToGrpc(errors::Make(absl::StatusCode::kInvalidArgument, "message", details)));
  EXPECT_EQ(back.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(back.message(), "message");
  const auto found = errors::GetDetails(back);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->reason, details.reason);
  EXPECT_EQ(found->metadata, details.metadata);
  EXPECT_EQ(found->violations, details.violations);
  EXPECT_EQ(found->retry_after, details.retry_after);
}

TEST(FromGrpcTest, NamesWhatTheTransportAnswers) {
  auto reason = [](grpc::StatusCode code, const std::string& text = "m") {
    return errors::Reason(FromGrpc(grpc::Status(code, text)));
  };
  EXPECT_EQ(reason(grpc::StatusCode::UNAVAILABLE), "PEER_UNAVAILABLE");
  EXPECT_EQ(reason(grpc::StatusCode::DEADLINE_EXCEEDED), "DEADLINE_EXCEEDED");
  EXPECT_EQ(reason(grpc::StatusCode::CANCELLED), "CANCELLED");
  EXPECT_EQ(
      reason(grpc::StatusCode::RESOURCE_EXHAUSTED, "Received message larger than max (9 vs. 4)"),
      "MESSAGE_TOO_LARGE");
  EXPECT_EQ(reason(grpc::StatusCode::UNIMPLEMENTED), "");
  EXPECT_EQ(errors::Reason(
                FromGrpc(grpc::Status(grpc::StatusCode::UNAVAILABLE, "m", "not a protobuf \xff"))),
            "PEER_UNAVAILABLE");
}

TEST(CodeNameTest, AsGrpcSpellsThem) {
  EXPECT_EQ(CodeName(grpc::StatusCode::OK), "OK");
  EXPECT_EQ(CodeName(grpc::StatusCode::FAILED_PRECONDITION), "FAILED_PRECONDITION");
  EXPECT_EQ(CodeName(grpc::StatusCode::UNAUTHENTICATED), "UNAUTHENTICATED");
}

}  // namespace
}  // namespace tiendo::rpc
