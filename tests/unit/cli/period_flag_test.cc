// --period of the commands that ask for figures: what they ask status for, and what they refuse.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "services/cli/app.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "tests/unit/cli/fake_caller.h"
#include "tiendo/programs/v1/vocabulary.pb.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::cli {
namespace {

using programs::v1::GetPeriodRequest;
using programs::v1::Period;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

google::type::Date D(const std::string& iso) { return ParseDate("", iso).value(); }

class PeriodFlagTest : public ::testing::Test {
 protected:
  PeriodFlagTest() {
    period_.set_kind(Period::KIND_HALF_YEAR);
    *period_.mutable_start_date() = D("2022-01-01");
    *period_.mutable_end_date() = D("2022-06-30");
    caller_.On<GetPeriodRequest, Period>(
        "GetPeriod", [this](const GetPeriodRequest& request, Period& period) {
          names_.push_back(request.name());
          if (request.name() == "periods/none") {
            return Refusal(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND",
                           "There is no period periods/none.", {{"name", "periods/none"}});
          }
          period = period_;
          return absl::OkStatus();
        });
    Note<status::v1::GetStatusRequest, status::v1::Status>("GetStatus", status_);
    Note<status::v1::ListAttentionRequest, status::v1::ListAttentionResponse>("ListAttention",
                                                                              attention_);
    Note<status::v1::GetSupervisionStatisticsRequest, status::v1::SupervisionStatistics>(
        "GetSupervisionStatistics", statistics_);
    Note<status::v1::CompareStatusRequest, status::v1::CompareStatusResponse>("CompareStatus",
                                                                              compare_);
  }

  // Runs the command as it is typed, in a scope.
  absl::StatusOr<int> Run(const std::string& command) {
    CLI::App app("", "tiendo");
    GlobalFlags flags;
    Action selected;
    AddCommands(app, flags, selected);
    app.parse(command + " --scope top");
    Context context{.settings = settings_,
                    .caller = caller_,
                    .clock = clock_,
                    .in = in_,
                    .out = out_,
                    .err = err_,
                    .style = {}};
    return selected(context);
  }

  template <typename Request, typename Response>
  void Note(const std::string& method, Request& asked) {
    caller_.On<Request, Response>(method, [&asked](const Request& request, Response&) {
      asked = request;
      return absl::OkStatus();
    });
  }

