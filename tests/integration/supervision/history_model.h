// A plain model of plans and engagements: lists of what was recorded, looked through again for
// every answer. It shares no code with the service.
#ifndef TIENDO_TESTS_INTEGRATION_SUPERVISION_HISTORY_MODEL_H_
#define TIENDO_TESTS_INTEGRATION_SUPERVISION_HISTORY_MODEL_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tiendo::supervision::testing {

// Days are numbers; the tests say what day 0 is.
struct ModelEvent {
  // Of a plan: A(dopted) I(ssued) S(ent) T(started) J(adjusted) C(losed). Of an engagement: a step,
  // "1" to "9" and "A"(rchive).
  char what = ' ';
  int day = 0;
  // Of an adjustment: engagement to its new due day; nullopt: taken out.
  std::map<std::string, std::optional<int>> changes;
  bool voided = false;
};

struct ModelPlan {
  std::string unit;
  std::vector<ModelEvent> events;
};

struct ModelEngagement {
  std::string plan;  // empty: unplanned
  std::string unit;
  bool continuous = false;  // all steps before the conclusion may be left out
  int due = 0;              // as first planned
  std::vector<ModelEvent> events;
};

class Model {
 public:
  std::map<std::string, ModelPlan> plans;
  std::map<std::string, ModelEngagement> engagements;

  // Day of the standing event; nullopt: there is none.
  static std::optional<int> When(const std::vector<ModelEvent>& events, char what);
  // "DRAFTING" …
  std::string PlanState(const std::string& plan) const;
  std::string EngagementState(const std::string& engagement) const;
  // The last step taken, 0 for none; 10 is the archive.
  int LastStep(const std::string& engagement) const;

  // Each says whether the service must accept it, and if so records it.
  bool Plan(const std::string& plan, char verb, int day);
  bool Adjust(const std::string& plan, int day,
              const std::map<std::string, std::optional<int>>& changes);
  bool Create(const std::string& engagement, const ModelEngagement& value);
  bool Take(const std::string& engagement, int step, int day);
  // By number, from 1.
  bool VoidPlanEvent(const std::string& plan, size_t number);
  bool VoidStep(const std::string& engagement, size_t number);

  struct Late {
    std::vector<std::string> names;
    int planned = 0, due = 0, concluded = 0, concluded_late = 0, overdue = 0, unplanned = 0;
  };
  // Rule 30 on a day.
  Late CarriedOut(int day) const;
  struct Drawn {
    std::vector<std::string> late;
    int in_time = 0, issued_late = 0, not_issued = 0;
  };
  // Rule 29 on a day, of units that all are there all the time.
  Drawn DrawnUp(const std::vector<std::string>& units, int deadline, int day) const;

 private:
  bool RemovedBy(const std::string& engagement, int day) const;
  int DueOn(const std::string& engagement, int day) const;
};

}  // namespace tiendo::supervision::testing

#endif  // TIENDO_TESTS_INTEGRATION_SUPERVISION_HISTORY_MODEL_H_
