// deploy/cases/2022 is what the demo shows: the published figures must follow from the files.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>
#include <tuple>

#include "services/cli/import_file.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/supervision/v1/supervision.pb.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::cli {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// Days as one number that orders like the date.
using Day = int;
Day ToDay(const google::type::Date& date) {
  return date.year() * 10'000 + date.month() * 100 + date.day();
}
constexpr Day kHalfYear = 20220630;
constexpr Day kConference = 20220714;

struct CaseItem {
  Day baseline = 0;
  Day extended_on = 0;
  Day extended_to = 0;
  std::map<std::string, Day> results;  // lead -> 0 while open

  Day DueOn(Day day) const {
    return extended_on != 0 && extended_on <= day ? extended_to : baseline;
  }
  bool DoneOn(Day day) const {
    for (const auto& [lead, result] : results) {
      if (result == 0 || result > day) return false;
    }
    return true;
  }
};

struct Row {
  int plan = 0, due = 0, done = 0, done_of_due = 0, done_ahead = 0, overdue = 0;
};

class Case2022Test : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    ASSERT_NE(std::getenv("TIENDO_SOURCE"), nullptr) << "run by ctest, or set TIENDO_SOURCE";
    seed_ = new ImportPlan(*LoadImport(Deploy() / "seed"));
    plan_ = new ImportPlan(*LoadImport(Deploy() / "cases" / "2022"));
  }
  static std::filesystem::path Deploy() {
    return std::filesystem::path(std::getenv("TIENDO_SOURCE")) / "deploy";
  }
  static void TearDownTestSuite() {
    delete plan_;
    delete seed_;
    plan_ = seed_ = nullptr;
  }

  // In the order in which they are sent: what every office needs, then the case.
  static std::vector<const ImportRequest*> Sent() {
    std::vector<const ImportRequest*> sent;
    for (const ImportPlan* plan : {seed_, plan_}) {
      for (const ImportRequest& request : plan->requests) sent.push_back(&request);
    }
    return sent;
  }
  template <typename Request>
  static std::vector<const Request*> All() {
    std::vector<const Request*> found;
    for (const ImportRequest* request : Sent()) {
      if (auto* message = dynamic_cast<const Request*>(request->message.get())) {
        found.push_back(message);
      }
    }
    return found;
  }

  // Items of one programme with what happened to them, by name.
  static std::map<std::string, CaseItem> ItemsOf(const std::string& program) {
    std::map<std::string, CaseItem> items;
    for (const auto* batch : All<programs::v1::BatchCreateItemsRequest>()) {
      for (const auto& row : batch->requests()) {
        if (row.parent() != program) continue;
        CaseItem& item = items[row.parent() + "/items/" + row.item_id()];
        item.baseline = ToDay(row.item().baseline_due_date());
        for (const auto& lead : row.item().leads()) item.results[lead.unit()] = 0;
      }
    }
    for (const auto* e : All<programs::v1::ExtendItemRequest>()) {
      if (auto it = items.find(e->name()); it != items.end()) {
        it->second.extended_on = ToDay(e->approval_date());
        it->second.extended_to = ToDay(e->new_due_date());
      }
    }
    for (const auto* r : All<programs::v1::ReportCompletionRequest>()) {
      if (auto it = items.find(r->name()); it != items.end()) {
        EXPECT_TRUE(it->second.results.contains(r->lead())) << r->name() << ' ' << r->lead();
        it->second.results[r->lead()] = ToDay(r->result_date());
      }
    }
    return items;
  }

  static Row Count(const std::string& program, Day day) {
    Row row;
    for (const auto& [name, item] : ItemsOf(program)) {
      const bool due = item.DueOn(day) <= day;
      const bool done = item.DoneOn(day);
      row.plan += 1;
      row.due += due;
      row.done += done;
      row.done_of_due += done && due;
      row.done_ahead += done && !due;
      row.overdue += !done && item.DueOn(day) < day;
    }
    return row;
  }

  static ImportPlan* seed_;
  static ImportPlan* plan_;
};

