#include "services/units/server.h"

#include <memory>
#include <utility>

#include "common/api/read.h"
#include "common/base/status_macros.h"
#include "common/text/collator.h"
#include "services/units/api/codec.h"
#include "services/units/api/units_service.h"
#include "services/units/api/validation.h"
#include "services/units/storage/sql_store.h"

namespace tiendo::units {
namespace {

class UnitsApplication final : public host::Application {
 public:
  UnitsApplication(host::Process& process, text::Collator collator)
      : store_({std::make_unique<UnitCodec>(), std::make_unique<EventCodec>(),
                std::make_unique<CalendarCodec>()}),
        service_({.store = &store_,
                  .handlers = &process.handlers(),
                  .watches = &process.watches(),
                  .feed = &process.feed_source(),
                  .clock = &process.clock(),
                  .zone = &process.zone()},
                 std::move(collator)) {}
  grpc::Service& service() override { return service_; }

 private:
  const SqlStore store_;
  UnitsService service_;
};

// Who may call what: one row per verb.
std::vector<rpc::PolicyRow> PolicyRows() {
  using enum rpc::Rule;
  return {
      {"tiendo.units.v1.UnitService/GetUnit", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/ListUnits", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/BatchGetUnits", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/CreateUnit", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/BatchCreateUnits", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/UpdateUnit", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/GetTree", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/SearchUnits", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/ListUnitEvents", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/RenameUnit", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/TransferUnit", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/MergeUnits", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/SplitUnit", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/DissolveUnit", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/VoidUnitEvent", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/GetCalendar", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/ListCalendars", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/UpdateCalendar", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/CountWorkingDays", kAnyoneOnLoopback},
      {"tiendo.units.v1.UnitService/WatchChanges", kAnyoneOnLoopback},
  };
}

}  // namespace

host::Definition UnitsServer() {
  host::Definition definition;
  definition.name = "units";
  definition.about = "Keeps the units (đơn vị) of both trees and the working-day calendars.";
  definition.schema = StorageSchema();
  definition.migrations = ledger::WithLedger(Migrations());
  definition.watch_fields = api::WatchFields({&ListFields(), &EventFields()});
  definition.policy = PolicyRows();
  definition.build =
      [](host::Process& process) -> absl::StatusOr<std::unique_ptr<host::Application>> {
    TIENDO_ASSIGN_OR_RETURN(text::Collator collator, text::Collator::Create());
    return std::make_unique<UnitsApplication>(process, std::move(collator));
  };
  return definition;
}

}  // namespace tiendo::units
