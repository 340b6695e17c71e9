// Requests of the verbs that tell how the work on an item goes (requests.h).
#include <set>
#include <utility>

#include "common/errors/error.h"
#include "services/programs/api/verb_fields.h"
#include "services/programs/domain/secret.h"

namespace tiendo::programs {
namespace {

constexpr size_t kMaxNote = 1024;
constexpr size_t kMaxMilestoneTitle = 512;
constexpr int kMaxAdded = 50;
constexpr int kMaxPercent = 100;

template <typename Request>
absl::StatusOr<LeadInput> ParseResponse(const Request& request, Presence reason, Day today) {
  Violations violations;
  LeadInput out;
  ParseCommon(request, {.reason = reason}, out, violations);
  ParseLead(request, out, violations);
  out.date = EventDate(request, today, violations);
  return violations.ToStatusOr(std::move(out));
}

Milestone ParseMilestone(const std::string& path, const v1::Item::Milestone& message, Day today,
                         Violations& violations) {
  Milestone out;
  api::CheckId(path + ".milestone_id", message.milestone_id(), violations);
  out.id = message.milestone_id();
  out.title = api::Text(path + ".title", message.title(), Presence::kRequired, kMaxMilestoneTitle,
                        violations);
  if (out.title == kSecretTitle) {
    violations.Add(path + ".title", "stands for a hidden title; give the true one");
  }
  out.due_date = api::Date(path + ".due_date", message.has_due_date(), message.due_date(),
                           Presence::kOptional, violations);
  if (message.has_done_date()) {
    out.done_date = RecordedDay(path + ".done_date", true, message.done_date(), today, violations);
  }
  return out;
}

template <typename Request>
void ParseMilestones(const Request& request, int most, Day today, MilestonesInput& out,
                     Violations& violations) {
  out.date = EventDate(request, today, violations);
  if (request.milestones_size() > most) {
    violations.Add("milestones", "give at most " + std::to_string(most));
  }
  std::set<std::string> ids;
  for (int i = 0; i < request.milestones_size(); ++i) {
    const std::string path = errors::At("milestones", i);
    out.milestones.push_back(ParseMilestone(path, request.milestones(i), today, violations));
    const std::string& id = out.milestones.back().id;
    if (!id.empty() && !ids.insert(id).second) {
      violations.Add(path + ".milestone_id", id + " appears twice");
    }
  }
}

}  // namespace

absl::StatusOr<LeadInput> ParseAcceptItem(const v1::AcceptItemRequest& request, Day today) {
  return ParseResponse(request, Presence::kOptional, today);
}

absl::StatusOr<LeadInput> ParseRefuseItem(const v1::RefuseItemRequest& request, Day today) {
  return ParseResponse(request, Presence::kRequired, today);
}

absl::StatusOr<Progress> ParseReportProgress(const v1::ReportProgressRequest& request, Day today) {
  Violations violations;
  Progress out;
  ParseCommon(request, {}, out, violations);
  ParseLead(request, out, violations);
  out.date = EventDate(request, today, violations);
  if (request.has_percent()) {
    out.percent = request.percent();
    if (*out.percent < 0 || *out.percent > kMaxPercent) {
      violations.Add("percent", "must be from 0 to 100");
    }
  }
  out.note = api::Text("note", request.note(), Presence::kOptional, kMaxNote, violations);
  if (!request.has_percent() && request.note().empty()) {
    violations.Add("note", "is required without percent");
  }
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<Completion> ParseReportCompletion(const v1::ReportCompletionRequest& request,
                                                 Day today) {
  Violations violations;
  Completion out;
  ParseCommon(request, {}, out, violations);
  ParseLead(request, out, violations);
  out.date = RecordedDay("result_date", request.has_result_date(), request.result_date(), today,
                         violations);
  out.reported_date = LaterDay("reported_date", request.has_reported_date(),
                               request.reported_date(), today, out.date, "the result", violations);
  out.accepted_date = LaterDay("accepted_date", request.has_accepted_date(),
                               request.accepted_date(), today, out.date, "the result", violations);
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<Appraisal> ParseAppraiseCompletion(const v1::AppraiseCompletionRequest& request,
                                                  Day today) {
  using Request = v1::AppraiseCompletionRequest;
  Violations violations;
  Appraisal out;
  const bool returned = request.outcome() == Request::OUTCOME_RETURN;
  ParseCommon(request, {.reason = returned ? Presence::kRequired : Presence::kOptional}, out,
              violations);
  ParseLead(request, out, violations);
  out.date = EventDate(request, today, violations);
  if (!returned && request.outcome() != Request::OUTCOME_ACCEPT) {
    violations.Add("outcome", "is required: OUTCOME_ACCEPT or OUTCOME_RETURN");
  }
  out.accept = !returned;
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<MilestonesInput> ParseAddMilestones(const v1::AddMilestonesRequest& request,
                                                   Day today) {
  Violations violations;
  MilestonesInput out;
  ParseCommon(request, {}, out, violations);
  if (request.milestones().empty()) violations.Add("milestones", "give 1 to 50");
  ParseMilestones(request, kMaxAdded, today, out, violations);
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<MilestonesInput> ParseReplaceMilestones(const v1::ReplaceMilestonesRequest& request,
                                                       Day today) {
  Violations violations;
  MilestonesInput out;
  ParseCommon(request, {}, out, violations);
  ParseMilestones(request, static_cast<int>(kMaxMilestones), today, out, violations);
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<MilestoneDone> ParseCompleteMilestone(const v1::CompleteMilestoneRequest& request,
                                                     Day today) {
  Violations violations;
  MilestoneDone out;
  ParseCommon(request, {}, out, violations);
  out.date =
      RecordedDay("done_date", request.has_done_date(), request.done_date(), today, violations);
  api::CheckId("milestone_id", request.milestone_id(), violations);
  out.milestone_id = request.milestone_id();
  return violations.ToStatusOr(std::move(out));
}

std::vector<units::UnitReference> UnitsOf(const v1::ReportCompletionRequest& request) {
  if (request.lead().empty()) return {};
  return {{"lead", request.lead()}};
}

}  // namespace tiendo::programs
