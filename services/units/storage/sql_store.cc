#include "services/units/storage/sql_store.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "common/ledger/sql_repository.h"

namespace tiendo::units {
namespace {

enum : size_t { kUnits, kEvents, kCalendars };

const char* Name(Side side) { return side == Side::kParty ? "PARTY" : "GOVERNMENT"; }

// As filters spell them: the enum values of units.proto without prefix.
const char* Name(Kind kind) {
  switch (kind) {
    case Kind::kPartyCommitteeAboveGrassroots:
      return "PARTY_COMMITTEE_ABOVE_GRASSROOTS";
    case Kind::kGrassrootsPartyOrganisation:
      return "GRASSROOTS_PARTY_ORGANISATION";
    case Kind::kSectionPartyOrganisation:
      return "SECTION_PARTY_ORGANISATION";
    case Kind::kGrassrootsCell:
      return "GRASSROOTS_CELL";
    case Kind::kSubordinateCell:
      return "SUBORDINATE_CELL";
    case Kind::kCommitteeOrgan:
      return "COMMITTEE_ORGAN";
    case Kind::kDepartment:
      return "DEPARTMENT";
    case Kind::kDivision:
      return "DIVISION";
    case Kind::kSubDepartment:
      return "SUB_DEPARTMENT";
    case Kind::kServiceUnit:
      return "SERVICE_UNIT";
    case Kind::kFund:
      return "FUND";
  }
  return "";
}

const char* Name(EventKind kind) {
  switch (kind) {
    case EventKind::kRenamed:
      return "RENAMED";
    case EventKind::kTransferred:
      return "TRANSFERRED";
    case EventKind::kMerged:
      return "MERGED";
    case EventKind::kSplit:
      return "SPLIT";
    case EventKind::kDissolved:
      return "DISSOLVED";
  }
  return "";
}

// Days as stored; the first and the last there are become the first and last of the column.
int32_t ToColumn(Day day) {
  const int64_t number = day.time_since_epoch().count();
  return static_cast<int32_t>(std::clamp<int64_t>(number, std::numeric_limits<int32_t>::min(),
                                                  std::numeric_limits<int32_t>::max()));
}

// Links and code of the last period recorded: what a filter of List asks for.
std::vector<db::Param> UnitColumns(const Unit& u) {
  return {Name(u.side),    Name(u.kind),  u.last().parent,
          u.last().led_by, u.last().code, u.effective_to ? "ENDED" : "ACTIVE"};
}

std::vector<db::Param> EventColumns(const UnitEvent& e) {
  return {Name(e.kind), calendar::FormatIso(e.date), e.voided ? 1 : 0};
}

std::vector<db::Param> CalendarColumns(const Calendar&) { return {}; }

// Units with the rows that tell who names whom.
class SqlUnits final : public UnitRepository {
 public:
  SqlUnits(ledger::Transaction& tx, ledger::SqlRepository<Unit> rows)
      : tx_(tx), rows_(std::move(rows)) {}

  absl::StatusOr<std::optional<Unit>> Get(std::string_view name) override {
    return rows_.Get(name);
  }
  absl::StatusOr<std::vector<Unit>> List(std::string_view prefix, std::string_view after,
                                         int limit) override {
    return rows_.List(prefix, after, limit);
  }
  absl::Status Put(Unit& unit) override {
    TIENDO_RETURN_IF_ERROR(rows_.Put(unit));
    for (const Reference& r : ReferencesOf(unit)) {
      TIENDO_RETURN_IF_ERROR(
          tx_.connection()
              .Execute("INSERT INTO unit_references (target, unit, last_day) VALUES (:t, :u, :d)"
                       " ON CONFLICT (target, unit) DO UPDATE SET last_day = excluded.last_day"
                       " WHERE unit_references.last_day < excluded.last_day",
                       {r.key, unit.name, ToColumn(r.last)})
              .status());
    }
    return absl::OkStatus();
  }
  absl::StatusOr<std::vector<std::string>> Referrers(std::string_view key, Day from,
                                                     std::string_view after, int limit) override {
    TIENDO_ASSIGN_OR_RETURN(
        auto rows, (tx_.connection().Query<std::string>(
                       "SELECT unit FROM unit_references WHERE target = :t AND unit > :a AND"
                       " last_day >= :d ORDER BY unit LIMIT :l",
                       {std::string(key), std::string(after), ToColumn(from), limit})));
    std::vector<std::string> names;
    names.reserve(rows.size());
    for (auto& [name] : rows) names.push_back(std::move(name));
    return names;
  }

 private:
  ledger::Transaction& tx_;
  ledger::SqlRepository<Unit> rows_;
};

}  // namespace

ledger::Schema StorageSchema() {
  return {"tiendo.units.v1.UnitService",
          {{"units", "units", "units/*", {"side", "kind", "parent", "led_by", "code", "state"}},
           {"unit_events", "unit_events", "units/*/events/*", {"kind", "effective_date", "voided"}},
           {"calendars", "calendars", "calendars/*", {}}}};
}

SqlStore::SqlStore(Codecs codecs) : codecs_(std::move(codecs)), schema_(StorageSchema()) {}

std::unique_ptr<UnitRepository> SqlStore::Units(ledger::Transaction& tx) const {
  return std::make_unique<SqlUnits>(tx, ledger::SqlRepository<Unit>(tx, schema_.collections[kUnits],
                                                                    *codecs_.unit, &UnitColumns));
}

std::unique_ptr<EventRepository> SqlStore::Events(ledger::Transaction& tx) const {
  return std::make_unique<ledger::SqlRepository<UnitEvent>>(tx, schema_.collections[kEvents],
                                                            *codecs_.event, &EventColumns);
}

std::unique_ptr<CalendarRepository> SqlStore::Calendars(ledger::Transaction& tx) const {
  return std::make_unique<ledger::SqlRepository<Calendar>>(tx, schema_.collections[kCalendars],
                                                           *codecs_.calendar, &CalendarColumns);
}

}  // namespace tiendo::units
