// What the service declares: policy and the settings of reminders, checklists and themes.
#include "services/status/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/status/config.h"
#include "tests/support/status_matchers.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::status {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(StatusServer, EveryVerbHasAPolicyRow) {
  const host::Definition definition = StatusServer(std::make_shared<StatusConfig>());
  const absl::StatusOr<rpc::Policy> policy = rpc::Policy::Create(definition.policy);
  ASSERT_THAT(policy, tiendo::testing::IsOk());
  const auto* service = v1::Status::descriptor()->file()->FindServiceByName("StatusService");
  ASSERT_NE(service, nullptr);
  EXPECT_THAT(rpc::MissingRows(*service, *policy), IsEmpty());
  EXPECT_EQ(definition.policy.size(), static_cast<size_t>(service->method_count()));
}

TEST(StatusServer, LadderAndThemesAreReadFromTheirSettings) {
  StatusConfig config;
  config::Options options("status", "test");
  AddSettings(options, config);
  EXPECT_THAT(LadderOf(config)->before, ElementsAre(15, 7, 3));
  EXPECT_THAT(LadderOf(config)->after, ElementsAre(1));
  EXPECT_EQ(LadderOf(config)->agenda_after, 3);
  EXPECT_EQ(ThemesOf(config)->size(), 3u);
  const char* other[] = {"tiendo-status",
                         "--reminder-days-before",
                         "5,10",
                         "--reminder-days-after",
                         "",
                         "--reminder-urgings",
                         "2",
                         "--themes",
                         "theme/lang-phi"};
  ASSERT_THAT(options.Parse(9, other, {}), tiendo::testing::IsOk());
  EXPECT_THAT(LadderOf(config)->before, ElementsAre(10, 5));
  EXPECT_THAT(LadderOf(config)->after, IsEmpty());
  EXPECT_EQ(LadderOf(config)->agenda_after, 2);
  EXPECT_THAT(*ThemesOf(config), ElementsAre("theme/lang-phi"));
  const char* wrong[] = {
      "tiendo-status", "--reminder-days-before", "7,7", "--reminder-days-after", "soon",
      "--themes",      "theme/a,theme/a"};
  const std::string refused(options.Parse(7, wrong, {}).status().message());
  EXPECT_THAT(refused, HasSubstr("reminder-days-before"));
  EXPECT_THAT(refused, HasSubstr("reminder-days-after"));
  EXPECT_THAT(refused, HasSubstr("themes"));
  EXPECT_THAT(refused, HasSubstr("theme/a is given twice"));
}

TEST(StatusServer, ChecklistsAreReadFromTheirSetting) {
  StatusConfig config;
  EXPECT_EQ(*ChecklistsOf(config), DefaultChecklistSizes());
  config::Options options("status", "test");
  AddSettings(options, config);
  const std::string rest = "THEMATIC_SUPERVISION=8,VIOLATION_SIGNS_INSPECTION=100";
  const std::string right = "CONTINUOUS_SUPERVISION=1, THEMATIC_INSPECTION = 9," + rest;
  const char* arguments[] = {"tiendo-status", "--checklist-documents", right.c_str()};
  ASSERT_THAT(options.Parse(3, arguments, {}), tiendo::testing::IsOk());
  EXPECT_THAT(
      *ChecklistsOf(config),
      ElementsAre(Pair("CONTINUOUS_SUPERVISION", 1), Pair("THEMATIC_INSPECTION", 9),
                  Pair("THEMATIC_SUPERVISION", 8), Pair("VIOLATION_SIGNS_INSPECTION", 100)));
  for (const char* wrong :
       {"", "THEMATIC_INSPECTION=9,", "CONTINUOUS_SUPERVISION=1,THEMATIC_INSPECTION=0,",
        "CONTINUOUS_SUPERVISION=1,THEMATIC_INSPECTION=101,",
        "CONTINUOUS_SUPERVISION=1,CONTINUOUS_SUPERVISION=1,",
        "CONTINUOUS_SUPERVISION=1,THEMATIC_INSPECTION=9,OTHER=1,",
        "CONTINUOUS_SUPERVISION=1,THEMATIC_INSPECTION,"}) {
    const std::string text = wrong + rest;
    const char* refused[] = {"tiendo-status", "--checklist-documents", text.c_str()};
    EXPECT_THAT(std::string(options.Parse(3, refused, {}).status().message()),
                HasSubstr("checklist-documents"))
        << text;
  }
}

TEST(StatusServer, AThemeHasToBeATag) {
  StatusConfig config;
  config::Options options("status", "test");
  AddSettings(options, config);
  for (const std::string wrong : {"lang-phi", "theme/Lãng phí", "theme/", "theme/a/b"}) {
    const std::string themes = "theme/tieu-cuc, " + wrong;
    const char* arguments[] = {"tiendo-status", "--themes", themes.c_str()};
    const std::string refused(options.Parse(3, arguments, {}).status().message());
    EXPECT_THAT(refused, HasSubstr("themes"));
    EXPECT_THAT(refused, HasSubstr("\"" + wrong + "\" must be a kind and a value"));
  }
}

}  // namespace
}  // namespace tiendo::status