ImportPlan* Case2022Test::seed_ = nullptr;
ImportPlan* Case2022Test::plan_ = nullptr;

TEST_F(Case2022Test, EveryFileParses) {
  for (const ImportPlan* plan : {seed_, plan_}) {
    for (const ImportProblem& problem : plan->problems) {
      ADD_FAILURE() << problem.file << ' ' << problem.number << ": " << problem.reason;
    }
  }
  EXPECT_GT(plan_->requests.size(), 100u);
}

// Resource names in the values of a JSON tree.
void CollectNames(const nlohmann::json& value, std::vector<std::string>& names) {
  if (value.is_string()) {
    const std::string text = value;
    for (const char* collection :
         {"units/", "categories/", "programs/", "plans/", "engagements/"}) {
      if (text.rfind(collection, 0) == 0) names.push_back(text);
    }
  } else if (value.is_structured()) {
    for (const auto& child : value) CollectNames(child, names);
  }
}

TEST_F(Case2022Test, EveryReferenceIsMadeBeforeOrWithIt) {
  std::set<std::string> made;
  std::set<std::string> distributed;  // duties: their assignments are there
  std::set<std::string> ids;
  for (const ImportRequest* sent : Sent()) {
    const ImportRequest& request = *sent;
    for (const Creation& creation : CreationsOf(request.method, *request.message)) {
      EXPECT_TRUE(made.insert(creation.name).second) << creation.name;
    }
    EXPECT_TRUE(ids.insert(request.request_id).second);
    if (const auto* given =
            dynamic_cast<const programs::v1::DistributeDutyRequest*>(request.message.get())) {
      distributed.insert(given->name());
    }
    std::string json;
    ASSERT_TRUE(google::protobuf::util::MessageToJsonString(*request.message, &json).ok());
    std::vector<std::string> names;
    CollectNames(nlohmann::json::parse(json), names);
    for (const std::string& name : names) {
      const size_t assignment = name.find("/assignments/");
      const bool there = assignment == std::string::npos
                             ? made.contains(name)
                             : distributed.contains(name.substr(0, assignment));
      EXPECT_TRUE(there) << request.file << ' ' << request.number << ": " << name;
    }
  }
}

TEST_F(Case2022Test, EveryTagIsOfTheVocabulary) {
  std::set<std::string> tags;
  for (const auto* create : All<programs::v1::CreateTagRequest>()) {
    const char* kind = create->tag().kind() == programs::v1::Tag::KIND_WORK_AREA ? "work-area/"
                       : create->tag().kind() == programs::v1::Tag::KIND_THEME   ? "theme/"
                                                                                 : "resolution/";
    tags.insert(kind + create->tag_id());
  }
  size_t given = 0;
  auto check = [&](const auto& values) {
    for (const std::string& tag : values) EXPECT_TRUE(tags.contains(tag)) << tag;
    given += static_cast<size_t>(values.size());
  };
  for (const auto* batch : All<programs::v1::BatchCreateItemsRequest>()) {
    for (const auto& row : batch->requests()) check(row.item().tags());
  }
  for (const auto* batch : All<programs::v1::BatchCreateTargetsRequest>()) {
    for (const auto& row : batch->requests()) check(row.target().tags());
  }
  for (const auto* create : All<programs::v1::CreateDutyRequest>()) check(create->duty().tags());
  for (const auto* create : All<supervision::v1::CreateEngagementRequest>()) {
    check(create->engagement().tags());
  }
  EXPECT_GT(given, 100u);
  // The themes that status counts by default.
  std::ifstream settings(Deploy() / "kustomize/base/status.env");
  const std::string key = "TIENDO_STATUS_THEMES=";
  size_t themes = 0;
  for (std::string line; std::getline(settings, line);) {
    if (!line.starts_with(key)) continue;
    std::istringstream list(line.substr(key.size()));
    for (std::string theme; std::getline(list, theme, ','); ++themes) {
      EXPECT_TRUE(tags.contains(theme)) << theme;
    }
  }
  EXPECT_EQ(themes, 3u);
}

