#include "common/errors/error.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/cord.h"
#include "common/errors/reasons.h"
#include "common/errors/refusal.h"

namespace tiendo::errors {
namespace {

// Private to this file: the payload is JSON, read and written only here.
constexpr char kPayloadUrl[] = "tiendo/error-details";

nlohmann::json ToJson(const Details& d) {
  nlohmann::json violations = nlohmann::json::array();
  for (const FieldViolation& v : d.violations) violations.push_back({v.field, v.description});
  nlohmann::json j = {{"reason", d.reason}, {"metadata", d.metadata}, {"violations", violations}};
  if (d.retry_after) j["retry_ms"] = d.retry_after->count();
  return j;
}

}  // namespace

absl::Status Make(absl::StatusCode code, std::string_view message, Details details) {
  absl::Status status(code, absl::string_view(message.data(), message.size()));
  // Text that is not UTF-8 (it may quote a caller) is replaced, never a reason to fail here.
  status.SetPayload(kPayloadUrl, absl::Cord(ToJson(details).dump(
                                     -1, ' ', false, nlohmann::json::error_handler_t::replace)));
  return status;
}

absl::Status Make(absl::StatusCode code, std::string_view reason, std::string_view message,
                  Metadata metadata) {
  Details details;
  details.reason = std::string(reason);
  details.metadata = std::move(metadata);
  return Make(code, message, std::move(details));
}

std::optional<Details> GetDetails(const absl::Status& status) {
  absl::optional<absl::Cord> payload = status.GetPayload(kPayloadUrl);
  if (!payload) return std::nullopt;
  nlohmann::json j = nlohmann::json::parse(std::string(*payload), nullptr, false);
  if (j.is_discarded()) return std::nullopt;
  Details d;
  d.reason = j.value("reason", "");
  d.metadata = j.value("metadata", std::map<std::string, std::string>());
  for (const auto& v : j["violations"]) {
    d.violations.push_back({v[0].get<std::string>(), v[1].get<std::string>()});
  }
  if (j.contains("retry_ms")) d.retry_after = std::chrono::milliseconds(j["retry_ms"].get<int>());
  return d;
}

std::string Reason(const absl::Status& status) {
  std::optional<Details> d = GetDetails(status);
  return d ? d->reason : "";
}

absl::Status Overloaded(std::string_view resource, std::string_view message,
                        std::chrono::milliseconds about) {
  return ToStatus(Refusal{resource, message, about});
}

absl::Status Internal(std::string_view message) {
  return Make(absl::StatusCode::kInternal, reasons::kInternal, message);
}

void Violations::Merge(std::string_view prefix, const absl::Status& status) {
  std::optional<Details> d = GetDetails(status);
  if (!d) return;
  for (FieldViolation& v : d->violations) {
    std::string field(prefix);
    if (!field.empty() && !v.field.empty()) field += '.';
    Add(field + v.field, std::move(v.description));
  }
}

absl::Status Violations::ToStatus() const {
  if (list_.empty()) return absl::OkStatus();
  std::string message = "invalid request:";
  for (size_t i = 0; i < list_.size(); ++i) {
    message += (i == 0 ? " " : "; ") + list_[i].field + ": " + list_[i].description;
  }
  Details details;
  details.reason = std::string(reasons::kInvalidRequest);
  details.violations = list_;
  return Make(absl::StatusCode::kInvalidArgument, message, std::move(details));
}

absl::Status InvalidField(std::string_view field, std::string_view description) {
  Violations v;
  v.Add(std::string(field), std::string(description));
  return v.ToStatus();
}

}  // namespace tiendo::errors
