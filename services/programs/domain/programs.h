// Use cases of programmes. Every function runs inside one transaction and decides on what it reads
// there; what it is given has valid text and dates, and units that exist.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_PROGRAMS_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_PROGRAMS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/errors/error.h"
#include "services/programs/domain/category.h"
#include "services/programs/domain/program.h"

namespace tiendo::programs {

// Stores a draft. RESOURCE_EXISTS; REFERENCE_NOT_FOUND and VOCABULARY_RETIRED for its category
// (field "program.category").
absl::Status CreateProgram(ProgramRepository& programs, CategoryRepository& categories,
                           Program& program);

// What may stand in a programme.
enum class Content { kItem, kTarget, kDuty };
// The one rule of what stands where: items in a programme of a category of kind ITEM or SCHEME,
// targets in one of kind TARGET, duties in one of kind DUTY; so no count holds two kinds of things.
bool Holds(CategoryKind kind, Content content);
// Notes a violation of `field`, with what would be right, unless the programme holds such. A
// category that is not there holds nothing. Errors are those of reading.
absl::Status CheckHolds(CategoryRepository& categories, const Program& program, Content content,
                        const std::string& field, errors::Violations& violations);

// Of a verb on a programme. All: NOT_FOUND, ETAG_MISMATCH, PROGRAM_STATE.
struct ProgramInput {
  std::string name;
  std::string etag;  // expected; empty: any
  Day date;
  resource::Document document;
};

absl::StatusOr<Program> ApproveProgram(ProgramRepository& programs, const ProgramInput& approval);
// It takes no more items; those it has go on. INVALID_ARGUMENT before its approval.
absl::StatusOr<Program> CloseProgram(ProgramRepository& programs, const ProgramInput& closing);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_PROGRAMS_H_
