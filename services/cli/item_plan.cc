// Plans of tables of items (sheet_plan.h).
#include "services/cli/item_diff.h"
#include "services/cli/item_record.h"
#include "services/cli/program_plan.h"

namespace tiendo::cli {
namespace {

struct Items {
  using Row = sheets::ItemRow;
  using Resource = programs::v1::Item;
  using Recorded = cli::Recorded;
  static constexpr char kBatch[] = "BatchCreateItems";
  static constexpr char kCollection[] = "items";

  static absl::StatusOr<std::vector<Resource>> List(Caller& caller, const std::string& program) {
    return ListItems(caller, program, nullptr);
  }

  static absl::StatusOr<std::unique_ptr<Recorded>> Read(Caller& caller, const Row& row,
                                                        const Resource& listed) {
    auto recorded = std::make_unique<Recorded>();
    recorded->item = listed;
    // Of secret items only this shows what the row is to be compared with.
    if (listed.secret() && row.title != sheets::kSecretTitle) {
      programs::v1::GetItemRequest get;
      get.set_name(listed.name());
      TIENDO_RETURN_IF_ERROR(
          caller.CallByName(std::string(kProgramService) + "/GetItem", get, recorded->item));
    }
    std::vector<programs::v1::ItemEvent> events;
    if (listed.state() != Resource::STATE_DRAFT) {
      TIENDO_ASSIGN_OR_RETURN(events, ListEvents(caller, listed.name(), nullptr));
    }
    recorded->row = *RecordOf(recorded->item, events);
    return recorded;
  }

  static RowOutcome Compare(const Row& row, const sheets::Header& header, const Recorded* recorded,
                            bool approved) {
    return CompareRow(row, header, recorded, approved);
  }

  static std::string Title(const Row& row, const Recorded& recorded) {
    return row.secret || recorded.item.secret() ? std::string(sheets::kSecretTitle) : row.title;
  }

  // Every event changes its item.
  static int64_t Revision(const Recorded& recorded) { return recorded.item.revision(); }

  static std::vector<UnitCell> Units(Row& row) {
    std::vector<UnitCell> units;
    for (std::string& unit : row.leads) units.push_back({sheets::Column::kLeads, &unit});
    for (std::string& unit : row.coordinators) {
      units.push_back({sheets::Column::kCoordinators, &unit});
    }
    return units;
  }

  static void Resolve(const std::map<std::string, std::string>& meant, Row& row) {
    for (sheets::Result& result : row.results) {
      if (!result.lead.empty()) result.lead = meant.at(result.lead);
    }
  }
};

}  // namespace

absl::StatusOr<SheetPlan> PlanItems(Caller& caller, const std::string& file,
                                    const sheets::ItemTable& table) {
  return ProgramPlanner<Items>(caller, file, table).Make();
}

}  // namespace tiendo::cli
