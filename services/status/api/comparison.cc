// CompareStatus: two states of one scope side by side.
#include "services/status/domain/comparison.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "common/paging/page_size.h"
#include "services/status/api/pages.h"
#include "services/status/api/status_service.h"
#include "services/status/domain/sentence.h"

namespace tiendo::status {
namespace {

constexpr char kCompareStatus[] = "tiendo.status.v1.StatusService/CompareStatus";

v1::PlanFlow ToProto(const PlanFlow& flow) {
  v1::PlanFlow out;
  out.set_before(flow.before);
  out.set_original(flow.original);
  out.set_added(flow.added);
  out.set_carried_in(flow.carried_in);
  out.set_restored(flow.restored);
  out.set_moved_in(flow.moved_in);
  out.set_withdrawn(flow.withdrawn);
  out.set_dropped(flow.dropped);
  out.set_moved_out(flow.moved_out);
  out.set_after(flow.after);
  return out;
}

// "kế hoạch không đổi", or by what it has changed.
std::string PlanVi(const PlanFlow& flow) {
  using enum ChangeKind;
  const std::array<std::pair<ChangeKind, int>, 8> flows = {{{kOriginal, flow.original},
                                                            {kAdded, flow.added},
                                                            {kCarriedIn, flow.carried_in},
                                                            {kRestored, flow.restored},
                                                            {kMovedIn, flow.moved_in},
                                                            {kWithdrawn, flow.withdrawn},
                                                            {kDropped, flow.dropped},
                                                            {kMovedOut, flow.moved_out}}};
  std::vector<std::string> parts;
  for (const auto& [kind, n] : flows) {
    if (n > 0) parts.push_back(absl::StrCat(std::string(ChangeVi(kind)), " ", n));
  }
  if (parts.empty()) return "kế hoạch không đổi";
  return absl::StrCat("kế hoạch từ ", flow.before, " thành ", flow.after, " (",
                      absl::StrJoin(parts, ", "), ")");
}

std::string SummaryVi(const CategoryComparison& row) {
  return absl::StrCat("từ ", TripleText(row.before), " đến ", TripleText(row.after),
                      ": đã hoàn thành thêm ", row.done, ", mới quá hạn ", row.newly_overdue, "; ",
                      PlanVi(row.plan));
}

v1::ItemSide ToProto(const Contribution& item, const std::vector<std::string>& units) {
  v1::ItemSide out;
  if (item.due) *out.mutable_due_date() = api::ToProto(*item.due);
  if (item.done_on) *out.mutable_done_date() = api::ToProto(*item.done_on);
  out.set_timeliness_vi(TimelinessVi(item));
  for (const std::string& unit : units) out.add_units(unit);
  return out;
}

v1::ItemChange ToProto(const ItemChange& change) {
  v1::ItemChange out;
  const Contribution& item = change.after ? *change.after : *change.before;
  out.set_item(item.item);
  out.set_category(change.category);
  out.set_title(item.title);
  std::vector<std::string> words;
  for (const ChangeKind kind : change.kinds) {
    // The enum lists the domain's kinds in their order, after its zero.
    out.add_kinds(static_cast<v1::ChangeKind>(static_cast<int>(kind) + 1));
    words.emplace_back(ChangeVi(kind));
  }
  out.set_change_vi(absl::StrJoin(words, "; "));
  if (change.before) *out.mutable_before() = ToProto(*change.before, change.units_before);
  if (change.after) *out.mutable_after() = ToProto(*change.after, change.units_after);
  return out;
}

}  // namespace

std::string ComparisonQuestion::Key() const { return before.Key() + "|to|" + after.Key(); }

absl::StatusOr<Comparison> Answers::CompareFor(const FactBase::View& then,
                                               const FactBase::View& now,
                                               const ComparisonQuestion& question) const {
  TIENDO_RETURN_IF_ERROR(then.CheckLoaded());
  TIENDO_RETURN_IF_ERROR(now.CheckLoaded());
  const UnitTree tree_then(then.units(), question.before.as_of);
  const UnitTree tree_now(now.units(), question.after.as_of);
  const ItemPointers items_then = then.items();
  const ItemPointers items_now = now.items();
  return Compare({tree_then, items_then, question.before.ToQuery()},
                 {tree_now, items_now, question.after.ToQuery()});
}

void Answers::EncodeComparison(const FactBase::View& now, const ComparisonQuestion& question,
                               const Comparison& comparison, v1::CompareStatusResponse& out) const {
  const Question& q = question.after;
  out.set_scope(q.scope);
  const UnitFact* scope = now.units().InForce(q.scope, q.as_of);
  out.set_scope_title(scope == nullptr ? q.scope : scope->display_name);
  *out.mutable_from() = api::ToProto(question.before.as_of);
  *out.mutable_to() = api::ToProto(q.as_of);
  out.set_year(q.year);
  out.set_basis(q.basis == Basis::kBaseline ? v1::BASIS_BASELINE : v1::BASIS_IN_FORCE);
  if (question.before.known_at) {
    *out.mutable_from_known_at() = api::ToProto(*question.before.known_at);
  }
  if (q.known_at) *out.mutable_to_known_at() = api::ToProto(*q.known_at);
  out.set_tag(q.tag);
  out.set_total_size(static_cast<int32_t>(comparison.changes.size()));
  std::vector<CategoryComparison> rows = comparison.categories;
  const auto order = [&now](const CategoryComparison& row) {
    const CategoryFact* category = now.category(row.category);
    return category == nullptr ? 0 : category->order;
  };
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const auto& a, const auto& b) { return order(a) < order(b); });
  for (const CategoryComparison& row : rows) {
    v1::CategoryComparison* added = out.add_categories();
    const CategoryFact* category = now.category(row.category);
    added->set_category(row.category);
    added->set_display_name(category == nullptr ? row.category : category->display_name);
    std::string failed = FailedIdentity(row.before, false);
    if (failed.empty()) failed = FailedIdentity(row.after, false);
    if (!failed.empty()) {
      added->set_integrity_error_id(NoteContradiction(
          "figures contradict each other",
          {{"question", question.Key()}, {"category", row.category}, {"identity", failed}}));
      continue;
    }
    *added->mutable_before() = EncodeColumns(row.before, question.before);
    *added->mutable_after() = EncodeColumns(row.after, q);
    added->set_triple_before(TripleText(row.before));
    added->set_triple_after(TripleText(row.after));
    *added->mutable_plan() = ToProto(row.plan);
    added->set_done(row.done);
    added->set_newly_overdue(row.newly_overdue);
    added->set_summary_vi(SummaryVi(row));
  }
}

