// What a verb decides by beyond the resources: practice, the kinds of the units, the working days.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_ENVIRONMENT_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_ENVIRONMENT_H_

#include <functional>
#include <memory>
#include <string>

#include "common/calendar/working_days.h"
#include "services/supervision/domain/practice.h"

namespace tiendo::supervision {

struct Environment {
  Practice practice;
  // The kind of a unit without prefix; "" when it is not known.
  std::function<std::string(const std::string& unit)> kind_of;
  // As known now; what touches a year without data is not computable.
  std::function<std::shared_ptr<const calendar::WorkingCalendar>()> calendar;

  // The unit's plan is issued without a step of adoption.
  bool WithoutAdoption(const std::string& unit) const {
    return practice.plans_without_adoption.contains(kind_of(unit));
  }
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_ENVIRONMENT_H_
