// The end of the department as data: deploy/cases/2025 on top of deploy/cases/2022, and the
// calendars, imported as an operator does.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>

#include "services/cli/client.h"
#include "services/cli/import_file.h"
#include "services/cli/importer.h"
#include "tests/integration/units/fixture.h"

namespace tiendo::units {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using tiendo::testing::IsOk;

class Case2025Test : public UnitsFixture {
 protected:
  // The requests to units of a folder below deploy/.
  cli::ImportSummary Import(const std::string& folder) {
    const char* source = std::getenv("TIENDO_SOURCE");
    EXPECT_NE(source, nullptr) << "run by ctest, or set TIENDO_SOURCE";
    auto plan = cli::LoadImport(std::filesystem::path(source == nullptr ? "." : source) / "deploy" /
                                folder);
    EXPECT_TRUE(plan.ok());
    EXPECT_THAT(plan->problems, IsEmpty());
    std::vector<cli::ImportRequest> requests;
    for (cli::ImportRequest& r : plan->requests) {
      if (r.method.service == cli::Service::kUnits) requests.push_back(std::move(r));
    }
    EXPECT_FALSE(requests.empty());
    cli::GrpcCaller caller({{cli::Service::kUnits, harness_->address()}}, absl::Seconds(20));
    cli::Importer importer(
        caller, {}, [](absl::Duration) {}, [](size_t, size_t, const cli::ImportRequest&) {});
    cli::ImportSummary summary = importer.Run(requests);
    for (const auto& note : summary.notes) ADD_FAILURE() << note.text;
    return summary;
  }
  // The tree of a day as bytes, units with all they say.
  std::vector<std::string> Nodes(const std::string& day) {
    v1::GetTreeRequest request;
    *request.mutable_as_of() = Date(day);
    v1::GetTreeResponse tree;
    EXPECT_THAT(Call(&Stub::GetTree, request, &tree), IsOk());
    std::vector<std::string> out;
    for (v1::TreeNode node : tree.nodes()) {
      // What is known of later days is not part of the day.
      node.mutable_unit()->clear_periods();
      node.mutable_unit()->clear_effective_to();
      node.mutable_unit()->clear_successors();
      node.mutable_unit()->clear_state();
      node.mutable_unit()->clear_etag();
      node.mutable_unit()->clear_revision();
      node.mutable_unit()->clear_update_time();
      out.push_back(node.SerializeAsString());
    }
    return out;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, Case2025Test, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(Case2025Test, TheHandOverLeavesTheTreeOf2022AsItWas) {
  Import("cases/2022");
  const std::vector<std::string> before = Nodes("2022-06-30");
  ASSERT_GT(before.size(), 50U);
  const cli::ImportSummary summary = Import("cases/2025");
  EXPECT_EQ(summary.failed, 0);
  EXPECT_GT(summary.written, 30);
  EXPECT_EQ(Nodes("2022-06-30"), before);
  EXPECT_EQ(Nodes("2025-02-27"), before);

  EXPECT_THAT(TreeOn("2025-02-28", "units/cong-an"), Contains(".co-so-bo-la"));
  const std::vector<std::string> interior = TreeOn("2025-03-01", "units/so-noi-vu");
  EXPECT_THAT(interior, Contains(".don-vi-mau-01")) << "by the rule of the heir";
  EXPECT_THAT(interior, ::testing::Not(Contains(".phong-tre-em")));
  EXPECT_THAT(TreeOn("2025-03-01", "units/dang-bo-so-giao-duc"),
              Contains("...chi-bo-truc-thuoc-mau-01"));
  v1::GetTreeRequest gone;
  gone.set_root("units/so-ldtbxh");
  *gone.mutable_as_of() = Date("2025-03-01");
  v1::GetTreeResponse tree;
  const absl::Status refused = Call(&Stub::GetTree, gone, &tree);
  EXPECT_THAT(refused, tiendo::testing::HasReason("UNIT_NOT_IN_FORCE"));
  EXPECT_EQ(errors::GetDetails(refused)->metadata.at("successors"), "units/so-noi-vu");
  *gone.mutable_as_of() = Date("2025-02-28");
  EXPECT_THAT(Call(&Stub::GetTree, gone, &tree), IsOk());
}

TEST_P(Case2025Test, ASecondImportChangesNothing) {
  Import("cases/2022");
  const int written = Import("cases/2025").written;
  const cli::ImportSummary again = Import("cases/2025");
  EXPECT_EQ(again.written, 0);
  EXPECT_EQ(again.already_there, written);
}

TEST_P(Case2025Test, EveryYearHasElevenDaysOff) {
  Import("calendars");
  EXPECT_EQ(Import("calendars").written, 0);
  for (int year = 2022; year <= 2026; ++year) {
    int weekdays = 0;
    const calendar::Day first{std::chrono::year{year} / 1 / 1};
    const calendar::Day last{std::chrono::year{year} / 12 / 31};
    for (calendar::Day day = first + std::chrono::days(1); day <= last;
         day += std::chrono::days(1)) {
      const std::chrono::weekday w(day);
      if (w != std::chrono::Saturday && w != std::chrono::Sunday) ++weekdays;
    }
    // The count leaves out the first of January: a day off in any case.
    const bool new_year_on_weekend = std::chrono::weekday(first) == std::chrono::Saturday ||
                                     std::chrono::weekday(first) == std::chrono::Sunday;
    v1::CountWorkingDaysRequest request;
    *request.mutable_from() = api::ToProto(first);
    *request.mutable_to() = api::ToProto(last);
    v1::CountWorkingDaysResponse count;
    ASSERT_THAT(Call(&Stub::CountWorkingDays, request, &count), IsOk());
    EXPECT_EQ(count.working_days(), weekdays - (new_year_on_weekend ? 11 : 10)) << year;
  }
}

// The last day worked before Tết and the first after it.
TEST_P(Case2025Test, TetOfEveryYearIsOff) {
  Import("calendars");
  const auto worked = [this](const std::string& after, const std::string& until) {
    v1::CountWorkingDaysRequest request;
    *request.mutable_from() = Date(after);
    *request.mutable_to() = Date(until);
    v1::CountWorkingDaysResponse count;
    EXPECT_THAT(Call(&Stub::CountWorkingDays, request, &count), IsOk());
    return count.working_days();
  };
  struct Tet {
    const char *day_before, *last, *last_off, *first;
  };
  for (const auto& [day_before, last, last_off, first] :
       {Tet{"2022-01-27", "2022-01-28", "2022-02-06", "2022-02-07"},
        Tet{"2023-01-18", "2023-01-19", "2023-01-26", "2023-01-27"},
        Tet{"2024-02-06", "2024-02-07", "2024-02-14", "2024-02-15"},
        Tet{"2025-01-23", "2025-01-24", "2025-02-02", "2025-02-03"},
        Tet{"2026-02-12", "2026-02-13", "2026-02-22", "2026-02-23"}}) {
    EXPECT_EQ(worked(day_before, last), 1) << last;
    EXPECT_EQ(worked(last, last_off), 0) << last;
    EXPECT_EQ(worked(last, first), 1) << last;
  }
  // The Saturday of 26/04/2025 was worked in exchange.
  EXPECT_EQ(worked("2025-04-25", "2025-04-26"), 1);
}

}  // namespace
}  // namespace tiendo::units
