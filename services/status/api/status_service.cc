#include "services/status/api/status_service.h"

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::status {
namespace {

using SteadyClock = std::chrono::steady_clock;

bool Parse(const grpc::ByteBuffer& buffer, v1::GetStatusRequest& request) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return false;
  std::string bytes;
  for (const grpc::Slice& s : slices) {
    bytes.append(reinterpret_cast<const char*>(s.begin()), s.size());
  }
  return request.ParseFromString(bytes);
}

absl::Status PositionNotReached() {
  errors::Details details;
  details.reason = std::string(errors::reasons::kPositionNotReached);
  details.retry_after = std::chrono::milliseconds(200);
  return errors::Make(absl::StatusCode::kUnavailable,
                      "the positions asked for were not reached in time: try again",
                      std::move(details));
}

}  // namespace

void StatusService::AfterPositions(
    rpc::UnaryCall& call, const google::protobuf::RepeatedPtrField<std::string>& min_positions,
    Work work) {
  absl::StatusOr<std::vector<feed::Position>> wanted = ParsePositions(min_positions);
  if (!wanted.ok()) return call.End(wanted.status());
  auto run = [this, &call, work = std::move(work)](bool reached) mutable {
    if (!reached) return call.End(PositionNotReached());
    parts_.handlers->Queue(call, [&call, work = std::move(work)] {
      absl::StatusOr<Positions> positions = work();
      if (positions.ok()) call.SetPositionToken(PositionToken(*positions));
      return positions.status();
    });
  };
  if (wanted->empty()) return run(true);
  parts_.waiters->Wait(*std::move(wanted), DeadlineFor(call), std::move(run));
}

Question StatusService::QuestionOf(const std::string& prefix, const v1::GetStatusRequest& request,
                                   errors::Violations& violations) const {
  const Instant now = parts_.clock->Now();
  Question question =
      ParseQuestion(prefix, request, parts_.zone->DayOf(now), parts_.answers->rules(), violations);
  question.known_at = ParseKnown(prefix, request, *parts_.zone, now, violations);
  return question;
}

SteadyClock::time_point StatusService::DeadlineFor(const rpc::UnaryCall& call) const {
  const auto longest = parts_.position_wait;
  const auto now = std::chrono::system_clock::now();
  if (call.call().deadline - now > longest) return SteadyClock::now() + longest;
  return SteadyClock::now() +
         std::chrono::duration_cast<std::chrono::milliseconds>(call.call().deadline - now);
}

Positions StatusService::Encode(const Question& question, const CachedFigures& figures,
                                grpc::ByteBuffer* response) const {
  const std::string freshness = parts_.freshness->Slice(figures.positions);
  const grpc::Slice slices[] = {grpc::Slice(figures.bytes), grpc::Slice(freshness)};
  grpc::ByteBuffer(slices, 2).Swap(response);
  // What was known once says nothing about what the caller has seen: its positions do not go back.
  return question.known_at ? parts_.facts->Read().positions() : figures.positions;
}

grpc::ServerUnaryReactor* StatusService::GetStatus(grpc::CallbackServerContext* context,
                                                   const grpc::ByteBuffer* request,
                                                   grpc::ByteBuffer* response) {
  return parts_.handlers->Start(context, "GetStatus", [=, this](rpc::UnaryCall& call) {
    v1::GetStatusRequest message;
    if (absl::Status size = parts_.handlers->CheckSize(request->Length()); !size.ok()) {
      return call.End(size);
    }
    if (!Parse(*request, message)) {
      return call.End(errors::InvalidField("request", "cannot be read as a GetStatusRequest"));
    }
    errors::Violations violations;
    const Question question = QuestionOf("", message, violations);
    if (!violations.empty()) return call.End(violations.ToStatus());
    if (message.min_positions().empty()) {
      if (FiguresPtr near = parts_.reader->TryNear(question)) {
        call.SetPositionToken(PositionToken(Encode(question, *near, response)));
        return call.End(absl::OkStatus());
      }
    }
    AfterPositions(call, message.min_positions(),
                   [this, &call, response, question]() -> absl::StatusOr<Positions> {
                     TIENDO_ASSIGN_OR_RETURN(FiguresPtr figures,
                                             parts_.reader->Read(question, DeadlineFor(call)));
                     return Encode(question, *figures, response);
                   });
  });
}

grpc::ServerUnaryReactor* StatusService::BatchGetStatus(grpc::CallbackServerContext* context,
                                                        const v1::BatchGetStatusRequest* request,
                                                        v1::BatchGetStatusResponse* response) {
  return parts_.handlers->Start(context, "BatchGetStatus", [=, this](rpc::UnaryCall& call) {
    AfterPositions(call, request->min_positions(),
                   [=, this, &call] { return Batch(*request, DeadlineFor(call), *response); });
  });
}

absl::StatusOr<Positions> StatusService::Batch(const v1::BatchGetStatusRequest& request,
                                               SteadyClock::time_point deadline,
                                               v1::BatchGetStatusResponse& response) {
  constexpr int kMaxRequests = 100;
  errors::Violations violations;
  if (request.requests().empty() || request.requests_size() > kMaxRequests) {
    violations.Add("requests", "give 1 to 100 requests");
  }
  std::vector<Question> questions;
  for (int i = 0; i < request.requests_size(); ++i) {
    const std::string path = errors::At("requests", i);
    questions.push_back(QuestionOf(path, request.requests(i), violations));
    if (!request.requests(i).min_positions().empty()) {
      violations.Add(path + ".min_positions", "must be empty: the batch has one");
    }
  }
  CheckKnownTimes("requests", questions, parts_.known->options().kept, violations);
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  TIENDO_ASSIGN_OR_RETURN(const Looks looks,
                          Looks::Take(*parts_.facts, *parts_.known, questions, deadline));
  for (const Question& question : questions) {
    const FactBase::View& facts = looks.Of(question);
    TIENDO_ASSIGN_OR_RETURN(*response.add_statuses(), parts_.answers->Compute(facts, question));
    *response.mutable_statuses()->rbegin()->mutable_freshness() =
        parts_.freshness->Of(facts.positions());
  }
  return looks.now().positions();
}

grpc::ServerUnaryReactor* StatusService::ListContributions(
    grpc::CallbackServerContext* context, const v1::ListContributionsRequest* request,
    v1::ListContributionsResponse* response) {
  return parts_.handlers->Start(context, "ListContributions", [=, this](rpc::UnaryCall& call) {
    AfterPositions(call, request->query().min_positions(), [=, this, &call] {
      return Contributions(*request, DeadlineFor(call), *response);
    });
  });
}

grpc::ServerUnaryReactor* StatusService::ReconcileFigures(
    grpc::CallbackServerContext* context, const v1::ReconcileFiguresRequest* request,
    v1::ReconcileFiguresResponse* response) {
  return parts_.handlers->Start(context, "ReconcileFigures", [=, this](rpc::UnaryCall& call) {
    AfterPositions(call, request->min_positions(), [=, this, &call] {
      return ReconcileAll(*request, DeadlineFor(call), *response);
    });
  });
}

grpc::ServerUnaryReactor* StatusService::PreviewReorganisation(
    grpc::CallbackServerContext* context, const v1::PreviewReorganisationRequest* request,
    v1::PreviewReorganisationResponse* response) {
  return parts_.handlers->Start(context, "PreviewReorganisation", [=, this](rpc::UnaryCall& call) {
    AfterPositions(call, request->min_positions(),
                   [=, this] { return Preview(*request, *response); });
  });
}

}  // namespace tiendo::status
