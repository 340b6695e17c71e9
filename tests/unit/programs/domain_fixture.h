// The domain of programs on repositories in memory.
#ifndef TIENDO_TESTS_UNIT_PROGRAMS_DOMAIN_FIXTURE_H_
#define TIENDO_TESTS_UNIT_PROGRAMS_DOMAIN_FIXTURE_H_

#include <string>
#include <vector>

#include "services/programs/domain/category.h"
#include "services/programs/domain/item_verbs.h"
#include "services/programs/domain/items.h"
#include "services/programs/domain/states.h"
#include "services/programs/domain/target_verbs.h"
#include "tests/fakes/fake_repository.h"

namespace tiendo::programs::testing {

inline Day D(const std::string& iso) { return calendar::ParseIsoDay(iso).value(); }

inline constexpr char kItem[] = "programs/p/items/i";
// Of CarriedOver.
inline constexpr char kNewLine[] = "programs/p/items/i2";
inline constexpr char kTarget[] = "programs/p/targets/t";

struct Fakes {
  tiendo::testing::FakeRepository<Category> categories;
  tiendo::testing::FakeRepository<Program> programs;
  tiendo::testing::FakeRepository<Item> items;
  tiendo::testing::FakeRepository<ItemEvent> events;
  tiendo::testing::FakeRepository<Target> targets;
  tiendo::testing::FakeRepository<TargetEvent> target_events;
  tiendo::testing::FakeRepository<TargetReport> target_reports;

  ItemStores stores() { return {programs, categories, items, events}; }
  TargetStores target_stores() {
    return {programs, categories, targets, target_events, target_reports};
  }

