#include "services/programs/domain/programs.h"

#include <optional>

#include "common/base/status_macros.h"
#include "common/resource/etag.h"
#include "common/resource/name.h"
#include "services/programs/domain/states.h"

namespace tiendo::programs {

absl::Status CreateProgram(ProgramRepository& programs, CategoryRepository& categories,
                           Program& program) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Program> stored, programs.Get(program.name));
  if (stored) return resource::Exists(program.name);
  TIENDO_ASSIGN_OR_RETURN(std::optional<Category> category, categories.Get(program.category));
  if (!category) return resource::ReferenceNotFound("program.category", program.category);
  return programs.Put(program);
}

absl::StatusOr<Program> ApproveProgram(ProgramRepository& programs,
                                       const ProgramApproval& approval) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Program> program, programs.Get(approval.name));
  if (!program) return resource::NotFound(approval.name);
  TIENDO_RETURN_IF_ERROR(
      resource::CheckEtag(approval.name, approval.etag, program->stamp.revision));
  TIENDO_RETURN_IF_ERROR(CheckState(*program, ProgramVerb::kApprove));
  program->state = ProgramState::kApproved;
  program->approval_date = approval.date;
  program->approval_document = approval.document;
  TIENDO_RETURN_IF_ERROR(programs.Put(*program));
  return *std::move(program);
}

}  // namespace tiendo::programs
