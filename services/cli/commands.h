// The command line: what stands in front of every command, and one function per command. It adds
// its subcommand, and when that is the one called, puts what to run into `selected`.
#ifndef TIENDO_SERVICES_CLI_COMMANDS_H_
#define TIENDO_SERVICES_CLI_COMMANDS_H_

#include <map>
#include <string>

#include "services/cli/context.h"

namespace CLI {
class App;
}

namespace tiendo::cli {

// The flags that every command has.
struct GlobalFlags {
  std::map<Service, std::string> addresses;
  std::map<Service, std::string> admin_addresses;
  std::string deadline = "10s";
  bool json = false;
};

// The whole command line: the global flags and all commands.
void AddCommands(CLI::App& app, GlobalFlags& flags, Action& selected);

void AddImport(CLI::App& app, Action& selected);
void AddStatus(CLI::App& app, Action& selected);
void AddAttention(CLI::App& app, Action& selected);
void AddEscalations(CLI::App& app, Action& selected);
void AddStatistics(CLI::App& app, Action& selected);
void AddCompare(CLI::App& app, Action& selected);
void AddReconcile(CLI::App& app, Action& selected);
void AddUnits(CLI::App& app, Action& selected);
// Below the command `units`: the verbs of reorganisation, and what they would move; tables.
void AddReorganisation(CLI::App& units, Action& selected);
void AddPreview(CLI::App& units, Action& selected);
void AddUnitsExport(CLI::App& units, Action& selected);
void AddCalendar(CLI::App& app, Action& selected);
void AddItem(CLI::App& app, Action& selected);
// Below the command `item`: what is recorded of items (add, void, events); how the work goes
// (issue, accept, refuse, progress, appraise, return, milestone); what was agreed (suspend, resume,
// reassign, carry-over).
void AddItemRecords(CLI::App& item, Action& selected);
void AddItemWork(CLI::App& item, Action& selected);
void AddItemTerms(CLI::App& item, Action& selected);
void AddItems(CLI::App& app, Action& selected);
void AddPrograms(CLI::App& app, Action& selected);
// Below the command `programs`.
void AddExport(CLI::App& programs, Action& selected);
void AddVocabulary(CLI::App& app, Action& selected);
void AddPlan(CLI::App& app, Action& selected);
void AddEngagement(CLI::App& app, Action& selected);
// Below the commands `plan` and `engagement`: wrong entries taken back, documents of dossiers.
void AddPlanRecords(CLI::App& plan, Action& selected);
void AddEngagementRecords(CLI::App& engagement, Action& selected);
void AddRecommendation(CLI::App& app, Action& selected);
void AddRemind(CLI::App& app, Action& selected);
// Below the command `remind`: the daily scan; the log of deliveries.
void AddRemindScan(CLI::App& remind, Action& selected);
void AddRemindDeliveries(CLI::App& remind, Action& selected);
void AddTarget(CLI::App& app, Action& selected);
void AddDuty(CLI::App& app, Action& selected);
// Below the command `duty`.
void AddDutyList(CLI::App& duty, Action& selected);
void AddDoctor(CLI::App& app, Action& selected);
// Writes a completion script made from the commands of `app` itself.
void AddCompletion(CLI::App& app, Action& selected);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_COMMANDS_H_
