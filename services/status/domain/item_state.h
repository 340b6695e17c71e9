// What is true of one item at the end of one day.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_ITEM_STATE_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_ITEM_STATE_H_

#include <optional>
#include <string>
#include <vector>

#include "services/status/domain/facts.h"
#include "services/status/domain/unit_history.h"

namespace tiendo::status {

struct ItemState {
  // How the item came into the programme.
  enum class Origin { kOriginal, kAdded, kCarriedIn };
  // By the day it has been in the programme, be it that it was withdrawn since. Otherwise nothing
  // below means anything and the item counts nowhere.
  bool entered = false;
  bool withdrawn = false;
  Origin origin = Origin::kOriginal;
  std::vector<std::string>
      leads;  // in force on the day (of a withdrawn item: on its last), distinct
  // Those of `leads` whose own part is not done.
  std::vector<std::string> open_leads;
  // First day of the present, unbroken state of being done; nullopt while open.
  std::optional<Day> done_on;
  std::optional<Day> due;             // on the basis asked for
  Day last_news;                      // the entry into the programme or the last event by the day
  bool suspended = false;             // moves no count
  std::vector<Milestone> milestones;  // in force on the day; none: not made concrete
  // Years in which the line that this one was carried over to counts in its place.
  std::vector<int> replaced_in;

  // Whether the line counts in a year of its programme.
  bool CountsIn(int year) const;
};

// Events dated `day` are in force on it. Events after `day` are not looked at.
//
// Decisions where the rules are silent:
//  * An item is in the programme from the later of its own and its programme's approval. One that
//    was withdrawn before that day never was in it and counts nowhere.
//  * A withdrawal dated while the item is done has no effect for good, also if it is returned
//    later: it would have been refused.
//  * Without a lead the item is the owner's, and any completion finishes it.
//  * A completion by the heir of a lead finishes the lead's part. If the heir is a lead as well,
//    its completion is taken for both only from the day on which the old lead ended: before, it
//    can only be its own part.
//  * An entry that says whose parts it is about is about these, whoever is whose heir: it is what
//    the clerk meant, and what the item's own state is made of. An heir's entry names its own part
//    too, which counts once a reassignment of an earlier day has made it a lead.
//  * A carry-over of an item that on its day is done, withdrawn or not in the programme yet has no
//    effect, here and for the line that it should have made. Whether the item is returned
//    afterwards changes nothing in that. An extension of the same day is still in force.
ItemState StateOn(const ItemFact& item, const UnitHistory& units, Day day, Basis basis);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_ITEM_STATE_H_
