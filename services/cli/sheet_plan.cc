#include "services/cli/sheet_plan.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <memory>
#include <set>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/cli/call_error.h"
#include "services/cli/item_record.h"
#include "services/cli/unit_names.h"

namespace tiendo::cli {
namespace {

using programs::v1::BatchCreateItemsRequest;
using programs::v1::CreateItemRequest;
using programs::v1::Item;
using programs::v1::Program;
using sheets::Column;
using sheets::ItemRow;

constexpr char kService[] = "tiendo.programs.v1.ProgramService/";
// Far below what a batch may have, so that long texts stay within the size of a message.
constexpr int kBatch = 200;

const char* MethodOf(ItemStep::Kind kind) {
  switch (kind) {
    case ItemStep::Kind::kCreate:
      return "BatchCreateItems";
    case ItemStep::Kind::kUpdate:
      return "UpdateItem";
    case ItemStep::Kind::kIssue:
      return "IssueItem";
    case ItemStep::Kind::kExtend:
      return "ExtendItem";
    case ItemStep::Kind::kComplete:
      return "ReportCompletion";
    case ItemStep::Kind::kWithdraw:
      break;
  }
  return "WithdrawItem";
}

constexpr ItemStep::Kind kKinds[] = {ItemStep::Kind::kCreate,   ItemStep::Kind::kUpdate,
                                     ItemStep::Kind::kIssue,    ItemStep::Kind::kExtend,
                                     ItemStep::Kind::kComplete, ItemStep::Kind::kWithdraw};

// A programme with its items as they are.
struct KnownProgram {
  bool exists = false;
  bool approved = false;
  std::map<std::string, Item> items;  // by id
};

class Planner {
 public:
  Planner(Caller& caller, const std::string& file, const sheets::ItemTable& table)
      : caller_(caller), units_(caller), file_(file), table_(table) {}

  absl::StatusOr<SheetPlan> Make() {
    for (const ItemRow& row : table_.rows) TIENDO_RETURN_IF_ERROR(PlanRow(row));
    FlushCreations();
    for (const ItemStep::Kind kind : kKinds) {
      std::vector<ImportRequest>& requests = requests_[kind];
      std::vector<std::vector<int>>& rows = rows_[kind];
      std::move(requests.begin(), requests.end(), std::back_inserter(plan_.requests));
      std::move(rows.begin(), rows.end(), std::back_inserter(plan_.rows));
    }
    for (size_t i = 0; i < plan_.requests.size(); ++i) {
      plan_.requests[i].number = static_cast<int>(i) + 1;
    }
    for (const auto& [id, program] : programs_) {
      for (const auto& [item, ignored] : program.items) {
        if (!named_.contains(id + '/' + item)) ++plan_.not_in_sheet;
      }
    }
    return std::move(plan_);
  }

 private:
  absl::Status PlanRow(const ItemRow& row) {
    TIENDO_ASSIGN_OR_RETURN(const KnownProgram* program, Know(row.program));
    named_.insert(row.program + '/' + row.id);
    if (!program->exists) {
      plan_.problems.push_back({row.row, PlaceOf(table_.header, Column::kProgram), row.program,
                                "không có chương trình này: tạo trước (CreateProgram)"});
      return absl::OkStatus();
    }
    const size_t before = plan_.problems.size();
    TIENDO_ASSIGN_OR_RETURN(const ItemRow resolved, Resolved(row));
    auto item = program->items.find(row.id);
    std::unique_ptr<Recorded> recorded;
    if (item != program->items.end()) {
      TIENDO_ASSIGN_OR_RETURN(recorded, Record(row, item->second));
    }
    RowOutcome outcome = CompareRow(resolved, table_.header, recorded.get(), program->approved);
    std::move(outcome.problems.begin(), outcome.problems.end(), std::back_inserter(plan_.problems));
    if (plan_.problems.size() > before) return absl::OkStatus();
    if (recorded != nullptr && outcome.steps.empty()) ++plan_.unchanged;
    if (!outcome.changes.empty()) {
      const bool secret = row.secret || recorded->item.secret();
      plan_.changes.push_back({row.row, recorded->item.name(),
                               secret ? std::string(sheets::kSecretTitle) : row.title,
                               std::move(outcome.changes)});
    }
    const int64_t revision = recorded == nullptr ? 0 : recorded->item.revision();
    for (ItemStep& step : outcome.steps) Add(row, revision, std::move(step));
    return absl::OkStatus();
  }

