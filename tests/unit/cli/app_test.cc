#include "services/cli/app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace tiendo::cli {
namespace {

using ::testing::HasSubstr;

struct Result {
  int code;
  std::string out;
  std::string err;
};

Result Tiendo(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "tiendo");
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  const int code = RunApp(static_cast<int>(arguments.size()), arguments.data(),
                          {.in = in, .out = out, .err = err});
  return {code, out.str(), err.str()};
}

TEST(AppTest, HelpOfEveryCommandHasAnExample) {
  for (const std::vector<const char*>& command : {std::vector<const char*>{},
                                                  {"status"},
                                                  {"reconcile"},
                                                  {"import"},
                                                  {"doctor"},
                                                  {"units"},
                                                  {"units", "tree"},
                                                  {"units", "search"},
                                                  {"units", "events"},
                                                  {"units", "rename"},
                                                  {"units", "transfer"},
                                                  {"units", "merge"},
                                                  {"units", "split"},
                                                  {"units", "dissolve"},
                                                  {"units", "void"},
                                                  {"remind", "deliveries"},
                                                  {"calendar"},
                                                  {"calendar", "show"},
                                                  {"calendar", "count"},
                                                  {"units", "preview"},
                                                  {"units", "export"},
                                                  {"item"},
                                                  {"item", "complete"},
                                                  {"item", "extend"},
                                                  {"item", "withdraw"},
                                                  {"item", "add"},
                                                  {"item", "issue"},
                                                  {"item", "accept"},
                                                  {"item", "refuse"},
                                                  {"item", "progress"},
                                                  {"item", "appraise"},
                                                  {"item", "return"},
                                                  {"item", "milestone"},
                                                  {"item", "suspend"},
                                                  {"item", "resume"},
                                                  {"item", "reassign"},
                                                  {"item", "carry-over"},
                                                  {"item", "void"},
                                                  {"item", "events"},
                                                  {"programs"},
                                                  {"programs", "export"},
                                                  {"duty"},
                                                  {"duty", "list"},
                                                  {"duty", "distribute"},
                                                  {"duty", "submit"},
                                                  {"duty", "accept"},
                                                  {"duty", "return"},
                                                  {"duty", "override"},
                                                  {"completion"},
                                                  {"completion", "bash"}}) {
    std::vector<const char*> arguments = command;
    arguments.push_back("--help");
    const Result result = Tiendo(arguments);
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.out, HasSubstr("Example:\n"));
  }
  EXPECT_THAT(Tiendo({"--help"}).out, HasSubstr("Exit codes:"));
}

TEST(AppTest, WrongUseExitsWithTwo) {
  EXPECT_EQ(Tiendo({}).code, 2);
  EXPECT_EQ(Tiendo({"fly"}).code, 2);
  EXPECT_EQ(Tiendo({"status", "--colour", "red"}).code, 2);
  EXPECT_EQ(Tiendo({"status", "--basis", "none"}).code, 2);
  EXPECT_EQ(Tiendo({"reconcile", "19/21"}).code, 2) << "without --category";
  EXPECT_EQ(Tiendo({"--deadline", "soon", "status"}).code, 2);
}

TEST(AppTest, ImpossibleDateIsSaidBeforeAnyCall) {
  const Result result = Tiendo({"status", "--scope", "units/a", "--as-of", "30/02/2022"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("--as-of"));
  EXPECT_THAT(result.err, HasSubstr("30/02/2022"));
}

TEST(AppTest, GlobalFlagsMayFollowTheCommand) {
  const Result result = Tiendo(
      {"status", "--scope", "units/a", "--status", "127.0.0.1:1", "--deadline", "5s", "--json"});
  EXPECT_EQ(result.code, 6) << result.err;
  EXPECT_THAT(result.err, HasSubstr("\"UNAVAILABLE\""));
}

TEST(AppTest, MissingImportFolderIsNotFound) {
  EXPECT_EQ(Tiendo({"import", "/nowhere/at/all"}).code, 4);
  EXPECT_EQ(Tiendo({"import", "/nowhere/at/all.xlsx"}).code, 4);
}

TEST(AppTest, FlagsOfTablesAreForTables) {
  EXPECT_EQ(Tiendo({"import", "/nowhere", "--program", "p"}).code, 2);
  EXPECT_EQ(Tiendo({"import", "/nowhere", "--sheet", "s"}).code, 2);
}

TEST(AppTest, CompletionKnowsTheCommandsAndTheirFlags) {
  const Result result = Tiendo({"completion", "bash"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, HasSubstr("complete -o default -F _tiendo tiendo"));
  EXPECT_THAT(result.out, HasSubstr("'item extend') words='"));
  EXPECT_THAT(result.out, HasSubstr("--approver"));
}

TEST(AppTest, DoctorSaysWhichServicesDoNotAnswer) {
  const Result result =
      Tiendo({"doctor", "--units", "127.0.0.1:1", "--programs", "127.0.0.1:1", "--supervision",
              "127.0.0.1:1", "--status", "127.0.0.1:1", "--deadline", "5s"});
  EXPECT_EQ(result.code, 6);
  for (const char* service : {"units", "programs", "supervision", "status"}) {
    EXPECT_THAT(result.out, HasSubstr(std::string("LỖI  ") + service + ": 127.0.0.1:1"));
  }
}

}  // namespace
}  // namespace tiendo::cli
