// The yearly plan of a Party organisation (chương trình, kế hoạch kiểm tra, giám sát).
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_PLAN_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_PLAN_H_

#include <optional>
#include <string>

#include "common/calendar/day.h"
#include "common/resource/document.h"
#include "common/resource/repository.h"

namespace tiendo::supervision {

using calendar::Day;

// Values as in supervision.proto, where the Vietnamese terms stand.
enum class PlanState { kDrafting = 1, kAdopted = 2, kIssued = 3 };

struct Plan {
  std::string name;  // plans/{plan}
  std::string unit;
  int year = 0;
  std::string title;
  std::optional<Day> adopted_on;
  resource::Document adopted_document;
  std::optional<Day> issued_on;  // this, not the adoption, is what counts
  resource::Document issued_document;
  PlanState state = PlanState::kDrafting;
  resource::Stamp stamp;
  bool operator==(const Plan&) const = default;
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_PLAN_H_
