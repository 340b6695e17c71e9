// The facts that figures are made of, as plain values: what units, programs and supervision have
// recorded, cut at one moment of knowledge. Nothing in here is derived. All dates are civil dates
// in the zone of business.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_FACTS_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_FACTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/clock.h"
#include "common/calendar/day.h"

namespace tiendo::status {

using calendar::Day;

// Which of the two trees a unit stands in: bên Đảng, bên chính quyền.
enum class Side { kParty, kGovernment };

// One period of a unit during which its place does not change. A unit that was never transferred
// has one; a transfer ends one period and begins another with the same id on the same day. Periods
// of one id do not overlap.
struct UnitFact {
  std::string id;            // "units/{unit}"
  std::string display_name;  // name during the period
  Side side = Side::kParty;  // the same in all periods of a unit
  std::string kind;          // name of the kind without prefix, e.g. "GRASSROOTS_CELL"
  std::string parent;        // superior unit of the same side; empty at the top
  // Of a government unit: the Party organisation that leads it; empty: that of the nearest superior
  // that has one. Ignored on the Party side.
  std::string led_by;
  Day effective_from;                   // first day in force
  std::optional<Day> effective_to;      // first day no longer in force; nullopt: no end recorded
  std::vector<std::string> successors;  // who took over at the end, in order; the first is the heir
  bool operator==(const UnitFact&) const = default;
};

// A step by which an item is made concrete (mốc thực hiện).
struct Milestone {
  std::string id;     // within the item
  std::string title;  // empty of a secret item
  std::optional<Day> due;
  std::optional<Day> done_on;
  bool operator==(const Milestone&) const = default;
};

struct ItemEvent {
  enum class Kind {
    kCompleted,    // a lead finished its part: `lead`; `date` is the date of the result
    kReturned,     // sent back for rework: the part of `lead`, or all parts when it is empty
    kExtended,     // due date moved to `new_due`, or removed when that is nullopt
    kWithdrawn,    // taken out of the programme
    kReassigned,   // led by `leads` from now on
    kCarriedOver,  // goes on as another line, `carry`: here its due date is frozen
    kSuspended,    // tạm dừng; moves no count, nor does the next
    kResumed,
    // Made concrete (cụ thể hóa) by `milestones`: these too, these instead of all before, or that
    // the ones of these ids were done.
    kMilestonesAdded,
    kMilestonesReplaced,
    kMilestonesDone,
    kNews,  // anything else that was heard of the item (accepted, refused, progress …): moves no
            // count but `not_updated`
  };
  // The line that goes on, as far as the old one has to know it.
  struct Carry {
    std::string item;           // "programs/{program}/items/{item}"
    std::vector<int> years;     // that its programme covers
    std::optional<Day> enters;  // first day on which it counts; nullopt: a draft yet
    bool operator==(const Carry&) const = default;
  };
  Kind kind = Kind::kNews;
  Day date;             // the day that counts: of a completion the result, otherwise the approval
  Instant recorded;     // orders events of one date; then the order in ItemFact::events
  bool voided = false;  // found to be a wrong entry: as if it had never been recorded
  std::string lead;
  // Of a completion or a return: the leads whose parts it is about, as it was entered. Empty when
  // that was not recorded: then `lead`, and the parts that it is the heir of.
  std::vector<std::string> parts;
  std::optional<Day> new_due;
  std::vector<std::string> leads;
  Carry carry;
  std::vector<Milestone> milestones;
  bool operator==(const ItemEvent&) const = default;
};

struct ItemFact {
  std::string name;                     // "programs/{program}/items/{item}"
  std::string program;                  // "programs/{program}"
  std::string category;                 // "categories/{category}", of the programme
  std::vector<int> years;               // years that the programme covers; the item counts in each
  std::string program_owner;            // unit at which an item without lead counts
  std::optional<Day> program_approval;  // nullopt: a draft programme, counts nowhere
  std::optional<Day> approval;          // of the item; nullopt: a draft item, counts nowhere
  bool carried_in = false;              // the line was carried over from the year before
  // The line that it was carried over from, with all that is known of that one: none or one. It
  // tells whether there was anything left to carry over.
  std::vector<ItemFact> carried_from;
  // The due date it was issued with; nullopt: issued without one. An extension may set one later.
  std::optional<Day> baseline_due;
  std::vector<std::string> leads;         // at the time of issue
  std::vector<std::string> coordinators;  // now; they count nowhere
  std::string title;
  int32_t ordinal = 0;  // place in the programme
  bool secret = false;  // counted, title never shown
  std::vector<std::string> tags;
  std::vector<ItemEvent> events;  // in the order of entry
  bool operator==(const ItemFact&) const = default;
};

// An inspection and supervision plan of one Party organisation for one year.
struct PlanFact {
  std::string name;  // "plans/{plan}"
  std::string unit;
  int year = 0;
  std::optional<Day> adopted_on;  // adopted by the meeting; moves no count
  std::optional<Day> issued_on;   // what counts
  bool operator==(const PlanFact&) const = default;
};

// Who must issue a plan for a year, and by when: the Party units of `kinds` in force, and `units`.
struct RequirementFact {
  int year = 0;
  Day deadline;  // last day in time
  std::vector<std::string> kinds;
  std::vector<std::string> units;
  std::string name = {};  // "requirements/{requirement}"
  bool operator==(const RequirementFact&) const = default;
};

// What an adjustment of the plan made of an engagement, from a day on.
struct ScheduleFact {
  Day approved_on;
  std::optional<Day> due_on;
  bool removed = false;  // taken out of the plan
  bool operator==(const ScheduleFact&) const = default;
};

struct EngagementFact {
  std::string name;  // "engagements/{engagement}"
  std::string plan;  // "plans/{plan}"; empty when unplanned
  int year = 0;      // of the plan; of an unplanned one the year in which it opened
  std::string unit;  // Party organisation that carries it out
  std::string kind;
  bool planned = true;              // false: on signs of violation; in no denominator
  std::optional<Day> due_on;        // last day of the window first planned; nullopt: never due
  std::optional<Day> concluded_on;  // the conclusion was notified: done
  std::vector<ScheduleFact> changes = {};  // in the order of recording
  std::string title = {};
  std::vector<std::string> tags = {};
  // Of each document that its dossier has to hold, the day it was put in; nullopt: missing. None
  // while supervision has told neither a checklist of the kind nor the dossier.
  std::vector<std::optional<Day>> dossier = {};
  bool operator==(const EngagementFact&) const = default;
};

// What many units have to hand in.
struct DutyFact {
  std::string name;     // "programs/{program}/duties/{duty}"
  std::string program;  // "programs/{program}"
  std::string title;
  int32_t ordinal = 0;  // place in the programme
  std::vector<std::string> tags = {};
  bool operator==(const DutyFact&) const = default;
};

struct HandInEvent {
  enum class Kind { kSubmitted, kAccepted, kReturned, kDeadline };
  Kind kind = Kind::kSubmitted;
  Day date;
  bool voided = false;              // as if it had never been recorded
  bool complete = false;            // of a hand-in: all that is asked
  std::optional<Day> new_deadline;  // of a return or a deadline
  bool operator==(const HandInEvent&) const = default;
};

// What one unit owes of a duty for one period.
struct AssignmentFact {
  std::string name;  // "{duty}/assignments/{assignment}"
  std::string duty;
  std::string unit;  // that it was given to
  std::string period;
  int year = 0;  // of the period; 0: due once, in every year of the programme
  Day assigned;
  Day deadline;                     // at the distribution
  std::vector<HandInEvent> events;  // in the order of entry
  bool operator==(const AssignmentFact&) const = default;
};

// Which due date counts.
enum class Basis {
  kInForce,   // the one in force on the day, extensions included
  kBaseline,  // the first ever set
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_FACTS_H_
