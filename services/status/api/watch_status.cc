#include <memory>
#include <utility>

#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "services/status/api/status_service.h"

namespace tiendo::status {
namespace {

using SteadyClock = std::chrono::steady_clock;

absl::Status ValidateWatch(const v1::WatchStatusRequest& request) {
  errors::Violations violations;
  // Dates and names only: what depends on the day is the same for any day.
  ParseQuestion("query", request.query(), calendar::FromYmd(2022, 6, 30).value(), Rules(),
                violations);
  if (!request.query().min_positions().empty()) {
    violations.Add("query.min_positions", "must be empty: a watch begins with what is there");
  }
  if (request.query().known_case() != v1::GetStatusRequest::KNOWN_NOT_SET) {
    violations.Add(request.query().has_known_at() ? "query.known_at" : "query.known_on",
                   "must be empty: what was known then does not change; use GetStatus");
  }
  return violations.ToStatus();
}

// One question, asked again after every change and at midnight.
class StatusSource final : public rpc::WatchSource<v1::Status> {
 public:
  StatusSource(const StatusService::Parts& parts, v1::GetStatusRequest request)
      : parts_(parts), request_(std::move(request)) {}
  ~StatusSource() override {
    if (subscription_ != 0) parts_.facts->Unsubscribe(subscription_);
  }

  void OnReady(std::function<void()> wake) override {
    subscription_ = parts_.facts->Subscribe(std::move(wake));
  }

  absl::StatusOr<std::optional<v1::Status>> Next() override {
    const Day today = parts_.zone->DayOf(parts_.clock->Now());
    const uint64_t generation = parts_.facts->generation();
    if (today == asked_on_ && generation == asked_at_) return std::optional<v1::Status>();
    asked_on_ = today;
    asked_at_ = generation;
    errors::Violations none;
    Question question = ParseQuestion("query", request_, today, parts_.answers->rules(), none);
    TIENDO_ASSIGN_OR_RETURN(
        FiguresPtr figures,
        parts_.reader->Read(question, SteadyClock::now() + parts_.position_wait));
    // A change elsewhere that leaves this answer as it was is no frame.
    if (figures->bytes == sent_) return std::optional<v1::Status>();
    sent_ = figures->bytes;
    v1::Status status;
    status.ParseFromString(figures->bytes);
    *status.mutable_freshness() = parts_.freshness->Of(figures->positions);
    return std::optional<v1::Status>(std::move(status));
  }

  std::optional<SteadyClock::time_point> NextDeadline() override {
    if (request_.has_as_of()) return std::nullopt;
    const Instant now = parts_.clock->Now();
    const Instant midnight = parts_.zone->StartOf(parts_.zone->DayOf(now) + std::chrono::days(1));
    return SteadyClock::now() + (midnight - now) + std::chrono::milliseconds(1);
  }

 private:
  const StatusService::Parts parts_;
  const v1::GetStatusRequest request_;
  int subscription_ = 0;
  std::optional<Day> asked_on_;
  uint64_t asked_at_ = 0;
  std::string sent_;
};

}  // namespace

grpc::ServerWriteReactor<v1::Status>* StatusService::WatchStatus(
    grpc::CallbackServerContext* context, const v1::WatchStatusRequest* request) {
  return parts_.watches->Watch<v1::Status>(
      context, "WatchStatus", request, &ValidateWatch,
      [this](const rpc::Call&, const v1::WatchStatusRequest& r)
          -> absl::StatusOr<std::unique_ptr<rpc::WatchSource<v1::Status>>> {
        return std::make_unique<StatusSource>(parts_, r.query());
      });
}

}  // namespace tiendo::status
