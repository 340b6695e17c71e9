// ListContributions and ReconcileFigures: the questions that look at items.
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/paging/page_size.h"
#include "services/status/api/pages.h"
#include "services/status/api/status_service.h"
#include "services/status/domain/reconcile.h"

namespace tiendo::status {
namespace {

constexpr char kListContributions[] = "tiendo.status.v1.StatusService/ListContributions";

// Sorts as contributions do: by programme, ordinal, name.
std::string SortKey(const Contribution& c) {
  return absl::StrCat(c.program, "\n", absl::Dec(c.ordinal, absl::kZeroPad10), "\n", c.item);
}

}  // namespace

absl::StatusOr<Positions> StatusService::Contributions(const v1::ListContributionsRequest& request,
                                                       Deadline deadline,
                                                       v1::ListContributionsResponse& response) {
  errors::Violations violations;
  const Question question = QuestionOf("query", request.query(), violations);
  api::CheckName("category", request.category(), "categories/*", api::Presence::kRequired,
                 violations);
  std::optional<Column> column = FromProto(request.column());
  if (!column) violations.Add("column", "is required: one of Column");
  absl::StatusOr<int32_t> page_size = paging::ResolvePageSize(request.page_size());
  violations.Merge("", page_size.status());
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  const Pages pages(kListContributions, question.Key() + "|" + request.category() + "|" +
                                            std::to_string(request.column()));
  TIENDO_ASSIGN_OR_RETURN(std::string last_key, pages.LastKey(request.page_token()));

  TIENDO_ASSIGN_OR_RETURN(const Looks looks,
                          Looks::Take(*parts_.facts, *parts_.known, {&question, 1}, deadline));
  const FactBase::View& facts = looks.Of(question);
  TIENDO_ASSIGN_OR_RETURN(
      std::vector<Contribution> items,
      parts_.answers->ItemsBehind(facts, question, request.category(), *column));
  looks.Mask(items);
  response.set_total_size(static_cast<int32_t>(items.size()));
  std::string reached = last_key;
  for (const Contribution& item : items) {
    std::string key = SortKey(item);
    if (key <= last_key) continue;
    if (response.contributions_size() == *page_size) {
      response.set_next_page_token(pages.Token(reached));
      break;
    }
    *response.add_contributions() = ToProto(item);
    reached = std::move(key);
  }
  *response.mutable_freshness() = parts_.freshness->Of(facts.positions());
  return looks.now().positions();
}

absl::StatusOr<Positions> StatusService::ReconcileAll(const v1::ReconcileFiguresRequest& request,
                                                      Deadline deadline,
                                                      v1::ReconcileFiguresResponse& response) {
  constexpr int kMaxClaims = 100;
  errors::Violations violations;
  if (request.claims().empty() || request.claims_size() > kMaxClaims) {
    violations.Add("claims", "give 1 to 100 claims");
  }
  const Instant now = parts_.clock->Now();
  std::vector<Question> questions;
  for (int i = 0; i < request.claims_size(); ++i) {
    const v1::Claim& claim = request.claims(i);
    const std::string path = errors::At("claims", i);
    v1::GetStatusRequest query;
    query.set_scope(claim.scope());
    if (claim.has_as_of()) *query.mutable_as_of() = claim.as_of();
    query.set_year(claim.year());
    query.set_basis(claim.basis());
    questions.push_back(QuestionOf(path, query, violations));
    questions.back().known_at = ParseKnown(path, claim, *parts_.zone, now, violations);
    api::CheckName(path + ".category", claim.category(), "categories/*", api::Presence::kRequired,
                   violations);
    violations.Merge(path, ParseClaim(claim.figure()).status());
  }
  CheckKnownTimes("claims", questions, parts_.known->options().kept, violations);
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  TIENDO_ASSIGN_OR_RETURN(const Looks looks,
                          Looks::Take(*parts_.facts, *parts_.known, questions, deadline));
  for (int i = 0; i < request.claims_size(); ++i) {
    const Question& question = questions[static_cast<size_t>(i)];
    const Day last_day = parts_.zone->DayOf(question.known_at.value_or(now));
    TIENDO_ASSIGN_OR_RETURN(
        v1::Reconciliation outcome,
        parts_.answers->Reconcile(looks.Of(question), question, request.claims(i), last_day));
    looks.Mask(outcome);
    *response.add_reconciliations() = std::move(outcome);
  }
  *response.mutable_freshness() = parts_.freshness->Of(looks.now().positions());
  return looks.now().positions();
}

}  // namespace tiendo::status
