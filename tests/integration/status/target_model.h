// A model of targets that is told nothing but what was sent: which verbs are possible, and what is
// true of a day. Written apart from the services, and as plainly as possible: day by day.
#ifndef TIENDO_TESTS_INTEGRATION_STATUS_TARGET_MODEL_H_
#define TIENDO_TESTS_INTEGRATION_STATUS_TARGET_MODEL_H_

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/calendar/day.h"
#include "tiendo/programs/v1/targets.pb.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::status::target_model {

using calendar::Day;
namespace pv1 = tiendo::programs::v1;

inline constexpr int kYear = 2023;

inline Day DayOf(unsigned month, unsigned day) {
  return Day{std::chrono::year{kYear} / std::chrono::month{month} / std::chrono::day{day}};
}
inline Day EndOf(unsigned month) {
  return Day{std::chrono::year{kYear} / std::chrono::month{month} / std::chrono::last};
}

// What the model knows of a period: its months.
struct Period {
  pv1::TargetPeriod message;
  unsigned first = 1;
  unsigned last = 12;
};

struct Report {
  Period period;
  bool incremental = false;
  int value = 0;
  Day as_of;
  std::string unit;
  int version = 1;
  bool voided = false;
};

// An event of the model says everything that holds after it when it is replayed in order.
struct Event {
  enum Kind { kAssigned, kAdjusted, kWithdrawn } kind = kAssigned;
  Day date;
  std::optional<int> year_value;
  std::optional<std::string> lead;
  bool voided = false;
};

struct Target {
  bool ceiling = false;
  int year_value = 0;  // of the draft
  std::string lead;
  std::map<unsigned, int> plan;  // by month, never adjusted here
  bool yearly = false;           // measured at the end of the year only
  std::vector<Event> events;
  std::vector<Report> reports;

  // What holds at the end of a day: day by day from the beginning of the year.
  struct State {
    bool in_force = false;
    bool ever_assigned = false;
    int year_value = 0;
    std::string lead;
  };
  State On(Day day) const {
    State state{false, false, year_value, lead};
    for (Day d = DayOf(1, 1); d <= day; d += std::chrono::days(1)) {
      for (const Event& event : events) {
        if (event.voided || event.date != d) continue;
        if (event.kind == Event::kAssigned) state.in_force = state.ever_assigned = true;
        if (event.kind == Event::kWithdrawn) state.in_force = false;
        if (event.year_value) state.year_value = *event.year_value;
        if (event.lead) state.lead = *event.lead;
      }
    }
    return state;
  }

  struct Measured {
    std::optional<int> value;
    Day as_of;
    unsigned month = 0;
    bool whole_year = false;
  };
  Measured ValueOn(Day day) const {
    Measured out;
    for (Day d = DayOf(1, 1); d <= day; d += std::chrono::days(1)) {
      // Of one day the cumulative report stands, and what came on top of the days before is in it.
      for (const Report& r : reports) {
        if (r.voided || !r.incremental || r.as_of != d) continue;
        out.value = out.value.value_or(0) + r.value;
        out = {out.value, d, std::max(out.month, r.period.last),
               out.whole_year || IsYear(r.period)};
      }
      for (const Report& r : reports) {
        if (r.voided || r.incremental || r.as_of != d) continue;
        out = {r.value, d, r.period.last, IsYear(r.period)};
      }
    }
    return out;
  }
  static bool IsYear(const Period& p) { return p.message.kind() == pv1::TargetPeriod::KIND_YEAR; }

  v1::TargetStatus::State StateOn(Day day) const {
    const Measured m = ValueOn(day);
    if (yearly && (day < EndOf(12) || m.month < 12)) {
      return v1::TargetStatus::STATE_NOT_YET_ASSESSABLE;
    }
    if (!m.value) return v1::TargetStatus::STATE_NOT_YET_ASSESSABLE;
    const int wanted = On(day).year_value;
    const bool meets = ceiling ? *m.value < wanted : *m.value >= wanted;
    const bool last = m.as_of == EndOf(12) || (m.whole_year && day >= EndOf(12));
    if (last) return meets ? v1::TargetStatus::STATE_REACHED : v1::TargetStatus::STATE_MISSED;
    if (meets && !ceiling) return v1::TargetStatus::STATE_REACHED;
    if (ceiling && !meets) return v1::TargetStatus::STATE_AT_RISK;
    std::optional<int> planned;
    for (const auto& [month, value] : plan) {
      if (EndOf(month) <= day && month <= m.month) planned = value;
    }
    if (!planned) {
      return ceiling ? v1::TargetStatus::STATE_ON_TRACK
                     : v1::TargetStatus::STATE_NOT_YET_ASSESSABLE;
    }
    const bool keeps_up = ceiling ? *m.value <= *planned : *m.value >= *planned;
    return keeps_up ? v1::TargetStatus::STATE_ON_TRACK : v1::TargetStatus::STATE_AT_RISK;
  }

  // Whether days would be counted twice, looked at day by day.
  bool Conflicts(const Report& r, size_t self) const {
    for (size_t i = 0; i < reports.size(); ++i) {
      const Report& o = reports[i];
      if (i == self || o.voided) continue;
      if (!r.incremental && !o.incremental && r.as_of == o.as_of) return true;
      if (r.incremental && o.incremental && r.unit == o.unit) {
        for (unsigned m = r.period.first; m <= r.period.last; ++m) {
          if (m >= o.period.first && m <= o.period.last) return true;
        }
      }
      if (r.incremental != o.incremental) {
        const Report& whole = r.incremental ? o : r;
        const Report& part = r.incremental ? r : o;
        bool inside = false;
        bool outside = false;
        for (Day d = DayOf(part.period.first, 1); d <= part.as_of; d += std::chrono::days(1)) {
          (d <= whole.as_of ? inside : outside) = true;
        }
        if (inside && outside) return true;
      }
    }
    return false;
  }
};

}  // namespace tiendo::status::target_model

#endif  // TIENDO_TESTS_INTEGRATION_STATUS_TARGET_MODEL_H_
