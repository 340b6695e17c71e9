#include "services/cli/app.h"

#include <CLI/CLI.hpp>
#include <cctype>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "common/errors/error.h"
#include "services/cli/call_error.h"
#include "services/cli/client.h"
#include "services/cli/commands.h"

namespace tiendo::cli {
namespace {

constexpr char kFooter[] =
    "Exit codes:\n"
    "  0 ok                      4 not found\n"
    "  1 other error, or \"no\"    5 conflict or precondition (exists, state, etag)\n"
    "  2 wrong use of flags      6 unavailable, deadline passed, overloaded\n"
    "  3 invalid input           7 permission denied\n"
    "  8 reconcile --check: the figure differs; remind scan --check: not all could be told\n"
    "\n"
    "The options above may also follow a command. `tiendo COMMAND --help` lists its own.\n"
    "Colour is used on a terminal only, and not with NO_COLOR set.\n"
    "\n"
    "Example:\n"
    "  tiendo status --as-of 2022-06-30\n";

std::string Upper(std::string_view text) {
  std::string upper;
  for (char c : text) upper += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return upper;
}

void AddGlobalFlags(CLI::App& app, GlobalFlags& flags) {
  int port = 7101;
  for (Service service : kServices) {
    const std::string name(ShortName(service));
    flags.addresses[service] = "127.0.0.1:" + std::to_string(port);
    flags.admin_addresses[service] = "127.0.0.1:" + std::to_string(port + 100);
    ++port;
    app.add_option("--" + name, flags.addresses[service], "host:port of the " + name + " service")
        ->envname("TIENDO_CLI_" + Upper(name))
        ->capture_default_str()
        ->group("Servers");
    app.add_option("--" + name + "-admin", flags.admin_addresses[service],
                   "host:port of its admin port, for doctor; empty: none")
        ->envname("TIENDO_CLI_" + Upper(name) + "_ADMIN")
        ->capture_default_str()
        ->group("Servers");
  }
  app.add_option("--deadline", flags.deadline, "Longest wait for one call, e.g. 10s, 500ms")
      ->envname("TIENDO_DEADLINE")
      ->capture_default_str();
  app.add_flag("--json", flags.json, "Print JSON for machines");
}

// Commands that belong together, under one heading of --help.
struct Section {
  const char* heading;
  std::vector<void (*)(CLI::App&, Action&)> commands;
};

std::vector<Section> Sections() {
  return {
      {"Figures",
       {&AddStatus, &AddAttention, &AddEscalations, &AddStatistics, &AddCompare, &AddReconcile}},
      {"Programmes, items, targets, duties",
       {&AddPrograms, &AddItems, &AddItem, &AddTarget, &AddDuty, &AddVocabulary}},
      {"Inspection, supervision, reminders",
       {&AddPlan, &AddEngagement, &AddRecommendation, &AddRemind}},
      {"Units and calendar", {&AddUnits, &AddCalendar}},
      {"Files", {&AddImport}},
      {"Operation", {&AddDoctor, &AddCompletion}},
  };
}

std::vector<CLI::App*> AllCommands(CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

bool WantsColour(const Console& console) {
  const char* no_color = std::getenv("NO_COLOR");
  return console.out_is_terminal && (no_color == nullptr || *no_color == '\0');
}

int Execute(const GlobalFlags& flags, const Action& action, const Console& console) {
  Settings settings{
      .addresses = flags.addresses, .admin_addresses = flags.admin_addresses, .json = flags.json};
  if (!absl::ParseDuration(flags.deadline, &settings.deadline) ||
      settings.deadline <= absl::ZeroDuration()) {
    PrintError(errors::InvalidField("--deadline", "write a duration such as 10s or 500ms"),
               flags.json, console.err);
    return kExitUsage;
  }
  GrpcCaller caller(settings.addresses, settings.deadline);
  SystemClock clock;
  Context context{.settings = settings,
                  .caller = caller,
                  .clock = clock,
                  .in = console.in,
                  .out = console.out,
                  .err = console.err,
                  .err_is_terminal = console.err_is_terminal,
                  .style = {.enabled = WantsColour(console) && !flags.json}};
  absl::StatusOr<int> code = action(context);
  console.out.flush();
  if (code.ok()) return *code;
  PrintError(code.status(), flags.json, console.err);
  return ExitCodeOf(code.status());
}

}  // namespace

void AddCommands(CLI::App& app, GlobalFlags& flags, Action& selected) {
  app.fallthrough();  // Global flags may stand behind the command too.
  app.require_subcommand(1);
  app.set_version_flag("--version", TIENDO_VERSION);
  app.footer(kFooter);
  AddGlobalFlags(app, flags);
  for (const Section& section : Sections()) {
    const size_t before = AllCommands(app).size();
    for (const auto add : section.commands) add(app, selected);
    // Afterwards: what is below a command would inherit the heading.
    const std::vector<CLI::App*> commands = AllCommands(app);
    for (size_t i = before; i < commands.size(); ++i) commands[i]->group(section.heading);
  }
}

int RunApp(int argc, const char* const* argv, const Console& console) {
  CLI::App app("tiendo: figures of a departmental Party committee, for clerks and operators",
               "tiendo");
  GlobalFlags flags;
  Action selected;
  AddCommands(app, flags, selected);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {  // CLI11 reports help, version and mistakes by throwing.
    return app.exit(error, console.out, console.err) == 0 ? kExitOk : kExitUsage;
  }
  return Execute(flags, selected, console);
}

}  // namespace tiendo::cli
