// Random trees and items, drawn inside a rapidcheck property.
#ifndef TIENDO_TESTS_UNIT_STATUS_RANDOM_FACTS_H_
#define TIENDO_TESTS_UNIT_STATUS_RANDOM_FACTS_H_

#include <string>
#include <vector>

#include "services/status/domain/facts.h"

namespace tiendo::status::testing {

// What some of all that carries tags carries.
inline constexpr char kTheme[] = "theme/lang-phi";

struct RandomFacts {
  std::vector<UnitFact> units;
  std::vector<ItemFact> items;
};

// Between 3 and 12 units on both sides, transferred, merged and dissolved at random, also against
// what units would allow; up to 12 items with up to 8 events of all kinds each, some of
// them carried over, also when nothing was left.
RandomFacts DrawFacts();
// One more version of an item, or a new one; `number` is its name.
ItemFact DrawItem(int number, int unit_count);
// A day between 2021-12 and 2023-04; days of different draws often coincide or are neighbours.
Day DrawDay();
// In [from, end), evenly and without shrinking: rapidcheck's own ranges prefer small values.
int Draw(int from, int end);
bool OneIn(int n);

}  // namespace tiendo::status::testing

#endif  // TIENDO_TESTS_UNIT_STATUS_RANDOM_FACTS_H_
