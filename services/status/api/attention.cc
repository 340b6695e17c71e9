// ListAttention: what needs somebody's care on a day.
#include <algorithm>
#include <array>
#include <utility>

#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/paging/page_size.h"
#include "services/status/api/pages.h"
#include "services/status/api/status_service.h"
#include "services/status/api/subject_facts.h"
#include "services/status/domain/attention_text.h"
#include "services/status/domain/due_soon.h"

namespace tiendo::status {
namespace {

constexpr char kListAttention[] = "tiendo.status.v1.StatusService/ListAttention";

// Both in the order of the domain.
constexpr std::array kKinds{v1::ATTENTION_KIND_ESCALATED,      v1::ATTENTION_KIND_OVERDUE,
                            v1::ATTENTION_KIND_UNEXPLAINED,    v1::ATTENTION_KIND_UNACKNOWLEDGED,
                            v1::ATTENTION_KIND_DUE_TODAY,      v1::ATTENTION_KIND_DUE_SOON,
                            v1::ATTENTION_KIND_NOT_COMPUTABLE, v1::ATTENTION_KIND_NOT_CONCRETE,
                            v1::ATTENTION_KIND_UNOWNED,        v1::ATTENTION_KIND_STALE};
constexpr std::array kSubjects{v1::ATTENTION_SUBJECT_ITEM, v1::ATTENTION_SUBJECT_ASSIGNMENT,
                               v1::ATTENTION_SUBJECT_PLAN, v1::ATTENTION_SUBJECT_ENGAGEMENT,
                               v1::ATTENTION_SUBJECT_RECOMMENDATION};
static_assert(kKinds.size() == kAllAttentionKinds.size());
static_assert(kSubjects.size() == kAllSubjectKinds.size());

v1::AttentionKind ToProto(AttentionKind kind) { return kKinds[static_cast<size_t>(kind)]; }
v1::AttentionSubject ToProto(SubjectKind kind) { return kSubjects[static_cast<size_t>(kind)]; }

// The set that a repeated enum names; `otherwise` when it is empty. `known` lists the values in the
// order of the domain's.
template <typename Kind, typename Values, typename Known, typename Name>
std::set<Kind> ParseSet(const std::string& field, const Values& values, const Known& known,
                        std::set<Kind> otherwise, const Name& name,
                        errors::Violations& violations) {
  if (values.empty()) return otherwise;
  std::set<Kind> kinds;
  for (int i = 0; i < values.size(); ++i) {
    const std::string path = errors::At(field, i);
    const auto found = std::find(known.begin(), known.end(), values.Get(i));
    if (found == known.end()) {
      violations.Add(path,
                     "is not a value that can be asked for; leave " + field + " empty for all");
    } else if (!kinds.insert(static_cast<Kind>(found - known.begin())).second) {
      violations.Add(path, name(*found) + " is named twice");
    }
  }
  return kinds;
}

std::set<AttentionKind> ParseKinds(const v1::ListAttentionRequest& request,
                                   errors::Violations& violations) {
  std::set<AttentionKind> all(kAllAttentionKinds.begin(), kAllAttentionKinds.end());
  all.erase(AttentionKind::kNotComputable);
  return ParseSet(
      "kinds", request.kinds(), kKinds, std::move(all),
      [](v1::AttentionKind kind) { return v1::AttentionKind_Name(kind); }, violations);
}

std::set<SubjectKind> ParseSubjects(const v1::ListAttentionRequest& request,
                                    errors::Violations& violations) {
  return ParseSet(
      "subjects", request.subjects(), kSubjects,
      std::set<SubjectKind>(kAllSubjectKinds.begin(), kAllSubjectKinds.end()),
      [](v1::AttentionSubject kind) { return v1::AttentionSubject_Name(kind); }, violations);
}

v1::RemindersSoFar ToProto(const RemindersSoFar& reminders) {
  v1::RemindersSoFar out;
  out.set_count(reminders.count);
  out.set_urgings(reminders.urgings);
  out.set_urgings_after_due(reminders.urgings_after_due);
  out.set_last_ordinal(reminders.last_ordinal);
  if (reminders.last) *out.mutable_last_date() = api::ToProto(*reminders.last);
  out.set_last_reminder(reminders.last_name);
  out.set_unacknowledged(reminders.unacknowledged);
  out.set_unexplained(reminders.unexplained);
  return out;
}

v1::AttentionEntry ToProto(const AttentionEntry& entry, const AttentionWording& wording) {
  v1::AttentionEntry out;
  const bool is_item = entry.kind == SubjectKind::kItem;
  if (is_item) out.set_item(entry.item.item);
  out.set_subject_kind(ToProto(entry.kind));
  out.set_subject(entry.item.item);
  *out.mutable_reminders() = ToProto(entry.reminders);
  out.set_category(entry.category);
  out.set_title(entry.item.title);
  for (const AttentionReason& reason : entry.reasons) {
    v1::AttentionReason* added = out.add_reasons();
    added->set_kind(ToProto(reason.kind));
    added->set_days(reason.days);
  }
  out.set_reason_vi(AttentionVi(entry, wording));
  if (entry.item.due) *out.mutable_due_date() = api::ToProto(*entry.item.due);
  for (const std::string& unit : entry.item.leads) out.add_leads(unit);
  for (const std::string& unit : entry.open_leads) out.add_open_leads(unit);
  for (const std::string& unit : entry.coordinators) out.add_coordinators(unit);
  out.set_own_part_done(entry.own_part_done);
  out.set_suspended(entry.suspended);
  if (is_item) *out.mutable_last_news_date() = api::ToProto(entry.last_news);
  if (entry.next_step) {
    out.mutable_next_step()->set_title(entry.next_step->title);
    if (entry.next_step->due) {
      *out.mutable_next_step()->mutable_due_date() = api::ToProto(*entry.next_step->due);
    }
  }
  return out;
}

// By kind of subject, in the categories' order, then by reason.
void Encode(const FactBase::View& facts, const AttentionCounts& counts, bool compared,
            google::protobuf::RepeatedPtrField<v1::AttentionCount>& out) {
  std::vector<AttentionCounts::const_iterator> order;
  for (auto it = counts.begin(); it != counts.end(); ++it) order.push_back(it);
  const auto place = [&facts](const AttentionCounts::const_iterator& it) {
    const AttentionClass& of = it->first.first;
    const CategoryFact* category = facts.category(of.category);
    return std::pair(of.kind, category == nullptr ? 0 : category->order);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](const auto& a, const auto& b) { return place(a) < place(b); });
  for (const auto& it : order) {
    const auto& [of, kind] = it->first;
    const AttentionCount& count = it->second;
    const CategoryFact* fact = facts.category(of.category);
    v1::AttentionCount* added = out.Add();
    added->set_subject_kind(ToProto(of.kind));
    added->set_category(of.category);
    added->set_display_name(of.category.empty() ? std::string(SubjectVi(of.kind))
                            : fact == nullptr   ? of.category
                                                : fact->display_name);
    added->set_kind(ToProto(kind));
    added->set_kind_vi(std::string(KindVi(kind)));
    added->set_count(count.now);
    if (!compared) continue;
    added->set_count_before(count.before);
    added->set_appeared(count.appeared);
    added->set_resolved(count.resolved);
    added->set_moved_in(count.moved_in);
    added->set_moved_out(count.moved_out);
  }
}

void EncodeHead(const FactBase::View& facts, const AttentionQuestion& asked,
                const Answers::AttentionAnswer& answer, v1::ListAttentionResponse& out) {
  const Question& question = asked.question;
  out.set_scope(question.scope);
  out.set_scope_title(UnitTitle(facts.units(), question.scope, question.as_of));
  *out.mutable_as_of() = api::ToProto(question.as_of);
  out.set_year(question.year);
  out.set_basis(question.basis == Basis::kBaseline ? v1::BASIS_BASELINE : v1::BASIS_IN_FORCE);
  out.set_projection(question.projection);
  if (question.known_at) *out.mutable_known_at() = api::ToProto(*question.known_at);
  if (asked.compare_to) *out.mutable_compare_to() = api::ToProto(*asked.compare_to);
  out.set_tag(question.tag);
  out.set_not_updated_days(question.not_updated_days);
  out.set_due_soon_days(question.due_soon_days.value_or(0));
  for (const int year : answer.missing_years) out.add_missing_calendar_years(year);
  Encode(facts, answer.attention.totals, asked.compare_to.has_value(), *out.mutable_totals());
  int32_t entries = 0;
  for (const AttentionGroup& group : answer.attention.groups) {
    entries += static_cast<int32_t>(group.entries.size());
  }
  out.set_total_size(entries);
}

// Where a row stands in the whole list; of a group without entries the group itself.
std::string RowKey(const AttentionGroup& group, const AttentionEntry* entry) {
  return group.key + "\n" + (entry == nullptr ? "" : entry->key);
}

// Takes rows until the page is full.
class PageWriter {
 public:
  PageWriter(const FactBase::View& facts, const AttentionQuestion& asked, const Rules& rules,
             const AttentionPage& page, v1::ListAttentionResponse& out)
      : facts_(facts),
        working_days_(facts.working_days()),
        asked_(asked),
        rules_(rules),
        page_(page),
        out_(out) {}

