#include "services/supervision/storage/sql_store.h"

#include <string>
#include <utility>

#include "common/ledger/sql_repository.h"
#include "services/supervision/domain/states.h"

namespace tiendo::supervision {
namespace {

// Rows read at once.
constexpr int kReadRows = 1000;

// Places in StorageSchema().
enum : size_t {
  kRequirements,
  kPlans,
  kEngagements,
  kPlanEvents,
  kEngagementEvents,
  kChecklists,
  kDossiers,
  kRecommendations,
  kReminders,
  kDeliveries,
};

template <typename T>
std::vector<db::Param> NoColumns(const T&) {
  return {};
}

std::vector<db::Param> PlanColumns(const Plan& plan) {
  return {plan.unit, plan.year, Name(plan.state)};
}

std::vector<db::Param> EngagementColumns(const Engagement& engagement) {
  std::string tags;
  for (const std::string& tag : engagement.tags) tags += " " + tag;
  if (!tags.empty()) tags += " ";
  return {engagement.plan,
          engagement.unit,
          Name(engagement.kind),
          Name(engagement.state),
          engagement.year,
          Name(engagement.step()),
          tags};
}

std::vector<db::Param> RecommendationColumns(const Recommendation& recommendation) {
  return {recommendation.unit, Name(recommendation.state), Name(recommendation.outcome),
          calendar::FormatIso(recommendation.deadline)};
}

std::string DateKey(const std::optional<Day>& day) {
  return day ? calendar::FormatIso(*day) : std::string(kNoDay);
}

std::vector<db::Param> ReminderColumns(const Reminder& reminder) {
  return {reminder.subject,
          reminder.unit,
          Name(reminder.kind),
          reminder.urging,
          calendar::FormatIso(reminder.issued_on),
          DateKey(reminder.due),
          DateKey(reminder.trigger),
          reminder.voided ? 1 : 0,
          DateKey(reminder.acknowledge_by),
          DateKey(reminder.explain_by),
          DateKey(reminder.noted_on()),
          DateKey(reminder.explanation ? std::optional<Day>(reminder.explanation->date)
                                       : std::nullopt)};
}

std::vector<db::Param> DeliveryColumns(const Delivery& delivery) {
  return {Name(delivery.outcome), Name(delivery.failure)};
}

// All rows that meet the conditions, by name.
template <typename T>
absl::StatusOr<std::vector<T>> ReadAll(ledger::Reader& reader, const ledger::Collection& collection,
                                       const resource::Codec<T>& codec, ledger::ListQuery query) {
  std::vector<T> out;
  query.limit = kReadRows;
  while (true) {
    TIENDO_ASSIGN_OR_RETURN(std::vector<ledger::Row> rows, reader.List(collection, query));
    for (const ledger::Row& row : rows) {
      TIENDO_ASSIGN_OR_RETURN(T value, codec.Decode(row.body));
      out.push_back(std::move(value));
    }
    if (rows.size() < static_cast<size_t>(kReadRows)) return out;
    query.after = rows.back().name;
  }
}

// Makes the repositories of one transaction or reader.
class Factory {
 public:
  Factory(const ledger::Schema& schema, ledger::Transaction& tx)
      : schema_(schema), reader_(tx), tx_(&tx) {}
  Factory(const ledger::Schema& schema, ledger::Reader& reader, std::optional<int64_t> at)
      : schema_(schema), reader_(reader), at_(at) {}

  template <typename T>
  RepositoryPtr<T> Make(size_t place, const resource::Codec<T>& codec,
                        std::vector<db::Param> (*columns)(const T&)) const {
    const ledger::Collection& collection = schema_.collections[place];
    if (tx_ == nullptr) {
      return std::make_unique<ledger::SqlRepository<T>>(reader_, collection, codec, at_);
    }
    return std::make_unique<ledger::SqlRepository<T>>(*tx_, collection, codec, columns);
  }