// Who was urged how often, by subject; contents are invented and say so.
TEST_F(Case2022Test, UrgingsFollowTheTwoDelays) {
  std::map<std::string, std::map<std::string, int>> urged;
  for (const auto* urging : All<supervision::v1::IssueReminderRequest>()) {
    const std::string subject = urging->subject().substr(0, urging->subject().find('/'));
    ++urged[subject][urging->unit()];
    EXPECT_TRUE(urging->reason().starts_with("Nội dung mẫu")) << urging->reason();
    EXPECT_TRUE(urging->document().number().starts_with("MẪU")) << urging->document().number();
    EXPECT_GT(ToDay(urging->date()), ToDay(urging->due_date()));
  }
  const std::map<std::string, int> drawn_up_late = {{"units/chi-bo-mau-01", 1},
                                                    {"units/chi-bo-mau-02", 1},
                                                    {"units/chi-bo-mau-03", 2},
                                                    {"units/chi-bo-mau-04", 4}};
  const std::map<std::string, int> carried_out_late = {{"units/chi-bo-mau-05", 3},
                                                       {"units/chi-bo-mau-06", 2}};
  EXPECT_EQ(urged["requirements"], drawn_up_late);
  EXPECT_EQ(urged["engagements"], carried_out_late);
  EXPECT_EQ(urged.size(), 2u);
  for (const auto* answer : All<supervision::v1::ExplainReminderRequest>()) {
    EXPECT_TRUE(answer->text().starts_with("Nội dung mẫu")) << answer->text();
  }
}

TEST_F(Case2022Test, ThePeriodsOfAYearCoverIt) {
  int days = 0;
  int months = 0;
  for (const auto* create : All<programs::v1::CreatePeriodRequest>()) {
    const programs::v1::Period& period = create->period();
    if (period.kind() != programs::v1::Period::KIND_MONTH) continue;
    if (period.start_date().year() != 2022) continue;
    EXPECT_EQ(period.start_date().day(), 1);
    EXPECT_EQ(period.start_date().month(), period.end_date().month());
    days += period.end_date().day();
    ++months;
  }
  EXPECT_EQ(months, 12);
  EXPECT_EQ(days, 365);
}

TEST_F(Case2022Test, SubmissionsAre10Of10Of18AndStaySo) {
  for (Day day : {kHalfYear, kConference}) {
    const Row row = Count("programs/ubnd-2022", day);
    EXPECT_EQ(std::tuple(row.done, row.due, row.plan), std::tuple(10, 10, 18)) << day;
    EXPECT_EQ(row.overdue, 0);
    EXPECT_EQ(row.done_ahead, 0);
  }
}

TEST_F(Case2022Test, DepartmentIs18Of19Of21WithOneAheadAndTwoOverdue) {
  const Row row = Count("programs/so-2022", kHalfYear);
  EXPECT_EQ(std::tuple(row.done, row.due, row.plan), std::tuple(18, 19, 21));
  EXPECT_EQ(row.done_of_due, 17);
  EXPECT_EQ(row.done_ahead, 1);
  EXPECT_EQ(row.overdue, 2);
}

TEST_F(Case2022Test, DepartmentReaches19On8JulyByOneItem) {
  EXPECT_EQ(Count("programs/so-2022", 20220707).done, 18);
  EXPECT_EQ(Count("programs/so-2022", 20220708).done, 19);
  const Row row = Count("programs/so-2022", kConference);
  EXPECT_EQ(std::tuple(row.done, row.due, row.plan), std::tuple(19, 19, 21));
  EXPECT_EQ(row.plan - row.done, 2);
}