  // "programs/p" in a category of items, approved on 2022-01-10.
  void AddProgram(ProgramState state = ProgramState::kApproved) {
    Category category;
    category.name = "categories/department";
    categories.Put(category).IgnoreError();
    Program program;
    program.name = "programs/p";
    program.category = category.name;
    program.state = state;
    if (state != ProgramState::kDraft) program.approval_date = D("2022-01-10");
    programs.Put(program).IgnoreError();
  }
  // kItem as a draft, due on 2022-06-30; an empty `due`: without due date.
  void AddDraft(const std::vector<std::string>& leads, const std::string& due = "2022-06-30") {
    Item item;
    item.name = kItem;
    item.title = "Nội dung mẫu 01";
    for (const std::string& lead : leads) item.leads.push_back({lead});
    if (!due.empty()) item.baseline_due_date = item.due_date = D(due);
    items.Put(item).IgnoreError();
  }
  // The same, issued on 2022-01-15.
  void AddIssued(const std::vector<std::string>& leads, const std::string& due = "2022-06-30") {
    AddProgram();
    AddDraft(leads, due);
    IssueItem(stores(), Input("2022-01-15")).IgnoreError();
  }
  Item Stored(const std::string& name = kItem) { return items.Get(name).value().value(); }
  std::vector<ItemEvent> Events(const std::string& name = kItem) {
    return EventsOf(events, name).value();
  }
  // "programs/p" of 2022 in a category of targets, approved on 2022-01-10; in it kTarget: at least
  // 300.000 jobs, planned 150.000 by the half-year.
  void AddTarget(ProgramState state = ProgramState::kApproved) {
    Category category;
    category.name = "categories/sector-target";
    category.kind = CategoryKind::kTarget;
    categories.Put(category).IgnoreError();
    Program program;
    program.name = "programs/p";
    program.category = category.name;
    program.years = {2022};
    program.state = state;
    programs.Put(program).IgnoreError();
    Target target;
    target.name = kTarget;
    target.title = "Giải quyết việc làm";
    target.unit_of_measure = "lượt";
    target.year = 2022;
    target.terms.year_value = Decimal::FromInteger(300'000);
    target.terms.plan = {{{TargetPeriod::Kind::kSixMonths, 0}, Decimal::FromInteger(150'000)}};
    target.terms.leads = {"units/a"};
    targets.Put(target).IgnoreError();
  }
  // The same, assigned on 2022-01-15.
  void AddAssigned() {
    AddTarget();
    AssignTarget(target_stores(), TargetInput("2022-01-15")).IgnoreError();
  }
  Target StoredTarget() { return targets.Get(kTarget).value().value(); }

  static TargetVerbInput TargetInput(const std::string& date) {
    TargetVerbInput input;
    input.name = kTarget;
    input.date = D(date);
    input.document.number = "1/QĐ-UBND";
    input.reason = "lý do";
    return input;
  }
  static Adjustment Adjusted(const std::string& date, int64_t year_value) {
    Adjustment input;
    static_cast<TargetVerbInput&>(input) = TargetInput(date);
    input.changes.year_value = Decimal::FromInteger(year_value);
    return input;
  }
  // Reported on 2022-12-31, which is today.
  static NewTargetReport Reported(TargetPeriod period, const std::string& value,
                                  TargetReport::Kind kind = TargetReport::Kind::kCumulative) {
    NewTargetReport input;
    input.target = kTarget;
    input.today = D("2022-12-31");
    input.report.period = period;
    input.report.kind = kind;
    input.report.value = Decimal::Parse(value).value();
    input.report.reported_date = input.today;
    return input;
  }

  // Of kItem, with what every verb of that kind needs.
  template <typename T = VerbInput>
  static T Make(const std::string& date, const std::string& etag = "") {
    T input;
    input.name = kItem;
    input.etag = etag;
    input.date = D(date);
    input.reason = "chờ ý kiến";
    input.approver = "Giám đốc Sở";
    return input;
  }
  static VerbInput Input(const std::string& date) { return Make(date); }
  static LeadInput Of(const std::string& date, const std::string& lead = "") {
    LeadInput input = Make<LeadInput>(date);
    input.lead = lead;
    return input;
  }
  static Progress Done(const std::string& date, int percent) {
    Progress input = Make<Progress>(date);
    input.percent = percent;
    return input;
  }
  static Completion Completed(const std::string& date, const std::string& lead = "") {
    Completion input = Make<Completion>(date);
    input.lead = lead;
    input.units_revision = 7;
    return input;
  }
  static Appraisal Appraised(const std::string& date, bool accept, const std::string& lead = "") {
    Appraisal input = Make<Appraisal>(date);
    input.accept = accept;
    input.lead = lead;
    return input;
  }
  // An empty `due` removes it.
  static Extension Extended(const std::string& date, const std::string& due) {
    Extension input = Make<Extension>(date);
    if (!due.empty()) input.new_due_date = D(due);
    return input;
  }
  static Reassignment Reassigned(const std::string& date, const std::vector<std::string>& leads) {
    Reassignment input = Make<Reassignment>(date);
    input.leads = leads;
    input.units_revision = 8;
    return input;
  }
  static MilestonesInput Milestones(const std::string& date, const std::vector<std::string>& ids) {
    MilestonesInput input = Make<MilestonesInput>(date);
    for (const std::string& id : ids) input.milestones.push_back({id, "Mốc " + id});
    return input;
  }
  static MilestoneDone MilestoneIsDone(const std::string& date, const std::string& id) {
    MilestoneDone input = Make<MilestoneDone>(date);
    input.milestone_id = id;
    return input;
  }
  // Into kNewLine, due on 2023-03-31.
  static CarryOver CarriedOver(const std::string& date) {
    CarryOver input = Make<CarryOver>(date);
    input.new_name = kNewLine;
    input.new_due_date = D("2023-03-31");
    return input;
  }
  // The event of that number.
  static Voiding Void(int number, const std::string& item = kItem) {
    return {EventName(item, number), "", "nhập nhầm"};
  }
};

}  // namespace tiendo::programs::testing

#endif  // TIENDO_TESTS_UNIT_PROGRAMS_DOMAIN_FIXTURE_H_
