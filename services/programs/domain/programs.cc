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

struct Words {
  const char* plural;
  const char* kinds;  // of the categories that hold them
};
Words WordsFor(Content content) {
  switch (content) {
    case Content::kItem:
      return {"items", "ITEM or SCHEME"};
    case Content::kTarget:
      return {"targets", "TARGET"};
    case Content::kDuty:
      break;
  }
  return {"duties", "DUTY"};
}

}  // namespace

bool Holds(CategoryKind kind, Content content) {
  switch (kind) {
    case CategoryKind::kTarget:
      return content == Content::kTarget;
    case CategoryKind::kDuty:
      return content == Content::kDuty;
    case CategoryKind::kItem:
    case CategoryKind::kScheme:
      break;
  }
  return content == Content::kItem;
}

absl::Status CheckHolds(CategoryRepository& categories, const Program& program, Content content,
                        const std::string& field, errors::Violations& violations) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Category> category, categories.Get(program.category));
  if (category && Holds(category->kind, content)) return absl::OkStatus();
  const Words words = WordsFor(content);
  violations.Add(field, program.name + " belongs to " + program.category +
                            (category ? std::string(" of kind ") + std::string(Name(category->kind))
                                      : std::string(", which does not exist")) +
                            " and holds no " + words.plural +
                            ": give a programme of a category of kind " + words.kinds);
  return absl::OkStatus();
}

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