TEST_F(Case2022Test, ProgrammesHaveTheirPublishedSizesAndAreOriginal) {
  const std::map<std::string, size_t> sizes = {
      {"programs/ubnd-2022", 18},      {"programs/so-2022", 21},
      {"programs/de-an-2022", 3},      {"programs/trong-diem-2022", 8},
      {"programs/dang-uy-2022", 4},    {"programs/ban-thuong-vu-2022", 4},
      {"programs/thuong-truc-2022", 4}};
  std::map<std::string, Day> approved;
  for (const auto* a : All<programs::v1::ApproveProgramRequest>()) {
    approved[a->name()] = ToDay(a->approval_date());
  }
  std::map<std::string, Day> issued;
  for (const auto* i : All<programs::v1::IssueItemRequest>()) {
    EXPECT_TRUE(issued.emplace(i->name(), ToDay(i->approval_date())).second) << i->name();
  }
  EXPECT_EQ(approved.size(), sizes.size() + 3) << "and two programmes of targets, one of duties";
  for (const auto& [program, size] : sizes) {
    const auto items = ItemsOf(program);
    EXPECT_EQ(items.size(), size) << program;
    for (const auto& [name, item] : items) {
      EXPECT_EQ(issued[name], approved[program]) << name << " would count as added";
      EXPECT_FALSE(item.results.empty()) << name;
      EXPECT_NE(item.baseline, 0) << name;
    }
  }
}

TEST_F(Case2022Test, FourStatutoryTargetsAndEighteenOfTheSectorWithThePublicValues) {
  using programs::v1::Target;
  std::map<std::string, const Target*> targets;
  std::map<std::string, int> sizes;
  for (const auto* batch : All<programs::v1::BatchCreateTargetsRequest>()) {
    for (const auto& row : batch->requests()) {
      targets[row.parent() + "/targets/" + row.target_id()] = &row.target();
      ++sizes[row.parent()];
    }
  }
  EXPECT_THAT(sizes, UnorderedElementsAre(std::pair("programs/phap-lenh-2022", 4),
                                          std::pair("programs/nganh-2022", 18)));
  std::map<std::string, Day> assigned;
  for (const auto* a : All<programs::v1::AssignTargetRequest>()) {
    EXPECT_TRUE(assigned.emplace(a->name(), ToDay(a->approval_date())).second) << a->name();
  }
  EXPECT_EQ(assigned.size(), targets.size());
  const auto is = [&targets](const std::string& name, Target::Direction direction,
                             const std::string& value) {
    const Target& target = *targets.at("programs/" + name);
    EXPECT_EQ(target.direction(), direction) << name;
    EXPECT_EQ(target.year_value(), value) << name;
    EXPECT_EQ(target.title().find("mẫu"), std::string::npos) << name;
  };
  is("phap-lenh-2022/targets/chi-tieu-01", Target::DIRECTION_AT_LEAST, "300000");
  is("phap-lenh-2022/targets/chi-tieu-02", Target::DIRECTION_AT_LEAST, "140000");
  is("phap-lenh-2022/targets/chi-tieu-03", Target::DIRECTION_MORE_THAN, "86");
  is("phap-lenh-2022/targets/chi-tieu-04", Target::DIRECTION_DECREASE_BY, "0.35");
  is("nganh-2022/targets/chi-tieu-01", Target::DIRECTION_DECREASE_BY, "0.2");
  is("nganh-2022/targets/chi-tieu-02", Target::DIRECTION_LESS_THAN, "3.5");
  std::vector<std::string> reported;
  for (const auto* r : All<programs::v1::ReportTargetValueRequest>()) {
    const Target& target = *targets.at(r->name());
    const bool sample = target.title().find("mẫu") != std::string::npos;
    // Values of samples are said by units that are samples too.
    EXPECT_EQ(sample, r->unit().find("mau") != std::string::npos) << r->name();
    if (!sample) reported.push_back(r->value());
  }
  EXPECT_THAT(reported, UnorderedElementsAre("54950", "108503"));
}

