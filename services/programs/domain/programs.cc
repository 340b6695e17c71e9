#include "services/programs/domain/programs.h"

#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/resource/etag.h"
#include "common/resource/name.h"
#include "services/programs/domain/states.h"
#include "services/programs/domain/vocabulary.h"

namespace tiendo::programs {
namespace {

// The programme as a verb finds it.
absl::StatusOr<Program> Begin(ProgramRepository& programs, const ProgramInput& input,
                              ProgramVerb verb) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Program> program, programs.Get(input.name));
  if (!program) return resource::NotFound(input.name);
  TIENDO_RETURN_IF_ERROR(resource::CheckEtag(input.name, input.etag, program->stamp.revision));
  TIENDO_RETURN_IF_ERROR(CheckState(*program, verb));
  return *std::move(program);
}

}  // namespace

absl::Status CreateProgram(ProgramRepository& programs, CategoryRepository& categories,
                           Program& program) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Program> stored, programs.Get(program.name));
  if (stored) return resource::Exists(program.name);
  TIENDO_ASSIGN_OR_RETURN(std::optional<Category> category, categories.Get(program.category));
  if (!category) return resource::ReferenceNotFound("program.category", program.category);
  if (category->retired) return Retired(program.category, "program.category");
  return programs.Put(program);
}

absl::StatusOr<Program> ApproveProgram(ProgramRepository& programs, const ProgramInput& approval) {
  TIENDO_ASSIGN_OR_RETURN(Program program, Begin(programs, approval, ProgramVerb::kApprove));
  program.state = ProgramState::kApproved;
  program.approval_date = approval.date;
  program.approval_document = approval.document;
  TIENDO_RETURN_IF_ERROR(programs.Put(program));
  return program;
}

absl::StatusOr<Program> CloseProgram(ProgramRepository& programs, const ProgramInput& closing) {
  TIENDO_ASSIGN_OR_RETURN(Program program, Begin(programs, closing, ProgramVerb::kClose));
  if (program.approval_date && closing.date < *program.approval_date) {
    return errors::InvalidField("close_date", calendar::FormatIso(closing.date) +
                                                  " is before the programme was approved (" +
                                                  calendar::FormatIso(*program.approval_date) +
                                                  ")");
  }
  program.state = ProgramState::kClosed;
  program.close_date = closing.date;
  program.close_document = closing.document;
  TIENDO_RETURN_IF_ERROR(programs.Put(program));
  return program;
}

}  // namespace tiendo::programs