 private:
  const ledger::Schema& schema_;
  ledger::Reader& reader_;
  ledger::Transaction* tx_ = nullptr;
  std::optional<int64_t> at_;
};

Repositories Make(const Factory& factory, const SqlStore::Codecs& codecs) {
  Repositories out;
  out.requirements = factory.Make(kRequirements, *codecs.requirement, &NoColumns<PlanRequirement>);
  out.plans = factory.Make(kPlans, *codecs.plan, &PlanColumns);
  out.plan_events = factory.Make(kPlanEvents, *codecs.plan_event, &NoColumns<PlanEvent>);
  out.engagements = factory.Make(kEngagements, *codecs.engagement, &EngagementColumns);
  out.engagement_events =
      factory.Make(kEngagementEvents, *codecs.engagement_event, &NoColumns<EngagementEvent>);
  out.checklists = factory.Make(kChecklists, *codecs.checklist, &NoColumns<Checklist>);
  out.dossiers = factory.Make(kDossiers, *codecs.dossier, &NoColumns<Dossier>);
  out.recommendations =
      factory.Make(kRecommendations, *codecs.recommendation, &RecommendationColumns);
  out.reminders = factory.Make(kReminders, *codecs.reminder, &ReminderColumns);
  out.deliveries = factory.Make(kDeliveries, *codecs.delivery, &DeliveryColumns);
  return out;
}

}  // namespace

ledger::Schema StorageSchema() {
  return {"tiendo.supervision.v1.SupervisionService",
          {{"requirements", "requirements", "requirements/*", {}},
           {"plans", "plans", "plans/*", {"unit", "year", "state"}},
           {"engagements",
            "engagements",
            "engagements/*",
            {"plan", "unit", "kind", "state", "year", "step", "tags"}},
           {"plan_events", "plan_events", "plans/*/events/*", {}},
           {"engagement_events", "engagement_events", "engagements/*/events/*", {}},
           {"checklists", "checklists", "checklists/*", {}},
           {"dossiers", "dossiers", "engagements/*/dossier", {}},
           {"recommendations",
            "recommendations",
            "engagements/*/recommendations/*",
            {"unit", "state", "outcome", "deadline"}},
           {"reminders",
            "reminders",
            "reminders/*",
            {"subject", "unit", "kind", "urging", "issued_date", "due_date", "trigger_date",
             "voided", "acknowledge_by", "explain_by", "noted_date", "explained_date"}},
           {"deliveries", "deliveries", "reminders/*/deliveries/*", {"outcome", "failure"}}}};
}

SqlStore::SqlStore(Codecs codecs) : codecs_(std::move(codecs)), schema_(StorageSchema()) {}

Repositories SqlStore::In(ledger::Transaction& tx) const {
  Repositories out = Make(Factory(schema_, tx), codecs_);
  AddFinders(tx, std::nullopt, out);
  out.add_reminders = [this, &tx](std::vector<Reminder>& reminders) {
    std::vector<ledger::Transaction::NewResource> resources;
    resources.reserve(reminders.size());
    for (Reminder& reminder : reminders) {
      reminder.stamp = {tx.revision(), tx.time(), tx.time()};
      resources.push_back(
          {reminder.name, codecs_.reminder->Encode(reminder), ReminderColumns(reminder)});
    }
    return tx.PutNew(std::move(resources));
  };
  return out;
}

Repositories SqlStore::At(ledger::Reader& reader, std::optional<int64_t> revision) const {
  Repositories out = Make(Factory(schema_, reader, revision), codecs_);
  AddFinders(reader, revision, out);
  return out;
}

void SqlStore::AddFinders(ledger::Reader& reader, std::optional<int64_t> at,
                          Repositories& out) const {
  out.find_plan = [this, &reader, at](const std::string& unit,
                                      int year) -> absl::StatusOr<std::optional<std::string>> {
    ledger::ListQuery query;
    query.conditions = {{"unit", "=", unit}, {"year", "=", year}};
    query.limit = 1;
    query.at = at;
    TIENDO_ASSIGN_OR_RETURN(std::vector<ledger::Row> rows,
                            reader.List(schema_.collections[kPlans], query));
    if (rows.empty()) return std::optional<std::string>();
    return std::optional<std::string>(std::move(rows.front().name));
  };
  out.plans_of_year = [this, &reader, at](int year) {
    ledger::ListQuery query;
    query.conditions = {{"year", "=", year}};
    query.at = at;
    return ReadAll(reader, schema_.collections[kPlans], *codecs_.plan, query);
  };
  out.engagements_of = [this, &reader, at](const std::string& plan) {
    ledger::ListQuery query;
    query.conditions = {{"plan", "=", plan}};
    query.at = at;
    return ReadAll(reader, schema_.collections[kEngagements], *codecs_.engagement, query);
  };
}

absl::StatusOr<std::vector<PlanRequirement>> SqlStore::RequirementsOfYear(ledger::Reader& reader,
                                                                          int year,
                                                                          int64_t at) const {
  ledger::ListQuery query;
  query.prefix = RequirementPrefix(year);
  query.at = at;
  return ReadAll(reader, schema_.collections[kRequirements], *codecs_.requirement, query);
}

absl::StatusOr<std::vector<Plan>> SqlStore::PlansOfYear(ledger::Reader& reader, int year,
                                                        int64_t at) const {
  return At(reader, at).plans_of_year(year);
}

absl::StatusOr<std::vector<Engagement>> SqlStore::EngagementsOfYear(ledger::Reader& reader,
                                                                    int year, int64_t at) const {
  ledger::ListQuery query;
  query.conditions = {{"year", "=", year}};
  query.at = at;
  TIENDO_ASSIGN_OR_RETURN(
      std::vector<Engagement> out,
      ReadAll(reader, schema_.collections[kEngagements], *codecs_.engagement, query));
  // Recorded before an engagement knew the year of its plan: the column has it.
  for (Engagement& engagement : out) engagement.year = year;
  query.conditions = {{"plan", "=", std::string()}};
  TIENDO_ASSIGN_OR_RETURN(
      std::vector<Engagement> unplanned,
      ReadAll(reader, schema_.collections[kEngagements], *codecs_.engagement, query));
  for (Engagement& engagement : unplanned) out.push_back(std::move(engagement));
  return out;
}

}  // namespace tiendo::supervision
