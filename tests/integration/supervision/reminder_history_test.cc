// Random subjects, some of them under two names, due dates, extensions, scans and urgings against a
// plain model of rules 32 and 34: a list of what was issued, looked through again for every answer,
// and working days counted one by one. It shares no code with the service.
#include <algorithm>
#include <random>

#include "tests/integration/supervision/fixture.h"
#include "tests/support/seed.h"

namespace tiendo::supervision::testing {
namespace {

// Day 0 is 2026-01-01, of which the year before has no calendar; today is day 68.
constexpr int kToday = 68;
constexpr int kMerged = 40;  // cell-b goes on as cell-c from this day
constexpr int kItems = 6;
constexpr int kOperations = 220;
constexpr char kRequirement[] = "requirements/2026";
constexpr char kPlans[] = "plans/";  // and the id of the unit whose plan it is

std::string DateOf(int day) {
  return calendar::FormatIso(D("2026-01-01") + std::chrono::days(day));
}

struct Issued {
  std::string subject;
  std::string unit;
  char kind = 'U';  // B(efore due), A(fter due), U(rging)
  int rung = 0;
  int trigger = -1;
  int due = 0;
  int day = 0;
  int ordinal = 0;
  int urging = 0;
  bool voided = false;
  bool operator==(const Issued&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Issued& one) {
  return out << one.subject << ' ' << one.unit << ' ' << one.kind << one.rung << " trigger "
             << one.trigger << " due " << one.due << " day " << one.day << " lần " << one.ordinal
             << '/' << one.urging << (one.voided ? " voided" : "");
}

struct Part {
  std::string subject;
  std::string unit;
  int due = 0;
};

struct Answer {
  std::vector<Issued> issued;
  int already = 0;
  int not_due = 0;
  // Subject and unit to the rungs that cannot be told.
  std::map<std::pair<std::string, std::string>, std::vector<int>> not_computable;
};

class ReminderModel {
 public:
  std::vector<Issued> all;
  int renamed = 0;  // numbers that went on from those under another name

  static std::string Holder(const std::string& unit, int day) {
    return unit == "cell-b" && day >= kMerged ? "cell-c" : unit;
  }
  // Tết is 16 to 20 February, days 46 to 50; day 0 is a Thursday.
  static bool Works(int day) {
    const int weekday = (day + 3) % 7;  // 0: Monday
    return weekday < 5 && (day < 46 || day > 50);
  }

  Answer Scan(int day, const std::vector<Part>& parts) {
    Answer out;
    for (const Part& part : parts) {
      const std::string unit = Holder(part.unit, day);
      std::optional<Issued> latest;
      for (int left : {15, 7, 3}) {
        const std::optional<int> trigger = DayWithLeft(part.due, left);
        if (!trigger) {
          out.not_computable[{part.subject, part.unit}].push_back(left);
        } else if (*trigger <= day && day <= part.due) {
          latest = Issued{part.subject, unit, 'B', left, *trigger, part.due, day};
        }
      }
      if (part.due + 1 <= day) {
        latest = Issued{part.subject, unit, 'A', 1, part.due + 1, part.due, day};
      }
      if (!latest) {
        ++out.not_due;
      } else if (Told(*latest)) {
        ++out.already;
      } else {
        out.issued.push_back(Record(*latest));
      }
    }
    return out;
  }
  std::optional<Issued> Urge(int day, const Part& part) {
    if (Holder(part.unit, day) != part.unit) return std::nullopt;
    return Record({part.subject, part.unit, 'U', 0, -1, part.due, day});
  }

 private:
  // The first day on which `left` working days are left; nullopt: before day 0.
  static std::optional<int> DayWithLeft(int due, int left) {
    int day = due;
    int found = 0;
    while (day >= 0) {
      if (Works(day) && found == left) return day;
      found += Works(day) ? 1 : 0;
      --day;
    }
    return std::nullopt;
  }
  static bool StandsFor(const Issued& now, const std::string& unit) {
    return unit == now.unit || Holder(unit, now.day) == now.unit;
  }
  // Whether `subject` means the yearly plan of the unit that is told.
  static bool IsOwnPlan(const std::string& subject, const Issued& now) {
    if (subject == kRequirement) return true;
    return subject.starts_with(kPlans) &&
           StandsFor(now, subject.substr(std::string_view(kPlans).size()));
  }
  static bool SameLine(const Issued& old, const Issued& now) {
    const bool same_subject =
        old.subject == now.subject || (IsOwnPlan(old.subject, now) && IsOwnPlan(now.subject, now));
    return same_subject && StandsFor(now, old.unit);
  }
  bool Told(const Issued& now) const {
    return std::any_of(all.begin(), all.end(), [&](const Issued& old) {
      if (old.kind == 'U' || !SameLine(old, now)) return false;
      const bool newer = old.due == now.due && old.trigger >= now.trigger;
      return newer || (old.kind == now.kind && old.trigger == now.trigger);
    });
  }
  Issued Record(Issued now) {
    for (const Issued& old : all) {
      if (!SameLine(old, now)) continue;
      renamed += old.subject != now.subject && old.ordinal > now.ordinal ? 1 : 0;
      now.ordinal = std::max(now.ordinal, old.ordinal);
      now.urging = std::max(now.urging, old.urging);
    }
    ++now.ordinal;
    now.urging = now.kind == 'U' ? now.urging + 1 : 0;
    all.push_back(now);
    return now;
  }
};

class ReminderHistoryTest : public SupervisionTest {
 protected:
  int Below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

