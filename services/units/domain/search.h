// Finding units by what they are or were called.
#ifndef TIENDO_SERVICES_UNITS_DOMAIN_SEARCH_H_
#define TIENDO_SERVICES_UNITS_DOMAIN_SEARCH_H_

#include <memory>
#include <string>
#include <vector>

#include "common/text/collator.h"
#include "services/units/domain/forest.h"

namespace tiendo::units {

// What a unit is called, in the forms in which names are compared and sorted. Made once per state
// of a unit, shared between versions of the catalogue.
struct UnitNames {
  struct Name {
    Day from;
    std::string sort_key;  // of the display name (text::Collator)
    // Display name, short name and code in searchable form (text::AppendSearchable), short name and
    // code once more without gaps.
    std::string folded;
  };
  std::vector<Name> names;  // ascending, one per period that changes them

  // The name on a day: after the end the last one, nullptr before the first.
  const Name* On(Day day) const;
};
std::shared_ptr<const UnitNames> NamesOf(const Unit& unit, const text::Collator& collator);

struct SearchQuery {
  std::vector<std::string> words;  // text::FoldedWords of the query, at least one
  Day as_of;
  bool show_ended = false;
  bool party = true;  // sides to look at
  bool government = true;
  int limit = 20;
};

struct SearchHit {
  int unit = Forest::kNone;
  bool former = false;  // found by a name that it no longer has that day
  Day name_from;        // of the name that was found
  bool ended = false;
};

struct SearchAnswer {
  std::vector<SearchHit> hits;  // best first, at most the limit
  int total = 0;
};

// `names` by the forest's numbers; nullptr where there is no unit. Best first: the whole code or
// name, the beginning of a name, the words in a row, the words anywhere; then present names before
// former ones, units in force before ended ones, and the Vietnamese order of the present names.
// Every word must begin a word of one and the same state of the unit.
SearchAnswer Search(const Forest& forest,
                    const std::vector<std::shared_ptr<const UnitNames>>& names,
                    const SearchQuery& query);

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_DOMAIN_SEARCH_H_
