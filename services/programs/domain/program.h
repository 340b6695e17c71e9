// A work programme (chương trình công tác).
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_PROGRAM_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_PROGRAM_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/calendar/day.h"
#include "common/resource/document.h"
#include "common/resource/repository.h"

namespace tiendo::programs {

using calendar::Day;

enum class ProgramState { kDraft = 1, kApproved = 2, kClosed = 3 };

struct Program {
  std::string name;  // programs/{program}
  std::string title;
  std::vector<int32_t> years;  // each one it counts in
  std::string category;        // categories/{category}
  std::string owner;           // units/{unit}: where items without a lead count
  std::vector<resource::Document> basis;
  std::optional<Day> approval_date;
  resource::Document approval_document;
  std::optional<Day> close_date;
  resource::Document close_document;
  ProgramState state = ProgramState::kDraft;
  resource::Stamp stamp;
  bool operator==(const Program&) const = default;
};

using ProgramRepository = resource::Repository<Program>;

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_PROGRAM_H_