  FakeCaller caller_;
  Period period_;
  std::vector<std::string> names_;
  status::v1::GetStatusRequest status_;
  status::v1::ListAttentionRequest attention_;
  status::v1::GetSupervisionStatisticsRequest statistics_;
  status::v1::CompareStatusRequest compare_;
  Settings settings_;
  SystemClock clock_;
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(PeriodFlagTest, IsItsCutOffAndTheYearInWhichItEnds) {
  *period_.mutable_start_date() = D("2021-12-15");
  *period_.mutable_end_date() = D("2022-12-14");
  *period_.mutable_cut_off_date() = D("2023-01-05");
  ASSERT_TRUE(Run("status --period 2022").ok());
  EXPECT_EQ(IsoDate(status_.as_of()), "2023-01-05");
  EXPECT_EQ(status_.year(), 2022) << "neither that of the cut-off nor that of the first day";
  EXPECT_FALSE(status_.has_due_by());
  EXPECT_EQ(status_.scope(), "units/top");
}

TEST_F(PeriodFlagTest, WithoutACutOffItsLastDayIsTheCutOff) {
  ASSERT_TRUE(Run("status --period 2022-h1").ok());
  EXPECT_EQ(IsoDate(status_.as_of()), "2022-06-30");
  EXPECT_EQ(status_.year(), 2022);
}

TEST_F(PeriodFlagTest, IsNamedByItsIdOrItsName) {
  ASSERT_TRUE(Run("status --period 2022-h1").ok());
  ASSERT_TRUE(Run("status --period periods/2022-h1").ok());
  EXPECT_THAT(names_, ElementsAre("periods/2022-h1", "periods/2022-h1"));
  ASSERT_TRUE(Run("status").ok());
  EXPECT_EQ(names_.size(), 2u) << "asked although nobody named one";
  EXPECT_FALSE(status_.has_as_of());
  EXPECT_EQ(status_.year(), 0);
}

TEST_F(PeriodFlagTest, ListsTakeIt) {
  *period_.mutable_cut_off_date() = D("2022-06-14");
  for (const char* command : {"attention", "escalations"}) {
    attention_.Clear();
    ASSERT_TRUE(Run(std::string(command) + " --period 2022-h1").ok()) << command;
    EXPECT_EQ(IsoDate(attention_.query().as_of()), "2022-06-14") << command;
    EXPECT_EQ(attention_.query().year(), 2022) << command;
    EXPECT_FALSE(attention_.has_compare_to()) << command;
  }
}

TEST_F(PeriodFlagTest, StatisticsCountFromItsFirstDay) {
  *period_.mutable_start_date() = D("2022-04-01");
  ASSERT_TRUE(Run("statistics --period 2022-q2").ok());
  EXPECT_EQ(IsoDate(statistics_.from()), "2022-04-01");
  EXPECT_EQ(IsoDate(statistics_.query().as_of()), "2022-06-30");
  EXPECT_EQ(statistics_.query().year(), 2022);
}

TEST_F(PeriodFlagTest, ComparesWithTheDayBeforeItsFirst) {
  ASSERT_TRUE(Run("compare --period 2022-h1").ok());
  EXPECT_EQ(IsoDate(compare_.from()), "2021-12-31") << "what is dated 01/01 is of the period";
  EXPECT_EQ(IsoDate(compare_.query().as_of()), "2022-06-30");
  EXPECT_EQ(compare_.query().year(), 2022) << "of both sides";
  *period_.mutable_start_date() = D("2024-03-01");
  *period_.mutable_end_date() = D("2024-03-31");
  ASSERT_TRUE(Run("compare --period 2024-03").ok());
  EXPECT_EQ(IsoDate(compare_.from()), "2024-02-29");
}

TEST_F(PeriodFlagTest, AnUnknownOneIsNotFoundAndSaysWhatThereIs) {
  const absl::Status refused = Run("status --period none").status();
  EXPECT_EQ(ExitCodeOf(refused), kExitNotFound);
  EXPECT_THAT(std::string(refused.message()), AllOf(HasSubstr("There is no period periods/none."),
                                                    HasSubstr("tiendo vocabulary periods")));
  EXPECT_EQ(errors::Reason(refused), "RESOURCE_NOT_FOUND") << "the details stay";
  EXPECT_EQ(errors::GetDetails(refused)->metadata.at("name"), "periods/none");
  EXPECT_EQ(caller_.CallsOf("GetStatus"), 0u);
}

TEST_F(PeriodFlagTest, AnotherErrorStaysAsItIs) {
  caller_.On<GetPeriodRequest, Period>("GetPeriod", [](const GetPeriodRequest&, Period&) {
    return absl::UnavailableError("programs is away");
  });
  EXPECT_EQ(Run("compare --period 2022-h1").status().message(), "programs is away");
}

TEST_F(PeriodFlagTest, TakesThePlaceOfADayAYearAndAFirstDay) {
  struct Clash {
    std::string command;
    std::string flag;
    std::string value;
  };
  const std::string day = "2022-06-30";
  for (const Clash& clash : std::vector<Clash>{{"status", "--as-of", day},
                                               {"status", "--year", "2022"},
                                               {"attention", "--as-of", day},
                                               {"attention", "--year", "2022"},
                                               {"escalations", "--as-of", day},
                                               {"escalations", "--year", "2022"},
                                               {"statistics", "--as-of", day},
                                               {"statistics", "--year", "2022"},
                                               {"statistics", "--from", day},
                                               {"compare", "--as-of", day},
                                               {"compare", "--year", "2022"},
                                               {"compare", "--from", day}}) {
    const char* arguments[] = {"tiendo",  clash.command.c_str(), "--period",
                               "2022-h1", clash.flag.c_str(),    clash.value.c_str()};
    std::ostringstream err;
    const int code = RunApp(6, arguments, {.in = in_, .out = out_, .err = err});
    EXPECT_EQ(code, kExitUsage) << clash.command << ' ' << clash.flag;
    EXPECT_THAT(err.str(), AllOf(HasSubstr("--period"), HasSubstr(clash.flag))) << clash.command;
  }
}

TEST_F(PeriodFlagTest, CompareNeedsAPeriodOrAnEarlierDay) {
  const absl::Status refused = Run("compare").status();
  EXPECT_EQ(ExitCodeOf(refused), kExitUsage);
  EXPECT_EQ(errors::GetDetails(refused)->violations.at(0).field, "--from");
  EXPECT_TRUE(caller_.calls.empty());
}

}  // namespace
}  // namespace tiendo::cli