  void EnterTet() {
    units::v1::UpdateCalendarRequest request;
    request.mutable_calendar()->set_name("calendars/2026");
    request.set_allow_missing(true);
    for (int day = 46; day <= 50; ++day) {
      auto& off = *request.mutable_calendar()->add_holidays();
      *off.mutable_date() = Date(DateOf(day));
      off.set_description("Tết Nguyên đán");
      off.mutable_source()->set_number("MẪU-01/TB");
    }
    grpc::ClientContext context;
    units::v1::Calendar response;
    auto stub = units::v1::UnitService::NewStub(units_->channel());
    ASSERT_THAT(rpc::FromGrpc(stub->UpdateCalendar(&context, request, &response)), IsOk());
  }

  // Items, and the yearly plan of each cell under both its names.
  void CreateSubjects() {
    for (int i = 0; i < kItems; ++i) {
      due_["programs/p/items/i" + std::to_string(i)] = 1 + Below(kToday + 20);
    }
    ASSERT_THAT(Call(&Stub::CreateRequirement, NewRequirement("2026")), IsOk());
    due_[kRequirement] = 1 + Below(kToday + 20);
    for (const std::string cell : {"cell-a", "cell-b", "cell-c"}) {
      ASSERT_THAT(Call(&Stub::CreatePlan, NewPlan(cell, cell)), IsOk());
      due_[kPlans + cell] = due_[kRequirement];
    }
  }

  static int DayOf(const google::type::Date& date) {
    return static_cast<int>((api::FromProto(date) - D("2026-01-01")).count());
  }
  static Issued Plain(const v1::Reminder& one) {
    Issued out;
    out.subject = one.subject();
    out.unit = one.unit().substr(6);
    out.kind = one.kind() == v1::Reminder::KIND_URGING       ? 'U'
               : one.kind() == v1::Reminder::KIND_BEFORE_DUE ? 'B'
                                                             : 'A';
    out.rung = one.rung();
    out.trigger = one.has_trigger_date() ? DayOf(one.trigger_date()) : -1;
    out.due = DayOf(one.due_date());
    out.day = DayOf(one.issued_date());
    out.ordinal = one.ordinal();
    out.urging = one.urging();
    out.voided = one.voided();
    return out;
  }

  // Some of the parts that are open; the others are done.
  std::vector<Part> OpenParts() {
    std::vector<Part> out;
    for (const auto& [subject, due] : due_) {
      for (const char* unit : {"cell-a", "cell-b", "cell-c", "division"}) {
        if (Below(4) > 0) out.push_back({subject, unit, due});
      }
    }
    std::shuffle(out.begin(), out.end(), random_);
    return out;
  }

  void Scan(int day) {
    const std::vector<Part> parts = OpenParts();
    if (parts.empty()) return;
    SCOPED_TRACE("scan " + DateOf(day));
    v1::IssueDueRemindersRequest request;
    *request.mutable_as_of() = Date(DateOf(day));
    for (const Part& part : parts) {
      auto& open = *request.add_subjects();
      open.set_subject(part.subject);
      open.set_unit("units/" + part.unit);
      *open.mutable_due_date() = Date(DateOf(part.due));
    }
    const Answer expected = model_.Scan(day, parts);
    auto answer = Call(&Stub::IssueDueReminders, request);
    ASSERT_THAT(answer, IsOk());
    std::vector<Issued> issued;
    for (const v1::Reminder& one : answer->reminders()) {
      issued.push_back(Plain(one));
      names_.push_back(one.name());
    }
    EXPECT_EQ(issued, expected.issued);
    EXPECT_EQ(answer->already_issued(), expected.already);
    EXPECT_EQ(answer->not_due(), expected.not_due);
    EXPECT_EQ(answer->no_unit_size(), 0);
    std::map<std::pair<std::string, std::string>, std::vector<int>> not_computable;
    for (const auto& one : answer->not_computable()) {
      EXPECT_EQ(one.missing_year(), 2025);
      not_computable[{one.subject(), one.unit().substr(6)}] = {one.rungs().begin(),
                                                               one.rungs().end()};
    }
    EXPECT_EQ(not_computable, expected.not_computable);
    issued_ += static_cast<int>(issued.size());
    already_ += answer->already_issued();
    untold_ += static_cast<int>(not_computable.size());
  }