  // False when the row does not fit any more.
  bool Add(const AttentionGroup& group, const AttentionEntry* entry) {
    std::string key = RowKey(group, entry);
    if (key <= page_.after) return true;
    if (rows_ == page_.rows) return false;
    ++rows_;
    reached_ = std::move(key);
    v1::AttentionGroup& written = Group(group);
    if (entry == nullptr) return true;
    v1::AttentionEntry& added = *written.add_entries();
    added = ToProto(*entry, rules_.attention);
    added.set_next_step_vi(
        NextStepVi(*entry, asked_.question.as_of, rules_.ladder, working_days_, rules_.attention));
    return true;
  }
  const std::string& reached() const { return reached_; }

 private:
  v1::AttentionGroup& Group(const AttentionGroup& group) {
    if (out_.groups_size() > 0 && out_.groups().rbegin()->unit() == group.unit) {
      return *out_.mutable_groups()->rbegin();
    }
    v1::AttentionGroup& added = *out_.add_groups();
    added.set_unit(group.unit);
    added.set_unit_title(UnitTitle(facts_.units(), group.unit, asked_.question.as_of));
    Encode(facts_, group.counts, asked_.compare_to.has_value(), *added.mutable_counts());
    return added;
  }

  const FactBase::View& facts_;
  // Apart from that of the question: a year that it misses is said with the step.
  const WorkingDaysLeft working_days_;
  const AttentionQuestion& asked_;
  const Rules& rules_;
  const AttentionPage& page_;
  v1::ListAttentionResponse& out_;
  int32_t rows_ = 0;
  std::string reached_;
};

}  // namespace