ComparisonQuestion StatusService::ComparisonQuestionOf(const v1::CompareStatusRequest& request,
                                                       errors::Violations& violations) const {
  ComparisonQuestion asked;
  asked.after = QuestionOf("query", request.query(), violations);
  if (asked.after.due_by) {
    violations.Add("query.due_by", "must be unset: each side is measured by its own day");
  }
  if (asked.after.due_soon_days) {
    violations.Add("query.due_soon_days", "must be unset: use ListAttention with compare_to");
  }
  asked.after.full = false;
  asked.before = asked.after;
  const Instant now = parts_.clock->Now();
  const std::optional<Day> from =
      api::Date("from", request.has_from(), request.from(), api::Presence::kRequired, violations);
  if (from) asked.before.as_of = *from;
  if (from && *from > asked.after.as_of) {
    violations.Add(
        "from", "must not be after query.as_of (" + calendar::FormatIso(asked.after.as_of) + ")");
  }
  asked.before.projection = asked.before.as_of > parts_.zone->DayOf(now);
  if (request.from_known_case() != v1::CompareStatusRequest::FROM_KNOWN_NOT_SET) {
    asked.before.known_at = ParseKnown(request, *parts_.zone, now, violations);
  }
  return asked;
}

absl::StatusOr<Positions> StatusService::ComparisonPage(const v1::CompareStatusRequest& request,
                                                        Deadline deadline,
                                                        v1::CompareStatusResponse& response) {
  errors::Violations violations;
  const ComparisonQuestion asked = ComparisonQuestionOf(request, violations);
  absl::StatusOr<int32_t> page_size = paging::ResolvePageSize(request.page_size());
  violations.Merge("", page_size.status());
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  const Pages pages(kCompareStatus, asked.Key());
  TIENDO_ASSIGN_OR_RETURN(std::string reached, pages.LastKey(request.page_token()));
  const std::array<Question, 2> questions = {asked.before, asked.after};
  TIENDO_ASSIGN_OR_RETURN(const Looks looks,
                          Looks::Take(*parts_.facts, *parts_.known, questions, deadline));
  const FactBase::View& now = looks.Of(asked.after);
  TIENDO_ASSIGN_OR_RETURN(Comparison comparison,
                          parts_.answers->CompareFor(looks.Of(asked.before), now, asked));
  looks.Mask(comparison);
  parts_.answers->EncodeComparison(now, asked, comparison, response);
  for (const ItemChange& change : comparison.changes) {
    if (change.key <= reached) continue;
    if (response.changes_size() == *page_size) {
      response.set_next_page_token(pages.Token(reached));
      break;
    }
    *response.add_changes() = ToProto(change);
    reached = change.key;
  }
  *response.mutable_freshness() = parts_.freshness->Of(now.positions());
  return looks.now().positions();
}

grpc::ServerUnaryReactor* StatusService::CompareStatus(grpc::CallbackServerContext* context,
                                                       const v1::CompareStatusRequest* request,
                                                       v1::CompareStatusResponse* response) {
  return parts_.handlers->Start(context, "CompareStatus", [=, this](rpc::UnaryCall& call) {
    AfterPositions(call, request->query().min_positions(), [=, this, &call] {
      return ComparisonPage(*request, DeadlineFor(call), *response);
    });
  });
}

}  // namespace tiendo::status
