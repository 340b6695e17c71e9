// What a verb decides by beyond the resources: practice, the kinds of the units, the working days.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_ENVIRONMENT_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_ENVIRONMENT_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "common/calendar/working_days.h"
#include "services/supervision/domain/practice.h"

namespace tiendo::supervision {

struct Environment {
  Practice practice;
  // The kind of a unit without prefix; "" when it is not known.
  std::function<std::string(const std::string& unit)> kind_of;
  // The unit itself while in force on `day`, afterwards its heir in force then; nullopt when there
  // is none, or none is known.
  std::function<std::optional<std::string>(const std::string& unit, Day day)> heir_on;
  // As known now; what touches a year without data is not computable.
  std::function<std::shared_ptr<const calendar::WorkingCalendar>()> calendar;

  // The unit's plan is issued without a step of adoption.
  bool WithoutAdoption(const std::string& unit) const {
    return practice.plans_without_adoption.contains(kind_of(unit));
  }
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_ENVIRONMENT_H_
