// Facts as the resources by which the feeds would tell of them.
#ifndef TIENDO_TESTS_UNIT_STATUS_RESOURCES_H_
#define TIENDO_TESTS_UNIT_STATUS_RESOURCES_H_

#include <vector>

#include "common/feed/mirror.h"
#include "services/status/domain/facts.h"
#include "tests/unit/status/random_world.h"

namespace tiendo::status::testing {

using Resources = std::vector<feed::MirroredResource>;

Resources UnitResources(const std::vector<UnitFact>& facts);
// With one holiday.
Resources CalendarResources(int year);
// Categories, programmes, items, targets, duties and assignments, with their events and reports.
// Items stand in one of five programmes, by the last character of their id; what facts say of a
// programme differently from item to item is said of it as by the last of them.
Resources ProgramResources(const World& world);
// One of each kind, of 2022.
Resources SupervisionResources();

}  // namespace tiendo::status::testing

#endif  // TIENDO_TESTS_UNIT_STATUS_RESOURCES_H_
