// Use cases that describe targets: create and update. Every function runs inside one transaction
// and decides on what it reads there; what it is given has valid text, numbers and dates, and units
// that exist.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_TARGETS_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_TARGETS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/programs/domain/category.h"
#include "services/programs/domain/program.h"
#include "services/programs/domain/target.h"

namespace tiendo::programs {

// What target use cases read and write.
struct TargetStores {
  ProgramRepository& programs;
  CategoryRepository& categories;
  TargetRepository& targets;
  TargetEventRepository& events;
  TargetReportRepository& reports;
};

struct NewTarget {
  Target target;
  std::string field;  // where the request has it: "target", "requests[3].target"
};

// Stores drafts of one programme, all or none; year 0 becomes the programme's only year. NOT_FOUND
// for the programme, RESOURCE_EXISTS; violations of the years, and of "parent" when the programme's
// category does not hold targets.
absl::Status CreateTargets(const TargetStores& stores, std::vector<NewTarget>& targets);

struct TargetUpdate {
  std::string name;
  std::string etag;  // expected; empty: any
  // Puts the new values into the target. `draft`: what is asked may be changed too.
  std::function<void(Target& target, bool draft)> change;
  // The caller named something that only a draft lets change.
  bool only_draft = false;
};

// Stores the changed target, if it differs. NOT_FOUND, ETAG_MISMATCH, TARGET_STATE; violations as
// of creation.
absl::StatusOr<Target> UpdateTarget(const TargetStores& stores, const TargetUpdate& update);

// The target, if it has the etag expected (empty: any). NOT_FOUND, ETAG_MISMATCH.
absl::StatusOr<Target> ReadTarget(TargetRepository& targets, const std::string& name,
                                  const std::string& etag);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_TARGETS_H_
