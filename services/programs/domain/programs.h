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

// Stores a draft. RESOURCE_EXISTS, REFERENCE_NOT_FOUND for its category (field "program.category").
absl::Status CreateProgram(ProgramRepository& programs, CategoryRepository& categories,
                           Program& program);

struct ProgramApproval {
  std::string name;
  std::string etag;  // expected; empty: any
  Day date;
  resource::Document document;
};

// NOT_FOUND, ETAG_MISMATCH, PROGRAM_STATE.
absl::StatusOr<Program> ApproveProgram(ProgramRepository& programs,
                                       const ProgramApproval& approval);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_PROGRAMS_H_
