#include "services/supervision/storage/sql_store.h"

#include <utility>

#include "common/ledger/sql_repository.h"
#include "services/supervision/domain/states.h"

namespace tiendo::supervision {
namespace {

// Plans read at once.
constexpr int kReadRows = 1000;

// Places in StorageSchema().
enum : size_t { kRequirements, kPlans, kEngagements };

// As filters spell them: the enum values of supervision.proto without prefix.
const char* Name(EngagementKind kind) {
  switch (kind) {
    case EngagementKind::kThematicInspection:
      return "THEMATIC_INSPECTION";
    case EngagementKind::kThematicSupervision:
      return "THEMATIC_SUPERVISION";
    case EngagementKind::kContinuousSupervision:
      return "CONTINUOUS_SUPERVISION";
    case EngagementKind::kViolationSignsInspection:
      return "VIOLATION_SIGNS_INSPECTION";
  }
  return "";
}

std::vector<db::Param> RequirementColumns(const PlanRequirement&) { return {}; }

std::vector<db::Param> PlanColumns(const Plan& plan) {
  return {plan.unit, plan.year, supervision::Name(plan.state)};
}

std::vector<db::Param> EngagementColumns(const Engagement& engagement) {
  return {engagement.plan, engagement.unit, Name(engagement.kind),
          supervision::Name(engagement.state)};
}

}  // namespace

ledger::Schema StorageSchema() {
  return {"tiendo.supervision.v1.SupervisionService",
          {{"requirements", "requirements", "requirements/*", {}},
           {"plans", "plans", "plans/*", {"unit", "year", "state"}},
           {"engagements", "engagements", "engagements/*", {"plan", "unit", "kind", "state"}}}};
}

SqlStore::SqlStore(std::unique_ptr<resource::Codec<PlanRequirement>> requirement_codec,
                   std::unique_ptr<resource::Codec<Plan>> plan_codec,
                   std::unique_ptr<resource::Codec<Engagement>> engagement_codec)
    : requirement_codec_(std::move(requirement_codec)),
      plan_codec_(std::move(plan_codec)),
      engagement_codec_(std::move(engagement_codec)),
      schema_(StorageSchema()) {}

std::unique_ptr<RequirementRepository> SqlStore::Requirements(ledger::Transaction& tx) const {
  return std::make_unique<ledger::SqlRepository<PlanRequirement>>(
      tx, schema_.collections[kRequirements], *requirement_codec_, &RequirementColumns);
}

std::unique_ptr<PlanRepository> SqlStore::Plans(ledger::Transaction& tx) const {
  return std::make_unique<ledger::SqlRepository<Plan>>(tx, schema_.collections[kPlans],
                                                       *plan_codec_, &PlanColumns);
}

std::unique_ptr<EngagementRepository> SqlStore::Engagements(ledger::Transaction& tx) const {
  return std::make_unique<ledger::SqlRepository<Engagement>>(
      tx, schema_.collections[kEngagements], *engagement_codec_, &EngagementColumns);
}

absl::StatusOr<std::optional<std::string>> SqlStore::FindPlan(ledger::Reader& reader,
                                                              const std::string& unit,
                                                              int year) const {
  ledger::ListQuery query;
  query.conditions = {{"unit", "=", unit}, {"year", "=", year}};
  query.limit = 1;
  TIENDO_ASSIGN_OR_RETURN(std::vector<ledger::Row> rows,
                          reader.List(schema_.collections[kPlans], query));
  if (rows.empty()) return std::optional<std::string>();
  return std::optional<std::string>(std::move(rows.front().name));
}

absl::StatusOr<std::optional<PlanRequirement>> SqlStore::FindRequirement(ledger::Reader& reader,
                                                                         int year,
                                                                         int64_t at) const {
  ledger::SqlRepository<PlanRequirement> requirements(reader, schema_.collections[kRequirements],
                                                      *requirement_codec_, at);
  return requirements.Get("requirements/" + std::to_string(year));
}

absl::StatusOr<std::vector<Plan>> SqlStore::PlansOfYear(ledger::Reader& reader, int year,
                                                        int64_t at) const {
  std::vector<Plan> out;
  ledger::ListQuery query;
  query.conditions = {{"year", "=", year}};
  query.limit = kReadRows;
  query.at = at;
  while (true) {
    TIENDO_ASSIGN_OR_RETURN(std::vector<ledger::Row> rows,
                            reader.List(schema_.collections[kPlans], query));
    for (const ledger::Row& row : rows) {
      TIENDO_ASSIGN_OR_RETURN(Plan plan, plan_codec_->Decode(row.body));
      out.push_back(std::move(plan));
    }
    if (rows.size() < static_cast<size_t>(kReadRows)) return out;
    query.after = rows.back().name;
  }
}

}  // namespace tiendo::supervision