std::string AttentionQuestion::Key() const {
  std::string key = category + "|";
  for (const AttentionKind kind : kinds) key += std::to_string(static_cast<int>(kind));
  key += "|";
  for (const SubjectKind kind : subjects) key += std::to_string(static_cast<int>(kind));
  key += "|";
  if (compare_to) key += calendar::FormatIso(*compare_to);
  return key + "|" + question.Key();
}

absl::StatusOr<Answers::AttentionAnswer> Answers::AttentionFor(
    const FactBase::View& facts, const AttentionQuestion& question) const {
  TIENDO_RETURN_IF_ERROR(facts.CheckLoaded());
  const Question& q = question.question;
  const WorkingDaysLeft working_days(facts.working_days());
  const UnitTree tree(facts.units(), q.as_of);
  const UnitTree tree_before(facts.units(), question.compare_to.value_or(q.as_of));
  AttentionQuery query;
  query.query = q.ToQuery(working_days);
  query.kinds = question.kinds;
  query.subjects = question.subjects;
  query.category = question.category;
  query.before = question.compare_to;
  query.tree_before = &tree_before;
  const SubjectFacts others = SubjectFactsOf(facts, q.year);
  query.others = &others;
  query.reminders = &facts.reminders();
  query.ladder = rules_.ladder;
  const ItemPointers items = facts.items();
  AttentionAnswer answer;
  TIENDO_ASSIGN_OR_RETURN(answer.attention, AttentionOf(tree, items, query));
  if (!answer.attention.due_soon_complete) answer.missing_years = working_days.missing_years();
  return answer;
}

