// Duties and assignments on repositories in memory, with units that a test makes up.
#ifndef TIENDO_TESTS_UNIT_PROGRAMS_DUTY_FIXTURE_H_
#define TIENDO_TESTS_UNIT_PROGRAMS_DUTY_FIXTURE_H_

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "services/programs/domain/assignment_verbs.h"
#include "services/programs/domain/distribution.h"
#include "services/programs/domain/duties.h"
#include "tests/fakes/fake_repository.h"

namespace tiendo::programs::testing {

inline constexpr char kDuty[] = "programs/p/duties/d";

class FakeAssignments final : public AssignmentRepository {
 public:
  absl::StatusOr<std::optional<Assignment>> Get(std::string_view name) override {
    return rows_.Get(name);
  }
  absl::StatusOr<std::vector<Assignment>> List(std::string_view prefix, std::string_view after,
                                               int limit) override {
    return rows_.List(prefix, after, limit);
  }
  absl::Status Put(Assignment& value) override { return rows_.Put(value); }
  absl::StatusOr<std::vector<std::string>> UnitsOf(const std::string& duty,
                                                   const std::string& period) override {
    std::vector<std::string> out;
    for (const Assignment& a : rows_.List(duty + "/assignments/", "", 10'000).value()) {
      if (a.period == period) out.push_back(a.unit);
    }
    return out;
  }
  absl::Status Create(std::vector<Assignment>& assignments) override {
    for (Assignment& a : assignments) rows_.Put(a).IgnoreError();
    return absl::OkStatus();
  }

 private:
  tiendo::testing::FakeRepository<Assignment> rows_;
};

struct DutyFakes {
  static Day D(const std::string& iso) { return calendar::ParseIsoDay(iso).value(); }

  tiendo::testing::FakeRepository<Category> categories;
  tiendo::testing::FakeRepository<Program> programs;
  tiendo::testing::FakeRepository<Duty> duties;
  FakeAssignments assignments;
  tiendo::testing::FakeRepository<AssignmentEvent> events;
  // Population of every day, and heirs of units that have ended.
  std::vector<std::string> population = {"units/a", "units/b"};
  std::map<std::string, std::string> heirs;

  DutyFakes() {
    Category category;
    category.name = "categories/party-duty";
    category.kind = CategoryKind::kDuty;
    categories.Put(category).IgnoreError();
    Program program;
    program.name = "programs/p";
    program.years = {2022};
    program.category = category.name;
    program.state = ProgramState::kApproved;
    programs.Put(program).IgnoreError();
  }

  static Duty Monthly() {
    Duty duty;
    duty.name = kDuty;
    duty.title = "Báo cáo dư luận xã hội";
    duty.cadence = Cadence::kMonthly;
    duty.deadline_rule.day_of_month = 25;
    duty.population.side = "PARTY";
    duty.demand.sets = 2;
    duty.return_reasons = {{"SAI_DOI_TUONG", "Sai đối tượng"}, {"THIEU_HO_SO", "Thiếu hồ sơ"}};
    return duty;
  }
  // kDuty, issued on 2022-01-10.
  void AddIssued(Duty duty = Monthly()) {
    CreateDuty(programs, categories, duties, duty).IgnoreError();
    IssueDuty(programs, duties, {kDuty, "", D("2022-01-10"), {}}).IgnoreError();
  }

  Units units() const {
    Units out;
    out.of_population = [this](const Population&, Day) { return population; };
    out.heir = [this](const std::string& unit, Day) -> std::optional<std::string> {
      const auto heir = heirs.find(unit);
      return heir == heirs.end() ? unit : heir->second;
    };
    // 2022-06-25 is a Saturday; of 2023 nothing is known.
    out.working_days = std::make_shared<const calendar::WorkingCalendar>(
        calendar::WorkingCalendar::Create({{2022, {}, {}}}).value());
    out.revision = 7;
    return out;
  }
  absl::StatusOr<Distributed> Distribute(const std::string& period, const std::string& date,
                                         std::optional<Day> deadline = std::nullopt,
                                         int max_units = 100) {
    return DistributeDuty(programs, duties, assignments, units(),
                          {kDuty, "", period, D(date), deadline, max_units});
  }

  AssignmentStores stores() { return {duties, assignments, events}; }
  absl::StatusOr<Assignment> Record(const std::string& assignment, AssignmentEvent event) {
    return RecordEvent(stores(), {assignment, "", std::move(event)}, units().heir);
  }
  static AssignmentEvent HandIn(const std::string& date, int sets) {
    AssignmentEvent event;
    event.kind = AssignmentEventKind::kSubmitted;
    event.date = D(date);
    event.sets = sets;
    return event;
  }
  static AssignmentEvent Acceptance(const std::string& date) {
    AssignmentEvent event;
    event.kind = AssignmentEventKind::kAccepted;
    event.date = D(date);
    return event;
  }
  static AssignmentEvent Return(const std::string& date, std::optional<Day> deadline = {}) {
    AssignmentEvent event;
    event.kind = AssignmentEventKind::kReturned;
    event.date = D(date);
    event.reason_code = "THIEU_HO_SO";
    event.new_deadline = deadline;
    return event;
  }
  static AssignmentEvent Override(const std::string& date, const std::string& deadline) {
    AssignmentEvent event;
    event.kind = AssignmentEventKind::kDeadline;
    event.date = D(date);
    event.new_deadline = D(deadline);
    return event;
  }
};

}  // namespace tiendo::programs::testing

#endif  // TIENDO_TESTS_UNIT_PROGRAMS_DUTY_FIXTURE_H_
