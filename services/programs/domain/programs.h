// Use cases of programmes. Every function runs inside one transaction and decides on what it reads
// there; what it is given has valid text and dates, and units that exist.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_PROGRAMS_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_PROGRAMS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/programs/domain/category.h"
#include "services/programs/domain/program.h"

namespace tiendo::programs {

// Stores a draft. RESOURCE_EXISTS; REFERENCE_NOT_FOUND and VOCABULARY_RETIRED for its category
// (field "program.category").
absl::Status CreateProgram(ProgramRepository& programs, CategoryRepository& categories,
                           Program& program);

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
