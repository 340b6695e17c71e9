#include "services/cli/app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "services/cli/commands.h"

namespace tiendo::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

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

// The command line that RunApp reads, without running anything.
struct CommandLine {
  CommandLine() { AddCommands(app, flags, selected); }

  CLI::App app{"", "tiendo"};
  GlobalFlags flags;
  Action selected;
};

struct Command {
  std::vector<std::string> words;  // {"remind", "scan"}
  std::string footer;
};

void Walk(const CLI::App& app, const std::vector<std::string>& words, std::vector<Command>& out) {
  out.push_back({words, app.get_footer()});
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    std::vector<std::string> longer = words;
    longer.push_back(sub->get_name());
    Walk(*sub, longer, out);
  }
}

// What may be called, and what stands above it: {}, {"remind"}, {"remind", "scan"}.
std::vector<Command> AllCommands() {
  std::vector<Command> commands;
  Walk(CommandLine().app, {}, commands);
  return commands;
}

// The commands at the end of a footer, each as one line.
std::vector<std::string> ExamplesIn(const std::string& footer) {
  constexpr std::string_view kHead = "Example:\n";
  const size_t at = footer.rfind(kHead);
  if (at == std::string::npos) return {};
  std::vector<std::string> examples;
  std::string line;
  std::istringstream in(footer.substr(at + kHead.size()));
  for (bool goes_on = false; std::getline(in, line);) {
    const size_t start = std::min(line.find_first_not_of(' '), line.size());
    if (!goes_on && start < line.size()) examples.emplace_back();
    goes_on = line.ends_with('\\');
    if (goes_on) line.pop_back();
    if (start < line.size()) examples.back() += line.substr(start);
  }
  return examples;
}

TEST(AppTest, HelpOfEveryCommandHasAnExample) {
  const std::vector<Command> commands = AllCommands();
  ASSERT_GT(commands.size(), 100u);
  for (const Command& command : commands) {
    std::string call = "tiendo";
    std::vector<const char*> arguments;
    for (const std::string& word : command.words) {
      call += ' ' + word;
      arguments.push_back(word.c_str());
    }
    arguments.push_back("--help");
    const Result help = Tiendo(arguments);
    EXPECT_EQ(help.code, 0) << call;
    EXPECT_THAT(help.out, HasSubstr(command.footer)) << call;
    const std::vector<std::string> examples = ExamplesIn(command.footer);
    EXPECT_FALSE(examples.empty()) << call;
    // Of this command: a subcommand without a footer of its own shows that of the one above it.
    for (const std::string& example : examples) EXPECT_THAT(example, HasSubstr(call));
  }
  EXPECT_THAT(Tiendo({"--help"}).out, HasSubstr("Exit codes:"));
}

TEST(AppTest, EveryExampleIsWellFormed) {
  constexpr std::string_view kProgram = "tiendo ";
  for (const Command& command : AllCommands()) {
    for (const std::string& example : ExamplesIn(command.footer)) {
      if (example == "source <(tiendo completion bash)") continue;
      ASSERT_TRUE(example.starts_with(kProgram)) << example;
      CommandLine line;
      try {
        line.app.parse(example.substr(kProgram.size()));
      } catch (const CLI::ParseError& error) {
        ADD_FAILURE() << example << ": " << error.what();
      }
      EXPECT_TRUE(line.selected != nullptr) << example << ": runs nothing";
    }
  }
}

TEST(AppTest, HelpListsTheCommandsUnderHeadings) {
  const std::string help = Tiendo({"--help"}).out;
  EXPECT_THAT(help, Not(HasSubstr("Subcommands:"))) << "a command without a heading";
  EXPECT_LT(help.find("\nFigures:\n"), help.find("  attention "));
  EXPECT_LT(help.find("\nInspection, supervision, reminders:\n"), help.find("  remind "));
  EXPECT_THAT(Tiendo({"remind", "--help"}).out, HasSubstr("\nSubcommands:\n  issue "));
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
