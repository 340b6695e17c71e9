// StatusService on the callback API. GetStatus answers from pre-serialised bytes, in the reaction
// when they are in memory.
#ifndef TIENDO_SERVICES_STATUS_API_STATUS_SERVICE_H_
#define TIENDO_SERVICES_STATUS_API_STATUS_SERVICE_H_

#include <chrono>
#include <functional>
#include <string>

#include "common/base/clock.h"
#include "common/calendar/time_zone.h"
#include "common/rpc/handlers.h"
#include "common/rpc/watch_reactor.h"
#include "services/status/api/answers.h"
#include "services/status/api/figures_reader.h"
#include "services/status/api/freshness.h"
#include "services/status/api/looks.h"
#include "services/status/sources/known_facts.h"
#include "services/status/sources/position_waiters.h"
#include "tiendo/status/v1/status.grpc.pb.h"

namespace tiendo::status {

class StatusService final
    : public v1::StatusService::WithRawCallbackMethod_GetStatus<
          v1::StatusService::WithCallbackMethod_BatchGetStatus<
              v1::StatusService::WithCallbackMethod_WatchStatus<
                  v1::StatusService::WithCallbackMethod_ListContributions<
                      v1::StatusService::WithCallbackMethod_ReconcileFigures<
                          v1::StatusService::WithCallbackMethod_ListAttention<
                              v1::StatusService::WithCallbackMethod_CompareStatus<
                                  v1::StatusService::WithCallbackMethod_PreviewReorganisation<
                                      v1::StatusService::WithCallbackMethod_PreviewStatus<
                                          v1::StatusService::
                                              WithCallbackMethod_GetSupervisionStatistics<
                                                  v1::StatusService::Service>>>>>>>>>> {
 public:
  // Everything outlives the servers.
  struct Parts {
    rpc::Handlers* handlers = nullptr;
    rpc::Watches* watches = nullptr;
    FactBase* facts = nullptr;
    KnownFacts* known = nullptr;
    PositionWaiters* waiters = nullptr;
    const Answers* answers = nullptr;
    FiguresReader* reader = nullptr;
    const Freshness* freshness = nullptr;
    const Clock* clock = nullptr;
    const calendar::BusinessZone* zone = nullptr;
    // Longest wait for min_positions, and for facts of an earlier time, of a caller without a
    // deadline.
    std::chrono::milliseconds position_wait{5000};
  };
  explicit StatusService(Parts parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* BatchGetStatus(grpc::CallbackServerContext* context,
                                           const v1::BatchGetStatusRequest* request,
                                           v1::BatchGetStatusResponse* response) override;
  grpc::ServerWriteReactor<v1::Status>* WatchStatus(grpc::CallbackServerContext* context,
                                                    const v1::WatchStatusRequest* request) override;
  grpc::ServerUnaryReactor* ListContributions(grpc::CallbackServerContext* context,
                                              const v1::ListContributionsRequest* request,
                                              v1::ListContributionsResponse* response) override;
  grpc::ServerUnaryReactor* ReconcileFigures(grpc::CallbackServerContext* context,
                                             const v1::ReconcileFiguresRequest* request,
                                             v1::ReconcileFiguresResponse* response) override;
  grpc::ServerUnaryReactor* ListAttention(grpc::CallbackServerContext* context,
                                          const v1::ListAttentionRequest* request,
                                          v1::ListAttentionResponse* response) override;
  grpc::ServerUnaryReactor* CompareStatus(grpc::CallbackServerContext* context,
                                          const v1::CompareStatusRequest* request,
                                          v1::CompareStatusResponse* response) override;
  grpc::ServerUnaryReactor* GetSupervisionStatistics(
      grpc::CallbackServerContext* context, const v1::GetSupervisionStatisticsRequest* request,
      v1::SupervisionStatistics* response) override;
  grpc::ServerUnaryReactor* PreviewReorganisation(
      grpc::CallbackServerContext* context, const v1::PreviewReorganisationRequest* request,
      v1::PreviewReorganisationResponse* response) override;
  grpc::ServerUnaryReactor* PreviewStatus(grpc::CallbackServerContext* context,
                                          const v1::PreviewStatusRequest* request,
                                          v1::PreviewStatusResponse* response) override;

 private:
  using Work = std::function<absl::StatusOr<Positions>()>;
  using Deadline = std::chrono::steady_clock::time_point;

  Day Today() const { return parts_.zone->DayOf(parts_.clock->Now()); }
  // Waits for the positions without a thread, then runs `work` on the pool and ends the call with
  // it.
  void AfterPositions(rpc::UnaryCall& call,
                      const google::protobuf::RepeatedPtrField<std::string>& min_positions,
                      Work work);
  // The question of a request, its time of knowledge included.
  Question QuestionOf(const std::string& prefix, const v1::GetStatusRequest& request,
                      errors::Violations& violations) const;
  // The caller's deadline, at most `position_wait` from now.
  Deadline DeadlineFor(const rpc::UnaryCall& call) const;
  // Puts the answer together; the positions for the caller to send back.
  Positions Encode(const Question& question, const CachedFigures& figures,
                   grpc::ByteBuffer* response) const;
  absl::StatusOr<Positions> Batch(const v1::BatchGetStatusRequest& request, Deadline deadline,
                                  v1::BatchGetStatusResponse& response);
  absl::StatusOr<Positions> Contributions(const v1::ListContributionsRequest& request,
                                          Deadline deadline,
                                          v1::ListContributionsResponse& response);
  absl::StatusOr<Positions> ReconcileAll(const v1::ReconcileFiguresRequest& request,
                                         Deadline deadline, v1::ReconcileFiguresResponse& response);
  AttentionQuestion AttentionQuestionOf(const v1::ListAttentionRequest& request,
                                        errors::Violations& violations) const;
  absl::StatusOr<Positions> AttentionList(const v1::ListAttentionRequest& request,
                                          Deadline deadline, v1::ListAttentionResponse& response);
  absl::StatusOr<Positions> Statistics(const v1::GetSupervisionStatisticsRequest& request,
                                       Deadline deadline, v1::SupervisionStatistics& response);
  ComparisonQuestion ComparisonQuestionOf(const v1::CompareStatusRequest& request,
                                          errors::Violations& violations) const;
  absl::StatusOr<Positions> ComparisonPage(const v1::CompareStatusRequest& request,
                                           Deadline deadline, v1::CompareStatusResponse& response);
  absl::StatusOr<Positions> Preview(const v1::PreviewReorganisationRequest& request,
                                    v1::PreviewReorganisationResponse& response);
  absl::StatusOr<Positions> Suppose(const v1::PreviewStatusRequest& request,
                                    v1::PreviewStatusResponse& response);

  const Parts parts_;
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_API_STATUS_SERVICE_H_