  absl::StatusOr<const KnownProgram*> Know(const std::string& id) {
    auto it = programs_.find(id);
    if (it != programs_.end()) return &it->second;
    KnownProgram known;
    programs::v1::GetProgramRequest get;
    get.set_name("programs/" + id);
    Program program;
    const absl::Status status =
        caller_.CallByName(std::string(kService) + "GetProgram", get, program);
    if (!status.ok() && !absl::IsNotFound(status)) return status;
    if (status.ok()) {
      known.exists = true;
      known.approved = program.state() != Program::STATE_DRAFT;
      TIENDO_ASSIGN_OR_RETURN(const std::vector<Item> items,
                              ListItems(caller_, program.name(), nullptr));
      for (const Item& item : items) {
        known.items.emplace(item.name().substr(item.name().rfind('/') + 1), item);
      }
    }
    return &programs_.emplace(id, std::move(known)).first->second;
  }

  absl::StatusOr<std::unique_ptr<Recorded>> Record(const ItemRow& row, const Item& listed) {
    auto recorded = std::make_unique<Recorded>();
    recorded->item = listed;
    // Of secret items only this shows what the row is to be compared with.
    if (listed.secret() && row.title != sheets::kSecretTitle) {
      programs::v1::GetItemRequest get;
      get.set_name(listed.name());
      TIENDO_RETURN_IF_ERROR(
          caller_.CallByName(std::string(kService) + "GetItem", get, recorded->item));
    }
    std::vector<programs::v1::ItemEvent> events;
    if (listed.state() != Item::STATE_DRAFT) {
      TIENDO_ASSIGN_OR_RETURN(events, ListEvents(caller_, listed.name(), nullptr));
    }
    recorded->row = *RecordOf(recorded->item, events);
    return recorded;
  }

  // Units by name; a name that means none or several is a problem of the row.
  absl::StatusOr<ItemRow> Resolved(const ItemRow& row) {
    ItemRow out = row;
    std::map<std::string, std::string> meant;
    for (const Column column : {Column::kLeads, Column::kCoordinators}) {
      std::vector<std::string>& list = column == Column::kLeads ? out.leads : out.coordinators;
      std::set<std::string> seen;
      for (std::string& text : list) {
        TIENDO_ASSIGN_OR_RETURN(const UnitNames::Meaning meaning,
                                units_.MeaningOf(text, row.approval_date));
        if (!meaning.fault.empty()) {
          plan_.problems.push_back({row.row, PlaceOf(table_.header, column), text, meaning.fault});
        } else if (!seen.insert(meaning.unit).second) {
          plan_.problems.push_back(
              {row.row, PlaceOf(table_.header, column), text, meaning.unit + " ghi hai lần"});
        }
        meant[text] = meaning.unit;
        text = meaning.unit;
      }
    }
    for (sheets::Result& result : out.results) {
      if (!result.lead.empty()) result.lead = meant[result.lead];
    }
    return out;
  }

  void Add(const ItemRow& row, int64_t revision, ItemStep step) {
    ++plan_.counts[step.kind];
    if (step.kind == ItemStep::Kind::kCreate) {
      Creations& creations = creations_[row.program];
      *creations.batch.add_requests() = static_cast<const CreateItemRequest&>(*step.message);
      creations.rows.push_back(row.row);
      if (creations.batch.requests_size() == kBatch) Flush(row.program, creations);
      return;
    }
    Push(step.kind, {row.row}, revision, std::move(step.message));
  }

  struct Creations {
    BatchCreateItemsRequest batch;
    std::vector<int> rows;
  };

  void Flush(const std::string& program, Creations& creations) {
    if (creations.rows.empty()) return;
    creations.batch.set_parent("programs/" + program);
    auto message = std::make_unique<BatchCreateItemsRequest>(std::move(creations.batch));
    Push(ItemStep::Kind::kCreate, std::move(creations.rows), 0, std::move(message));
    creations = {};
  }

  void FlushCreations() {
    for (auto& [program, creations] : creations_) Flush(program, creations);
  }

  // A step that is sent again for the same state of its item is the same request; one that the same
  // row asks for after the item has changed (a result that was returned) is another.
  void Push(ItemStep::Kind kind, std::vector<int> rows, int64_t revision,
            std::unique_ptr<google::protobuf::Message> message) {
    const Method method = *FindMethod(std::string(kService) + MethodOf(kind));
    std::string id = ImportRequestId(file_ + '@' + std::to_string(revision), method, *message, 0);
    requests_[kind].push_back({file_, 0, method, std::move(message), std::move(id)});
    rows_[kind].push_back(std::move(rows));
  }