TEST_F(Case2022Test, TenCategoriesInOrder) {
  const auto categories = All<programs::v1::CreateCategoryRequest>();
  ASSERT_EQ(categories.size(), 10u);
  for (size_t i = 1; i < categories.size(); ++i) {
    EXPECT_LT(categories[i - 1]->category().order(), categories[i]->category().order());
  }
}

TEST_F(Case2022Test, SomeAreSlowToDrawUpAndOthersSlowToCarryOut) {
  using units::v1::Unit;
  std::set<std::string> required;
  for (const auto& row : All<units::v1::BatchCreateUnitsRequest>()[0]->requests()) {
    const Unit::Kind kind = row.unit().kind();
    if (kind == Unit::KIND_GRASSROOTS_PARTY_ORGANISATION || kind == Unit::KIND_GRASSROOTS_CELL) {
      required.insert("units/" + row.unit_id());
    }
  }
  const Day deadline =
      ToDay(All<supervision::v1::CreateRequirementRequest>()[0]->requirement().deadline());
  std::map<std::string, Day> issued;
  for (const auto* i : All<supervision::v1::IssuePlanRequest>())
    issued[i->name()] = ToDay(i->date());
  std::vector<std::string> late;
  std::vector<std::string> missing;
  for (const auto* p : All<supervision::v1::CreatePlanRequest>()) {
    const std::string& unit = p->plan().unit();
    if (required.erase(unit) == 0) continue;
    const Day day = issued["plans/" + p->plan_id()];
    if (day == 0) missing.push_back(unit);
    if (day > deadline) late.push_back(unit);
  }
  EXPECT_THAT(required, IsEmpty()) << "a unit without any plan";
  EXPECT_THAT(late, UnorderedElementsAre("units/chi-bo-mau-01", "units/chi-bo-mau-02",
                                         "units/chi-bo-mau-03"));
  EXPECT_THAT(missing, UnorderedElementsAre("units/chi-bo-mau-04"));

  std::map<std::string, Day> concluded;
  for (const auto* c : All<supervision::v1::ConcludeEngagementRequest>()) {
    concluded[c->name()] = ToDay(c->date());
  }
  std::set<std::string> slow;
  int unplanned = 0;
  for (const auto* e : All<supervision::v1::CreateEngagementRequest>()) {
    const Day due = ToDay(e->engagement().scheduled_to());
    const Day done = concluded["engagements/" + e->engagement_id()];
    unplanned += e->engagement().plan().empty();
    if (e->engagement().plan().empty() || due > kHalfYear) continue;
    if (done == 0 || done > due) slow.insert(e->engagement().unit());
  }
  EXPECT_EQ(unplanned, 1);
  EXPECT_THAT(slow, UnorderedElementsAre("units/chi-bo-mau-05", "units/chi-bo-mau-06"));
}

// A thematic engagement is concluded after its steps, in their order; nothing is noted of a real
// unit.
TEST_F(Case2022Test, EngagementsTakeTheirSteps) {
  const std::vector<std::string> order = {
      "IssueDecision",     "LaunchEngagement", "RecordSelfReport",  "RecordVerification",
      "RecordDraftReport", "RecordMeeting",    "ConcludeEngagement"};
  std::map<std::string, std::vector<std::pair<std::string, Day>>> taken;
  for (const ImportRequest& request : plan_->requests) {
    const std::string verb = request.method.descriptor->name();
    if (auto* step =
            dynamic_cast<const supervision::v1::RecordStepRequest*>(request.message.get())) {
      taken[step->name()].emplace_back(verb, ToDay(step->date()));
    }
    if (auto* end = dynamic_cast<const supervision::v1::ConcludeEngagementRequest*>(
            request.message.get())) {
      taken[end->name()].emplace_back(verb, ToDay(end->date()));
    }
  }
  for (const auto* e : All<supervision::v1::CreateEngagementRequest>()) {
    const auto& steps = taken["engagements/" + e->engagement_id()];
    if (steps.empty()) continue;
    using supervision::v1::Engagement;
    std::vector<std::string> expected = order;
    if (e->engagement().kind() == Engagement::KIND_CONTINUOUS_SUPERVISION) {
      expected = {"ConcludeEngagement"};
    }
    if (e->engagement().kind() == Engagement::KIND_THEMATIC_SUPERVISION) {
      std::erase(expected, "RecordVerification");
    }
    std::vector<std::string> verbs;
    for (const auto& [verb, day] : steps) verbs.push_back(verb);
    EXPECT_EQ(verbs, expected) << e->engagement_id();
    for (size_t i = 1; i < steps.size(); ++i) EXPECT_LE(steps[i - 1].second, steps[i].second);
  }
}

