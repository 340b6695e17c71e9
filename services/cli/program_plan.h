// Plans the rows of what stands in programmes: items, targets, duties. A kind says how it is
// listed, read, compared and which of its cells name units:
//
//   struct Kind {
//     using Row, Resource, Recorded;                  // of the table; as listed; as compared
//     static constexpr char kBatch[];                 // "BatchCreateItems", or ""
//     static constexpr char kCollection[];            // "items"
//     static absl::StatusOr<std::vector<Resource>> List(Caller&, const std::string& program);
//     static absl::StatusOr<std::unique_ptr<Recorded>> Read(Caller&, const Row&, const Resource&);
//     static RowOutcome Compare(const Row&, const sheets::Header&, const Recorded*, bool approved);
//     static std::string Title(const Row&, const Recorded&);
//     // Of the newest change to anything that is compared: requests are the same while it stays.
//     static int64_t Revision(const Recorded&);
//     static std::vector<UnitCell> Units(Row&);
//     // Puts units elsewhere in the row, by what the cells with them meant.
//     static void Resolve(const std::map<std::string, std::string>& meant, Row&);
//   };
#ifndef TIENDO_SERVICES_CLI_PROGRAM_PLAN_H_
#define TIENDO_SERVICES_CLI_PROGRAM_PLAN_H_

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "services/cli/plan_builder.h"
#include "services/cli/unit_names.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::cli {

// A text of a row that names a unit.
struct UnitCell {
  sheets::Column column;
  std::string* text;     // empty: none
  bool distinct = true;  // no other of the column may mean the same unit
};

inline constexpr char kProgramService[] = "tiendo.programs.v1.ProgramService";

template <typename Kind>
class ProgramPlanner {
 public:
  using Row = typename Kind::Row;

  ProgramPlanner(Caller& caller, const std::string& file, const sheets::Table<Row>& table)
      : caller_(caller),
        units_(caller),
        table_(table),
        builder_(file, kProgramService, Kind::kBatch) {}

  absl::StatusOr<SheetPlan> Make() {
    for (const Row& row : table_.rows) TIENDO_RETURN_IF_ERROR(PlanRow(row));
    int not_in_sheet = 0;
    for (const auto& [id, program] : programs_) {
      for (const auto& [resource, ignored] : program.resources) {
        if (!named_.contains(id + '/' + resource)) ++not_in_sheet;
      }
    }
    return builder_.Take(not_in_sheet);
  }

 private:
  // A programme with what stands in it.
  struct Known {
    bool exists = false;
    bool approved = false;
    std::map<std::string, typename Kind::Resource> resources;  // by id
  };

  absl::Status PlanRow(const Row& row) {
    TIENDO_ASSIGN_OR_RETURN(const Known* program, Know(row.program));
    named_.insert(row.program + '/' + row.id);
    if (!program->exists) {
      builder_.AddProblem({row.row, PlaceOf(table_.header, sheets::Column::kProgram), row.program,
                           "không có chương trình này: tạo trước (CreateProgram)"});
      return absl::OkStatus();
    }
    const size_t before = builder_.problems();
    TIENDO_ASSIGN_OR_RETURN(const Row resolved, Resolved(row));
    std::unique_ptr<typename Kind::Recorded> recorded;
    Subject subject{.row = row.row,
                    .parent = "programs/" + row.program,
                    .name = "programs/" + row.program + '/' + Kind::kCollection + '/' + row.id,
                    .title = row.title};
    auto found = program->resources.find(row.id);
    if (found != program->resources.end()) {
      TIENDO_ASSIGN_OR_RETURN(recorded, Kind::Read(caller_, row, found->second));
      subject.title = Kind::Title(row, *recorded);
      subject.revision = Kind::Revision(*recorded);
    }
    RowOutcome outcome = Kind::Compare(resolved, table_.header, recorded.get(), program->approved);
    const bool unresolved = builder_.problems() > before;
    if (unresolved && outcome.problems.empty()) return absl::OkStatus();
    builder_.Add(subject, std::move(outcome));
    return absl::OkStatus();
  }

  absl::StatusOr<const Known*> Know(const std::string& id) {
    auto it = programs_.find(id);
    if (it != programs_.end()) return &it->second;
    Known known;
    programs::v1::GetProgramRequest get;
    get.set_name("programs/" + id);
    programs::v1::Program program;
    const absl::Status status =
        caller_.CallByName(std::string(kProgramService) + "/GetProgram", get, program);
    if (!status.ok() && !absl::IsNotFound(status)) return status;
    if (status.ok()) {
      known.exists = true;
      known.approved = program.state() != programs::v1::Program::STATE_DRAFT;
      TIENDO_ASSIGN_OR_RETURN(const auto resources, Kind::List(caller_, program.name()));
      for (const auto& resource : resources) {
        known.resources.emplace(resource.name().substr(resource.name().rfind('/') + 1), resource);
      }
    }
    return &programs_.emplace(id, std::move(known)).first->second;
  }

  // Units by name; a name that means none or several is a problem of the row.
  absl::StatusOr<Row> Resolved(const Row& row) {
    Row out = row;
    std::map<std::string, std::string> meant;
    std::map<sheets::Column, std::set<std::string>> seen;
    for (auto [column, text, distinct] : Kind::Units(out)) {
      if (text->empty()) continue;
      TIENDO_ASSIGN_OR_RETURN(const UnitNames::Meaning meaning,
                              units_.MeaningOf(*text, row.approval_date));
      if (!meaning.fault.empty()) {
        builder_.AddProblem({row.row, PlaceOf(table_.header, column), *text, meaning.fault});
      } else if (distinct && !seen[column].insert(meaning.unit).second) {
        builder_.AddProblem(
            {row.row, PlaceOf(table_.header, column), *text, meaning.unit + " ghi hai lần"});
      }
      meant[*text] = meaning.unit;
      *text = meaning.unit;
    }
    Kind::Resolve(meant, out);
    return out;
  }

  Caller& caller_;
  UnitNames units_;
  const sheets::Table<Row>& table_;
  PlanBuilder builder_;
  std::map<std::string, Known> programs_;  // by id
  std::set<std::string> named_;            // program/resource of the rows
};

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_PROGRAM_PLAN_H_