  Caller& caller_;
  UnitNames units_;
  const std::string& file_;
  const sheets::ItemTable& table_;
  std::map<std::string, KnownProgram> programs_;  // by id
  std::set<std::string> named_;                   // program/item of the rows
  std::map<std::string, Creations> creations_;    // by program
  std::map<ItemStep::Kind, std::vector<ImportRequest>> requests_;
  std::map<ItemStep::Kind, std::vector<std::vector<int>>> rows_;
  SheetPlan plan_;
};

// The column that a field of a request comes from.
std::optional<Column> ColumnOf(const std::string& method, const std::string& field) {
  const auto by_verb = [&](Column issue, Column extend, Column complete, Column withdraw) {
    if (method == "ExtendItem") return extend;
    if (method == "ReportCompletion") return complete;
    return method == "WithdrawItem" ? withdraw : issue;
  };
  struct Known {
    std::string_view field;
    Column column;
  };
  const Known known[] = {
      {"item_id", Column::kId},
      {"item.title", Column::kTitle},
      {"item.product", Column::kProduct},
      {"item.leads", Column::kLeads},
      {"item.coordinators", Column::kCoordinators},
      {"item.assigning_organ", Column::kOrgan},
      {"item.tags", Column::kTags},
      {"item.ordinal", Column::kOrdinal},
      {"item.secret", Column::kSecret},
      {"item.baseline_due_date", Column::kDue},
      {"new_due_date", Column::kDue},
      {"approver", Column::kExtensionApprover},
      {"result_date", Column::kResultDate},
      {"lead", Column::kLeads},
      {"approval_date", by_verb(Column::kApprovalDate, Column::kExtensionDate, Column::kResultDate,
                                Column::kWithdrawalDate)},
      {"document", by_verb(Column::kApprovalDocument, Column::kExtensionDocument,
                           Column::kResultDocument, Column::kWithdrawalDocument)},
      {"reason", by_verb(Column::kExtensionReason, Column::kExtensionReason,
                         Column::kExtensionReason, Column::kWithdrawalReason)},
  };
  for (const Known& k : known) {
    const std::string rest = field.substr(0, k.field.size());
    if (rest != k.field) continue;
    if (field.size() == k.field.size() || field[k.field.size()] == '[' ||
        field[k.field.size()] == '.') {
      return k.column;
    }
  }
  return std::nullopt;
}

// Names of the items that the plan creates.
std::set<std::string> CreatedBy(const SheetPlan& plan) {
  std::set<std::string> names;
  for (const ImportRequest& request : plan.requests) {
    for (const Creation& creation : CreationsOf(request.method, *request.message)) {
      names.insert(creation.name);
    }
  }
  return names;
}

// "requests[3].item.title" -> 3 and "item.title".
std::pair<size_t, std::string> ElementOf(const std::string& field) {
  constexpr std::string_view kPrefix = "requests[";
  const size_t end = field.find("].");
  if (field.compare(0, kPrefix.size(), kPrefix) != 0 || end == std::string::npos) {
    return {0, field};
  }
  size_t index = 0;
  for (size_t i = kPrefix.size(); i < end; ++i) {
    if (std::isdigit(static_cast<unsigned char>(field[i])) == 0) return {0, field};
    index = index * 10 + static_cast<size_t>(field[i] - '0');
  }
  return {index, field.substr(end + 2)};
}

}  // namespace

absl::StatusOr<SheetPlan> PlanSheet(Caller& caller, const std::string& file,
                                    const sheets::ItemTable& table) {
  return Planner(caller, file, table).Make();
}

std::vector<sheets::Problem> ProblemsOf(const ImportSummary& summary, const SheetPlan& plan,
                                        const sheets::Header& header) {
  std::vector<sheets::Problem> problems;
  const std::set<std::string> created = CreatedBy(plan);
  for (const ImportSummary::Note& note : summary.notes) {
    if (note.kind == ImportSummary::Kind::kNotCheckable) continue;
    const auto index = static_cast<size_t>(note.number - 1);
    // The batch that would make it was refused for another row: nothing is wrong with this one.
    if (absl::IsNotFound(note.status) &&
        created.contains(StringField(*plan.requests[index].message, "name"))) {
      continue;
    }
    const std::vector<int>& rows = plan.rows[index];
    const std::string& method = plan.requests[index].method.descriptor->name();
    const errors::Details details = errors::GetDetails(note.status).value_or(errors::Details());
    for (const errors::FieldViolation& violation : details.violations) {
      const auto [element, field] = ElementOf(violation.field);
      const std::optional<Column> column = ColumnOf(method, field);
      problems.push_back({rows[std::min(element, rows.size() - 1)],
                          column ? PlaceOf(header, *column) : field, "", violation.description});
    }
    if (details.violations.empty()) problems.push_back({rows[0], "", "", note.text});
  }
  return problems;
}

std::string RowsOf(const SheetPlan& plan, int number) {
  const std::vector<int>& rows = plan.rows[static_cast<size_t>(number - 1)];
  std::string text = "dòng " + std::to_string(rows.front());
  if (rows.size() > 1) text += "–" + std::to_string(rows.back());
  return text;
}

}  // namespace tiendo::cli