// The promise of the case's README: no invented shortcoming beside a real name.
TEST_F(Case2022Test, NothingUnfavourableIsSaidOfARealUnit) {
  for (const char* program : {"programs/ubnd-2022", "programs/so-2022", "programs/dang-uy-2022",
                              "programs/ban-thuong-vu-2022", "programs/thuong-truc-2022"}) {
    for (const auto& [name, item] : ItemsOf(program)) {
      for (const auto& [lead, result] : item.results) {
        const bool late = result > item.DueOn(kHalfYear);
        const bool overdue = result == 0 && item.DueOn(kHalfYear) <= kHalfYear;
        EXPECT_TRUE((!late && !overdue) || lead.find("mau") != std::string::npos)
            << name << ' ' << lead;
      }
    }
  }
}

// Hand-ins of the invented cells, so that nothing unfavourable is said of a unit that exists.
TEST_F(Case2022Test, OnlyInventedUnitsAreLateWithADuty) {
  std::map<std::string, Day> deadlines;
  for (const auto* create : All<programs::v1::CreateDutyRequest>()) {
    const programs::v1::Duty& duty = create->duty();
    const std::string name = create->parent() + "/duties/" + create->duty_id();
    const auto& rule = duty.deadline_rule();
    // Of the periods that the case distributes.
    if (rule.has_fixed_date()) deadlines[name + " once"] = ToDay(rule.fixed_date());
    deadlines[name + " 2022-06"] = 20220600 + rule.day_of_month();
    deadlines[name + " 2022-q1"] = 20220331;
    deadlines[name + " 2022-q2"] = 20220630;
  }
  EXPECT_EQ(All<programs::v1::CreateDutyRequest>().size(), 7u);
  std::map<std::string, std::set<std::string>> handed_in;  // by duty
  for (const auto* submit : All<programs::v1::SubmitAssignmentRequest>()) {
    const std::string& name = submit->name();
    const std::string duty = name.substr(0, name.find("/assignments/"));
    const std::string id = name.substr(name.rfind('/') + 1);
    handed_in[duty].insert(id);
    if (id.find("mau-") != std::string::npos) continue;
    const bool once = id.ends_with("-once");
    EXPECT_LE(ToDay(submit->submit_date()), deadlines.at(duty + (once ? " once" : " 2022-06")))
        << name;
  }
  // Every real grassroots organisation has reported.
  int real = 0;
  for (const auto* batch : All<units::v1::BatchCreateUnitsRequest>()) {
    for (const auto& create : batch->requests()) {
      const bool grassroots =
          create.unit().kind() == units::v1::Unit::KIND_GRASSROOTS_CELL ||
          create.unit().kind() == units::v1::Unit::KIND_GRASSROOTS_PARTY_ORGANISATION;
      if (!grassroots || create.unit_id().find("mau-") != std::string::npos) continue;
      ++real;
      EXPECT_TRUE(handed_in["programs/nhiem-vu-2022/duties/du-luan"].contains(create.unit_id() +
                                                                              "-2022-06"))
          << create.unit_id();
    }
  }
  EXPECT_EQ(real, 14);
}

}  // namespace
}  // namespace tiendo::cli
