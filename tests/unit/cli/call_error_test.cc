#include "services/cli/call_error.h"

#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "common/errors/error.h"

namespace tiendo::cli {
namespace {

using ::testing::HasSubstr;

grpc::Status RichStatus() {
  google::rpc::Status rich;
  google::rpc::ErrorInfo info;
  info.set_reason("INVALID_REQUEST");
  info.set_domain("tiendo");
  (*info.mutable_metadata())["name"] = "units/x";
  rich.add_details()->PackFrom(info);
  google::rpc::BadRequest bad;
  for (const char* field : {"unit.parent", "unit.kind"}) {
    auto& violation = *bad.add_field_violations();
    violation.set_field(field);
    violation.set_description(std::string("wrong ") + field);
  }
  rich.add_details()->PackFrom(bad);
  google::rpc::LocalizedMessage vi;
  vi.set_locale("vi-VN");
  vi.set_message("Dữ liệu gửi lên chưa đúng.");
  rich.add_details()->PackFrom(vi);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(250'000'000);
  rich.add_details()->PackFrom(retry);
  return {grpc::StatusCode::INVALID_ARGUMENT, "two fields are wrong", rich.SerializeAsString()};
}

TEST(CallErrorTest, PrintsVietnameseFirstAndEveryField) {
  std::ostringstream out;
  PrintError(FromGrpc(RichStatus(), "tiendo.units.v1.UnitService/CreateUnit"), false, out);
  const std::string text = out.str();
  EXPECT_EQ(text.rfind("Lỗi: Dữ liệu gửi lên chưa đúng.\n", 0), 0u) << text;
  for (const char* part : {"two fields are wrong", "INVALID_ARGUMENT / INVALID_REQUEST",
                           "tiendo.units.v1.UnitService/CreateUnit", "unit.parent: wrong",
                           "unit.kind: wrong", "name = units/x", "250 ms"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(CallErrorTest, MetadataIsAddedToAllThatIsKnown) {
  const absl::Status error = WithMetadata(
      FromGrpc(RichStatus(), "tiendo.units.v1.UnitService/CreateUnit"), {{"write", "1"}});
  EXPECT_EQ(errors::GetDetails(error)->metadata,
            (errors::Metadata{{std::string("name"), "units/x"}, {std::string("write"), "1"}}));
  EXPECT_EQ(errors::GetDetails(error)->violations.size(), 2u);
  EXPECT_EQ(errors::Reason(error), "INVALID_REQUEST");
  EXPECT_EQ(LocalizedMessage(error), "Dữ liệu gửi lên chưa đúng.");
  EXPECT_EQ(CalledMethod(error), "tiendo.units.v1.UnitService/CreateUnit");
}

TEST(CallErrorTest, OfSomeErrorsNobodyKnowsWhetherItWasWritten) {
  for (const grpc::StatusCode code :
       {grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::DEADLINE_EXCEEDED,
        grpc::StatusCode::CANCELLED, grpc::StatusCode::UNKNOWN, grpc::StatusCode::INTERNAL}) {
    EXPECT_TRUE(OutcomeUnknown(FromGrpc({code, "broken"}, "s/m"))) << code;
  }
  EXPECT_FALSE(OutcomeUnknown(errors::Internal("taken back")));
  EXPECT_FALSE(OutcomeUnknown(absl::AbortedError("")));
  EXPECT_FALSE(OutcomeUnknown(absl::AlreadyExistsError("")));
  EXPECT_FALSE(OutcomeUnknown(absl::OkStatus()));
}

TEST(CallErrorTest, PrintsJsonForMachines) {
  std::ostringstream out;
  PrintError(FromGrpc(RichStatus(), "s/m"), true, out);
  const auto error = nlohmann::json::parse(out.str())["error"];
  EXPECT_EQ(error["code"], "INVALID_ARGUMENT");
  EXPECT_EQ(error["reason"], "INVALID_REQUEST");
  EXPECT_EQ(error["fieldViolations"].size(), 2u);
  EXPECT_EQ(error["localizedMessage"], "Dữ liệu gửi lên chưa đúng.");
}

TEST(CallErrorTest, ReadsAStatusWithoutDetails) {
  const absl::Status status =
      FromGrpc(grpc::Status(grpc::StatusCode::UNAVAILABLE, "connection refused"), "s/m");
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  std::ostringstream out;
  PrintError(status, false, out);
  EXPECT_THAT(out.str(), HasSubstr("tiendo doctor"));
}

TEST(ExitCodeTest, FollowsTheClassOfError) {
  const auto code = [](grpc::StatusCode c) {
    return ExitCodeOf(FromGrpc(grpc::Status(c, "x"), "s/m"));
  };
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), 0);
  EXPECT_EQ(code(grpc::StatusCode::INTERNAL), 1);
  EXPECT_EQ(code(grpc::StatusCode::INVALID_ARGUMENT), 3);
  EXPECT_EQ(code(grpc::StatusCode::OUT_OF_RANGE), 3);
  EXPECT_EQ(code(grpc::StatusCode::NOT_FOUND), 4);
  EXPECT_EQ(code(grpc::StatusCode::ALREADY_EXISTS), 5);
  EXPECT_EQ(code(grpc::StatusCode::FAILED_PRECONDITION), 5);
  EXPECT_EQ(code(grpc::StatusCode::ABORTED), 5);
  EXPECT_EQ(code(grpc::StatusCode::UNAVAILABLE), 6);
  EXPECT_EQ(code(grpc::StatusCode::DEADLINE_EXCEEDED), 6);
  EXPECT_EQ(code(grpc::StatusCode::RESOURCE_EXHAUSTED), 6);
  EXPECT_EQ(code(grpc::StatusCode::PERMISSION_DENIED), 7);
  EXPECT_EQ(ExitCodeOf(errors::InvalidField("--as-of", "no date")), 2) << "not from a service";
}

TEST(RetryableTest, OnlyWhatMayPass) {
  const auto make = [](absl::StatusCode code, const char* reason) {
    return errors::Make(code, reason, "x");
  };
  EXPECT_TRUE(Retryable(make(absl::StatusCode::kUnavailable, "SHUTTING_DOWN")));
  EXPECT_TRUE(Retryable(make(absl::StatusCode::kAborted, "DATABASE_CONFLICT")));
  EXPECT_TRUE(Retryable(make(absl::StatusCode::kResourceExhausted, "OVERLOADED")));
  EXPECT_FALSE(Retryable(make(absl::StatusCode::kAborted, "ETAG_MISMATCH")));
  EXPECT_FALSE(Retryable(make(absl::StatusCode::kResourceExhausted, "MESSAGE_TOO_LARGE")));
  EXPECT_FALSE(Retryable(absl::OkStatus()));
}

}  // namespace
}  // namespace tiendo::cli