std::optional<std::string> Answers::EncodeAttention(const FactBase::View& facts,
                                                    const AttentionQuestion& question,
                                                    const AttentionAnswer& answer,
                                                    const AttentionPage& page,
                                                    v1::ListAttentionResponse& out) const {
  EncodeHead(facts, question, answer, out);
  PageWriter writer(facts, question, rules_, page, out);
  out.set_agenda_after_urgings(rules_.ladder.agenda_after);
  for (const AttentionGroup& group : answer.attention.groups) {
    if (group.entries.empty() && !writer.Add(group, nullptr)) return writer.reached();
    for (const AttentionEntry& entry : group.entries) {
      if (!writer.Add(group, &entry)) return writer.reached();
    }
  }
  return std::nullopt;
}

AttentionQuestion StatusService::AttentionQuestionOf(const v1::ListAttentionRequest& request,
                                                     errors::Violations& violations) const {
  AttentionQuestion asked;
  asked.question = QuestionOf("query", request.query(), violations);
  asked.kinds = ParseKinds(request, violations);
  asked.subjects = ParseSubjects(request, violations);
  asked.category = request.category();
  api::CheckName("category", request.category(), "categories/*", api::Presence::kOptional,
                 violations);
  if (asked.question.due_by) {
    violations.Add("query.due_by", "must be unset: what is overdue is a matter of as_of");
  }
  asked.compare_to = api::Date("compare_to", request.has_compare_to(), request.compare_to(),
                               api::Presence::kOptional, violations);
  if (asked.compare_to && *asked.compare_to >= asked.question.as_of) {
    violations.Add("compare_to",
                   "must be before as_of (" + calendar::FormatIso(asked.question.as_of) + ")");
  }
  if (!asked.kinds.contains(AttentionKind::kDueSoon) &&
      !asked.kinds.contains(AttentionKind::kNotComputable)) {
    asked.question.due_soon_days.reset();
  } else if (!asked.question.due_soon_days) {
    asked.question.due_soon_days = parts_.answers->rules().due_soon_days;
  }
  return asked;
}

absl::StatusOr<Positions> StatusService::AttentionList(const v1::ListAttentionRequest& request,
                                                       Deadline deadline,
                                                       v1::ListAttentionResponse& response) {
  errors::Violations violations;
  const AttentionQuestion asked = AttentionQuestionOf(request, violations);
  absl::StatusOr<int32_t> page_size = paging::ResolvePageSize(request.page_size());
  violations.Merge("", page_size.status());
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  const Pages pages(kListAttention, asked.Key());
  AttentionPage page;
  TIENDO_ASSIGN_OR_RETURN(page.after, pages.LastKey(request.page_token()));
  page.rows = *page_size;

  TIENDO_ASSIGN_OR_RETURN(
      const Looks looks, Looks::Take(*parts_.facts, *parts_.known, {&asked.question, 1}, deadline));
  const FactBase::View& facts = looks.Of(asked.question);
  TIENDO_ASSIGN_OR_RETURN(Answers::AttentionAnswer answer,
                          parts_.answers->AttentionFor(facts, asked));
  looks.Mask(answer.attention);
  std::optional<std::string> more =
      parts_.answers->EncodeAttention(facts, asked, answer, page, response);
  if (more) response.set_next_page_token(pages.Token(*std::move(more)));
  *response.mutable_freshness() = parts_.freshness->Of(facts.positions());
  return looks.now().positions();
}

grpc::ServerUnaryReactor* StatusService::ListAttention(grpc::CallbackServerContext* context,
                                                       const v1::ListAttentionRequest* request,
                                                       v1::ListAttentionResponse* response) {
  return parts_.handlers->Start(context, "ListAttention", [=, this](rpc::UnaryCall& call) {
    AfterPositions(call, request->query().min_positions(), [=, this, &call] {
      return AttentionList(*request, DeadlineFor(call), *response);
    });
  });
}

}  // namespace tiendo::status
