#include "tests/integration/remind/case.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <tuple>

#include "common/calendar/day.h"
#include "common/rpc/status_conversion.h"
#include "services/cli/client.h"
#include "services/cli/dates.h"

namespace tiendo::testing {
namespace {

namespace programs = tiendo::programs::v1;
namespace supervision = tiendo::supervision::v1;
namespace units = tiendo::units::v1;
using calendar::Day;
using Programs = programs::ProgramService::Stub;

constexpr int kBatch = 1000;
constexpr char kTop[] = "units/dang-bo";
constexpr char kDutyProgram[] = "programs/nv";
constexpr char kItemProgram[] = "programs/so";

Day DayOf(const std::string& iso) { return calendar::ParseIsoDay(iso).value(); }

// Monday to Friday after `from` up to `to`; there is no holiday in the days of this case.
int WeekdaysBetween(Day from, Day to) {
  int count = 0;
  for (Day day = from + std::chrono::days(1); day <= to; day += std::chrono::days(1)) {
    const std::chrono::weekday weekday{day};
    count += weekday != std::chrono::Saturday && weekday != std::chrono::Sunday ? 1 : 0;
  }
  return count;
}

}  // namespace

RemindCase::RemindCase(std::function<db::Options()> database, int units, int duties)
    : units_(units), duties_(duties), suite_(std::move(database)) {
  CreateUnits();
  suite_.EnterCalendar(2022);
  CreateProgram();
  for (int d = 0; d < duties_; ++d) CreateDuty(d);
  AwaitStatus();
}

std::string RemindCase::CellId(int i) { return "chi-bo-" + std::to_string(10'000 + i); }

std::string RemindCase::DutyName(int d) {
  return std::string(kDutyProgram) + "/duties/nv-" + std::to_string(100 + d);
}

std::string RemindCase::DeadlineOf(int d) const {
  const int span = std::max(1, duties_ - 1);
  return calendar::FormatIso(DayOf(kDay) + std::chrono::days(-16 + d * 52 / span));
}

void RemindCase::CreateUnits() {
  suite_.CreateUnit("dang-bo", "", true);
  for (int first = 0; first < units_; first += kBatch) {
    units::BatchCreateUnitsRequest batch;
    for (int i = first; i < std::min(units_, first + kBatch); ++i) {
      units::CreateUnitRequest& one = *batch.add_requests();
      one.set_unit_id(CellId(i));
      one.mutable_unit()->set_display_name("Chi bộ mẫu " + std::to_string(i));
      one.mutable_unit()->set_side(units::Unit::SIDE_PARTY);
      one.mutable_unit()->set_kind(units::Unit::KIND_GRASSROOTS_CELL);
      one.mutable_unit()->set_parent(kTop);
      *one.mutable_unit()->mutable_effective_from() = DateOf("2020-01-01");
    }
    grpc::ClientContext context;
    units::BatchCreateUnitsResponse response;
    PositionOf(context, suite_.units().BatchCreateUnits(&context, batch, &response));
  }
}

void RemindCase::CreateProgram() {
  suite_.CreateProgram("department", "so", 2022, kTop, "2022-01-10");
  programs::CreateCategoryRequest category;
  category.set_category_id("party-duty");
  category.mutable_category()->set_display_name("Nhiệm vụ giao đồng loạt");
  category.mutable_category()->set_kind(programs::Category::KIND_DUTY);
  suite_.Write(&Programs::CreateCategory, category);
  programs::CreateProgramRequest create;
  create.set_program_id("nv");
  create.mutable_program()->set_title("Nhiệm vụ mẫu năm 2022");
  create.mutable_program()->add_years(2022);
  create.mutable_program()->set_category("categories/party-duty");
  create.mutable_program()->set_owner(kTop);
  suite_.Write(&Programs::CreateProgram, create);
  programs::ApproveProgramRequest approve;
  approve.set_name(kDutyProgram);
  *approve.mutable_approval_date() = DateOf("2022-01-10");
  approve.mutable_document()->set_number("MẪU-01");
  suite_.Write(&Programs::ApproveProgram, approve);
}

void RemindCase::CreateDuty(int d) {
  const std::string name = DutyName(d);
  programs::CreateDutyRequest create;
  create.set_parent(kDutyProgram);
  create.set_duty_id(name.substr(name.rfind('/') + 1));
  programs::Duty& duty = *create.mutable_duty();
  duty.set_title("Nội dung mẫu " + std::to_string(d));
  duty.set_cadence(programs::Duty::CADENCE_ONCE);
  *duty.mutable_deadline_rule()->mutable_fixed_date() = DateOf(DeadlineOf(d));
  duty.mutable_demand()->set_sets(1);
  for (int i = 0; i < units_; ++i) duty.mutable_population()->add_units("units/" + CellId(i));
  suite_.Write(&Programs::CreateDuty, create);
  programs::IssueDutyRequest issue;
  issue.set_name(name);
  *issue.mutable_issue_date() = DateOf("2022-01-15");
  suite_.Write(&Programs::IssueDuty, issue);
  programs::DistributeDutyRequest distribute;
  distribute.set_name(name);
  *distribute.mutable_assign_date() = DateOf("2022-02-01");
  suite_.Write(&Programs::DistributeDuty, distribute);
  for (int i = 0; i < units_; ++i) {
    if (!HandedIn(i, d)) continue;
    programs::SubmitAssignmentRequest submit;
    submit.set_name(name + "/assignments/" + CellId(i) + "-once");
    *submit.mutable_submit_date() = DateOf("2022-05-04");
    submit.set_sets(1);
    suite_.Write(&Programs::SubmitAssignment, submit);
  }
}

void RemindCase::AwaitStatus() {
  // A write of each service; its position includes what was written before.
  const std::string units = suite_.EnterCalendar(2030);
  programs::CreateCategoryRequest category;
  category.set_category_id("last");
  category.mutable_category()->set_display_name("Mẫu");
  category.mutable_category()->set_kind(programs::Category::KIND_ITEM);
  const std::string last = suite_.Write(&Programs::CreateCategory, category);
  for (const std::string& position : {units, last}) {
    tiendo::status::v1::GetStatusRequest request;
    request.set_scope(kTop);
    *request.mutable_as_of() = DateOf(kDay);
    const auto status = suite_.Status(request, position);
    EXPECT_TRUE(status.ok()) << status.status();
  }
}

RemindCase::Notices RemindCase::Model(const std::string& iso) const {
  Notices out;
  const Day day = DayOf(iso);
  for (int d = 0; d < duties_; ++d) {
    const Day deadline = DayOf(DeadlineOf(d));
    std::string notice;
    if (deadline < day) {
      notice = "KIND_AFTER_DUE 1";
    } else {
      for (const int rung : {15, 7, 3}) {
        if (WeekdaysBetween(day, deadline) <= rung) {
          notice = "KIND_BEFORE_DUE " + std::to_string(rung);
        }
      }
    }
    if (notice.empty()) continue;
    for (int i = 0; i < units_; ++i) {
      if (HandedIn(i, d)) continue;
      out[{DutyName(d) + "/assignments/" + CellId(i) + "-once", "units/" + CellId(i)}] = notice;
    }
  }
  return out;
}

RemindCase::Notices RemindCase::Issued() {
  Notices out;
  std::set<std::tuple<std::string, std::string, std::string>> all;
  supervision::ListRemindersRequest request;
  request.set_page_size(1000);
  do {
    grpc::ClientContext context;
    supervision::ListRemindersResponse page;
    PositionOf(context, suite_.supervision().ListReminders(&context, request, &page));
    for (const supervision::Reminder& reminder : page.reminders()) {
      const std::string notice =
          supervision::Reminder::Kind_Name(reminder.kind()) + " " + std::to_string(reminder.rung());
      EXPECT_TRUE(all.emplace(reminder.subject(), reminder.unit(), notice).second)
          << notice << " of " << reminder.subject() << " was issued twice";
      out[{reminder.subject(), reminder.unit()}] = notice;  // the last one
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return out;
}

namespace {

// A client with what a command has at hand.
class Client {
 public:
  explicit Client(Suite& suite)
      : settings_{.addresses = {{cli::Service::kSupervision, suite.supervision_address()},
                                {cli::Service::kStatus, suite.status_address()}},
                  .admin_addresses = {},
                  .deadline = absl::Minutes(2)},
        caller_(settings_.addresses, settings_.deadline),
        context_{.settings = settings_,
                 .caller = caller_,
                 .clock = clock_,
                 .in = in_,
                 .out = out_,
                 .err = err_,
                 .style = {}} {}
  cli::Context& context() { return context_; }

 private:
  cli::Settings settings_;
  cli::GrpcCaller caller_;
  SystemClock clock_;
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
  cli::Context context_;
};

cli::ScanOptions OptionsOf(const std::string& as_of) {
  cli::ScanOptions options;
  options.as_of = DateOf(as_of);
  options.scope = kTop;
  return options;
}

}  // namespace

absl::StatusOr<cli::ScanResult> RemindCase::Scan(const std::string& as_of, bool dry_run) {
  Client client(suite_);
  cli::ScanOptions options = OptionsOf(as_of);
  options.dry_run = dry_run;
  cli::ScanResult result;
  absl::Status scanned = cli::Scan(client.context(), options, result);
  if (!scanned.ok()) return scanned;
  return result;
}

absl::StatusOr<size_t> RemindCase::ReadOnly() {
  Client client(suite_);
  cli::ScanResult result;
  const auto subjects = cli::DueSubjects(client.context(), OptionsOf(kDay), result);
  if (!subjects.ok()) return subjects.status();
  return subjects->size();
}

void RemindCase::CreateItems() {
  for (int d = 0; d < duties_; ++d) {
    for (int first = 0; first < units_; first += kBatch) {
      programs::BatchCreateItemsRequest batch;
      batch.set_parent(kItemProgram);
      for (int i = first; i < std::min(units_, first + kBatch); ++i) {
        programs::CreateItemRequest& one = *batch.add_requests();
        one.set_parent(kItemProgram);
        one.set_item_id("mau-" + std::to_string(d) + "-" + std::to_string(i));
        one.mutable_item()->set_title("Nội dung mẫu");
        one.mutable_item()->add_leads()->set_unit("units/" + CellId(i));
      }
      suite_.Write(&Programs::BatchCreateItems, batch);
    }
  }
}

}  // namespace tiendo::testing