  void Urge(int day) {
    const std::vector<Part> parts = OpenParts();
    if (parts.empty()) return;
    const Part& part = parts.front();
    v1::IssueReminderRequest request = Urging(part.unit, DateOf(day));
    request.set_subject(part.subject);
    *request.mutable_due_date() = Date(DateOf(part.due));
    const std::optional<Issued> expected = model_.Urge(day, part);
    auto issued = Call(&Stub::IssueReminder, request);
    ASSERT_EQ(issued.ok(), expected.has_value()) << issued.status();
    if (!issued.ok()) return;
    EXPECT_EQ(Plain(*issued), *expected);
    names_.push_back(issued->name());
  }

  void TakeBack() {
    if (model_.all.empty()) return;
    const auto i = static_cast<size_t>(Below(static_cast<int>(model_.all.size())));
    v1::VoidReminderRequest request;
    request.set_name(names_[i]);
    request.set_reason("nhập nhầm");
    const bool good = model_.all[i].kind == 'U';  // again for the same reason is no error
    auto voided = Call(&Stub::VoidReminder, request);
    ASSERT_EQ(voided.ok(), good) << voided.status();
    if (good) model_.all[i].voided = true;
  }

  void CompareAll() {
    std::vector<std::pair<std::string, Issued>> listed;
    v1::ListRemindersRequest request;
    request.set_page_size(1 + Below(50));
    do {
      auto page = Call(&Stub::ListReminders, request);
      ASSERT_THAT(page, IsOk());
      for (const v1::Reminder& one : page->reminders()) listed.emplace_back(one.name(), Plain(one));
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    ASSERT_EQ(listed.size(), model_.all.size());
    std::map<std::string, Issued> by_name(listed.begin(), listed.end());
    ASSERT_EQ(by_name.size(), listed.size()) << "a name was listed twice";
    for (size_t i = 0; i < names_.size(); ++i) {
      ASSERT_TRUE(by_name.contains(names_[i]));
      EXPECT_EQ(by_name[names_[i]], model_.all[i]);
    }
  }

  ReminderModel model_;
  std::vector<std::string> names_;  // of model_.all
  std::map<std::string, int> due_;  // in force, by subject
  std::mt19937 random_;
  int issued_ = 0;
  int already_ = 0;
  int untold_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, ReminderHistoryTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(ReminderHistoryTest, R32R34RandomScansAgreeWithAPlainModel) {
  const uint32_t seed = tiendo::testing::Seed();
  SCOPED_TRACE(tiendo::testing::WithSeed(seed));
  random_.seed(seed);
  ASSERT_NO_FATAL_FAILURE(EnterTet());
  ASSERT_NO_FATAL_FAILURE(CreateSubjects());
  Dissolve("cell-b", "cell-c", DateOf(kMerged));
  int day = 5;
  for (int i = 0; i < kOperations && !HasFailure(); ++i) {
    const int dice = Below(20);
    if (dice < 8) {
      // Mostly on, by a day or after some off, sometimes once more or of a day before.
      day = std::min(kToday, day + Below(2) + (Below(6) == 0 ? Below(9) : 0));
      Scan(Below(8) == 0 ? Below(day + 1) : day);
    } else if (dice < 11) {
      auto subject = due_.begin();
      std::advance(subject, Below(static_cast<int>(due_.size())));
      subject->second = 1 + Below(kToday + 20);
    } else if (dice < 17) {
      Urge(Below(4) == 0 ? Below(day + 1) : day);
    } else {
      TakeBack();
    }
    if (i % 60 == 59) CompareAll();
  }
  CompareAll();
  EXPECT_GT(issued_, 20) << "too few notices were issued: invalid";
  EXPECT_GT(already_, 20) << "too few were issued before: invalid";
  EXPECT_GT(model_.renamed, 0) << "the names of a plan never met: invalid";
  EXPECT_GT(untold_, 0) << "the missing year was never met: invalid";
}

}  // namespace
}  // namespace tiendo::supervision::testing
