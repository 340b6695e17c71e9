#include "services/cli/call_error.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include <nlohmann/json.hpp>

#include "absl/strings/cord.h"
#include "common/errors/reasons.h"
#include "common/rpc/status_conversion.h"

namespace tiendo::cli {
namespace {

constexpr char kMethodUrl[] = "tiendo/cli/method";
constexpr char kLocalizedUrl[] = "tiendo/cli/localized-message";
// Set when the answer is gRPC's own: nobody of ours has spoken.
constexpr char kTransportUrl[] = "tiendo/cli/transport";

std::string Payload(const absl::Status& status, const char* url) {
  absl::optional<absl::Cord> payload = status.GetPayload(url);
  return payload ? std::string(*payload) : "";
}

// Where neither the service nor its Vietnamese sentence speaks to the clerk.
std::string Headline(const absl::Status& status, const errors::Details& details) {
  if (std::string localized = LocalizedMessage(status); !localized.empty()) return localized;
  if (CalledMethod(status).empty() && !details.violations.empty()) return "tham số chưa đúng.";
  if (!Payload(status, kTransportUrl).empty()) {
    if (status.code() == absl::StatusCode::kUnavailable) {
      return "dịch vụ không trả lời. Kiểm tra bằng: tiendo doctor";
    }
    if (status.code() == absl::StatusCode::kDeadlineExceeded) {
      return "dịch vụ không trả lời kịp thời gian chờ (--deadline).";
    }
    if (status.code() == absl::StatusCode::kUnimplemented) {
      return "máy chủ ở địa chỉ này không có lệnh đó. Kiểm tra bằng: tiendo doctor";
    }
  }
  return std::string(status.message());
}

// The message of a refused request only lists its fields again.
bool RepeatsViolations(const std::string& message, const errors::Details& details) {
  return !details.violations.empty() &&
         message.find(details.violations[0].description) != std::string::npos;
}

// common/rpc reads everything but the sentence for people: which language is wanted is ours to say.
std::string VietnameseSentence(const grpc::Status& status) {
  google::rpc::Status rich;
  if (!rich.ParseFromString(status.error_details())) return "";
  for (const google::protobuf::Any& any : rich.details()) {
    google::rpc::LocalizedMessage sentence;
    if (any.UnpackTo(&sentence) && sentence.locale().compare(0, 2, "vi") == 0) {
      return sentence.message();
    }
  }
  return "";
}

nlohmann::ordered_json ToJson(const absl::Status& status) {
  nlohmann::ordered_json j;
  j["code"] = absl::StatusCodeToString(status.code());
  const errors::Details details = errors::GetDetails(status).value_or(errors::Details());
  j["reason"] = details.reason;
  j["message"] = std::string(status.message());
  if (std::string vi = LocalizedMessage(status); !vi.empty()) j["localizedMessage"] = vi;
  if (std::string method = CalledMethod(status); !method.empty()) j["method"] = method;
  if (!details.metadata.empty()) j["metadata"] = details.metadata;
  if (!details.violations.empty()) {
    auto& list = j["fieldViolations"] = nlohmann::ordered_json::array();
    for (const errors::FieldViolation& v : details.violations) {
      list.push_back({{"field", v.field}, {"description", v.description}});
    }
  }
  return j;
}

std::string Dump(const nlohmann::ordered_json& j) {
  return j.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

absl::Status FromGrpc(const grpc::Status& status, std::string_view method) {
  absl::Status result = rpc::FromGrpc(status);
  if (result.ok()) return result;
  result.SetPayload(kMethodUrl, absl::Cord(std::string(method)));
  if (status.error_details().empty()) result.SetPayload(kTransportUrl, absl::Cord("1"));
  if (std::string sentence = VietnameseSentence(status); !sentence.empty()) {
    result.SetPayload(kLocalizedUrl, absl::Cord(sentence));
  }
  return result;
}

std::string CalledMethod(const absl::Status& status) { return Payload(status, kMethodUrl); }

std::string LocalizedMessage(const absl::Status& status) { return Payload(status, kLocalizedUrl); }

ExitCode ExitCodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kExitOk;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return CalledMethod(status).empty() ? kExitUsage : kExitInvalid;
    case absl::StatusCode::kNotFound:
      return kExitNotFound;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kFailedPrecondition:
      return kExitConflict;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
      return kExitUnavailable;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return kExitPermission;
    default:
      return kExitOther;
  }
}

bool Retryable(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return true;
    case absl::StatusCode::kAborted:
      return errors::Reason(status) == errors::reasons::kDatabaseConflict;
    case absl::StatusCode::kResourceExhausted:
      return errors::Reason(status) == errors::reasons::kOverloaded;
    default:
      return false;
  }
}

bool OutcomeUnknown(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kUnknown:
      return true;
    case absl::StatusCode::kInternal:
      // A service that says so has taken everything back; of a broken stream nobody has.
      return !Payload(status, kTransportUrl).empty();
    default:
      return false;
  }
}

absl::Status WithMetadata(const absl::Status& status, const errors::Metadata& added) {
  errors::Details details = errors::GetDetails(status).value_or(errors::Details());
  for (const auto& [key, value] : added) details.metadata[key] = value;
  absl::Status out = errors::Make(status.code(), std::string(status.message()), details);
  status.ForEachPayload([&out](absl::string_view url, const absl::Cord& payload) {
    if (!out.GetPayload(url)) out.SetPayload(url, payload);
  });
  return out;
}

void PrintError(const absl::Status& status, bool json, std::ostream& err) {
  if (json) {
    err << Dump({{"error", ToJson(status)}}) << '\n';
    return;
  }
  const errors::Details details = errors::GetDetails(status).value_or(errors::Details());
  const std::string message(status.message());
  const std::string headline = Headline(status, details);
  err << "Lỗi: " << headline << '\n';
  if (headline != message && !RepeatsViolations(message, details)) err << "  " << message << '\n';
  if (const std::string method = CalledMethod(status); !method.empty()) {
    err << "  mã lỗi: " << absl::StatusCodeToString(status.code());
    if (!details.reason.empty()) err << " / " << details.reason;
    err << "\n  khi gọi: " << method << '\n';
  }
  for (const errors::FieldViolation& v : details.violations) {
    err << "  - " << v.field << ": " << v.description << '\n';
  }
  for (const auto& [key, value] : details.metadata) err << "  " << key << " = " << value << '\n';
  if (details.retry_after) err << "  thử lại sau: " << details.retry_after->count() << " ms\n";
}

std::string ErrorJson(const absl::Status& status) { return Dump(ToJson(status)); }

std::string OneLine(const absl::Status& status) {
  const errors::Details details = errors::GetDetails(status).value_or(errors::Details());
  std::string line = absl::StatusCodeToString(status.code());
  if (!details.reason.empty()) line += " (" + details.reason + ")";
  const std::string localized = LocalizedMessage(status);
  const std::string message(status.message());
  line += ": " + (localized.empty() ? message : localized + " (" + message + ")");
  for (const errors::FieldViolation& v : details.violations) {
    if (line.find(v.description) == std::string::npos)
      line += "; " + v.field + ": " + v.description;
  }
  return line;
}

}  // namespace tiendo::cli
