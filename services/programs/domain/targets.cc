#include "services/programs/domain/targets.h"

#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "common/base/status_macros.h"
#include "common/resource/etag.h"
#include "common/resource/name.h"
#include "services/programs/domain/item.h"
#include "services/programs/domain/programs.h"
#include "services/programs/domain/states.h"
#include "services/programs/domain/target_states.h"

namespace tiendo::programs {
namespace {

absl::StatusOr<Program> ReadProgram(ProgramRepository& programs, const std::string& name) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Program> program, programs.Get(name));
  if (!program) return resource::NotFound(name);
  return *std::move(program);
}

// Makes year 0 the programme's only one; notes a year that is not the programme's.
void SettleYear(const Program& program, const std::string& field, Target& target,
                errors::Violations& violations) {
  if (target.year == 0) {
    if (program.years.size() == 1) {
      target.year = program.years.front();
    } else {
      violations.Add(field, "is required: the programme covers several years");
    }
  } else if (!absl::c_linear_search(program.years, target.year)) {
    violations.Add(field, std::to_string(target.year) + " is no year of " + program.name);
  }
}

}  // namespace

absl::Status CreateTargets(const TargetStores& stores, std::vector<NewTarget>& targets) {
  if (targets.empty()) return absl::OkStatus();
  TIENDO_ASSIGN_OR_RETURN(const Program program,
                          ReadProgram(stores.programs, ProgramOf(targets.front().target.name)));
  TIENDO_RETURN_IF_ERROR(CheckState(program, ProgramVerb::kCreateTarget));
  errors::Violations violations;
  TIENDO_RETURN_IF_ERROR(
      CheckHolds(stores.categories, program, Content::kTarget, "parent", violations));
  for (NewTarget& one : targets) {
    SettleYear(program, one.field + ".year", one.target, violations);
  }
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  for (NewTarget& one : targets) {
    TIENDO_ASSIGN_OR_RETURN(std::optional<Target> stored, stores.targets.Get(one.target.name));
    if (stored) return resource::Exists(one.target.name);
    TIENDO_RETURN_IF_ERROR(stores.targets.Put(one.target));
  }
  return absl::OkStatus();
}

absl::StatusOr<Target> ReadTarget(TargetRepository& targets, const std::string& name,
                                  const std::string& etag) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Target> target, targets.Get(name));
  if (!target) return resource::NotFound(name);
  TIENDO_RETURN_IF_ERROR(resource::CheckEtag(name, etag, target->stamp.revision));
  return *std::move(target);
}

absl::StatusOr<Target> UpdateTarget(const TargetStores& stores, const TargetUpdate& update) {
  TIENDO_ASSIGN_OR_RETURN(const Target stored,
                          ReadTarget(stores.targets, update.name, update.etag));
  TIENDO_RETURN_IF_ERROR(CheckState(stored, TargetVerb::kUpdate));
  const bool draft = stored.state == TargetState::kDraft;
  if (update.only_draft && !draft) {
    return TargetStateError(stored, TargetVerb::kUpdate, "changes what is asked of a draft only");
  }
  Target target = stored;
  update.change(target, draft);
  if (draft) {
    TIENDO_ASSIGN_OR_RETURN(const Program program,
                            ReadProgram(stores.programs, ProgramOf(target.name)));
    errors::Violations violations;
    SettleYear(program, "target.year", target, violations);
    CheckTerms("target.", target.direction, target.terms, violations);
    TIENDO_RETURN_IF_ERROR(violations.ToStatus());
    SortByEnd(target.terms.plan);
  }
  if (target == stored) return target;
  TIENDO_RETURN_IF_ERROR(stores.targets.Put(target));
  return target;
}

}  // namespace tiendo::programs
