// ListAttention: what needs somebody's care on a day.
#include <algorithm>
#include <utility>

#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "common/paging/page_size.h"
#include "services/status/api/pages.h"
#include "services/status/api/status_service.h"
#include "services/status/domain/attention_text.h"
#include "services/status/domain/due_soon.h"

namespace tiendo::status {
namespace {

constexpr char kListAttention[] = "tiendo.status.v1.StatusService/ListAttention";

// The enum lists the domain's kinds in their order, after its zero.
v1::AttentionKind ToProto(AttentionKind kind) {
  return static_cast<v1::AttentionKind>(static_cast<int>(kind) + 1);
}

std::set<AttentionKind> ParseKinds(const v1::ListAttentionRequest& request,
                                   errors::Violations& violations) {
  if (request.kinds().empty()) return {kAllAttentionKinds.begin(), kAllAttentionKinds.end()};
  std::set<AttentionKind> kinds;
  for (int i = 0; i < request.kinds_size(); ++i) {
    const std::string path = "kinds[" + std::to_string(i) + "]";
    const v1::AttentionKind given = request.kinds(i);
    if (given == v1::ATTENTION_KIND_UNSPECIFIED || given > v1::ATTENTION_KIND_STALE) {
      violations.Add(path, "must be one of AttentionKind; leave kinds empty for all");
    } else if (!kinds.insert(static_cast<AttentionKind>(static_cast<int>(given) - 1)).second) {
      violations.Add(path, v1::AttentionKind_Name(given) + " is named twice");
    }
  }
  return kinds;
}

std::string TitleOf(const UnitHistory& units, const std::string& unit, Day day) {
  const UnitFact* period = units.LatestPeriod(unit, day);
  return period == nullptr ? unit : period->display_name;
}

v1::AttentionEntry ToProto(const AttentionEntry& entry, const AttentionWording& wording) {
  v1::AttentionEntry out;
  out.set_item(entry.item.item);
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
  *out.mutable_last_news_date() = api::ToProto(entry.last_news);
  if (entry.next_step) {
    out.mutable_next_step()->set_title(entry.next_step->title);
    if (entry.next_step->due) {
      *out.mutable_next_step()->mutable_due_date() = api::ToProto(*entry.next_step->due);
    }
  }
  return out;
}

// In the categories' order, then by kind.
void Encode(const FactBase::View& facts, const AttentionCounts& counts, bool compared,
            google::protobuf::RepeatedPtrField<v1::AttentionCount>& out) {
  std::vector<AttentionCounts::const_iterator> order;
  for (auto it = counts.begin(); it != counts.end(); ++it) order.push_back(it);
  const auto place = [&facts](const AttentionCounts::const_iterator& it) {
    const CategoryFact* category = facts.category(it->first.first);
    return category == nullptr ? 0 : category->order;
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](const auto& a, const auto& b) { return place(a) < place(b); });
  for (const auto& it : order) {
    const auto& [category, kind] = it->first;
    const AttentionCount& count = it->second;
    const CategoryFact* fact = facts.category(category);
    v1::AttentionCount* added = out.Add();
    added->set_category(category);
    added->set_display_name(fact == nullptr ? category : fact->display_name);
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
  out.set_scope_title(TitleOf(facts.units(), question.scope, question.as_of));
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
  PageWriter(const FactBase::View& facts, const AttentionQuestion& asked,
             const AttentionWording& wording, const AttentionPage& page,
             v1::ListAttentionResponse& out)
      : facts_(facts), asked_(asked), wording_(wording), page_(page), out_(out) {}

  // False when the row does not fit any more.
  bool Add(const AttentionGroup& group, const AttentionEntry* entry) {
    std::string key = RowKey(group, entry);
    if (key <= page_.after) return true;
    if (rows_ == page_.rows) return false;
    ++rows_;
    reached_ = std::move(key);
    v1::AttentionGroup& written = Group(group);
    if (entry != nullptr) *written.add_entries() = ToProto(*entry, wording_);
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
    added.set_unit_title(TitleOf(facts_.units(), group.unit, asked_.question.as_of));
    Encode(facts_, group.counts, asked_.compare_to.has_value(), *added.mutable_counts());
    return added;
  }

  const FactBase::View& facts_;
  const AttentionQuestion& asked_;
  const AttentionWording& wording_;
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
  query.category = question.category;
  query.before = question.compare_to;
  query.tree_before = &tree_before;
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
  PageWriter writer(facts, question, rules_.attention, page, out);
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
  if (!asked.kinds.contains(AttentionKind::kDueSoon)) {
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
