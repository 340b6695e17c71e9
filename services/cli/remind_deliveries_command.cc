#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <string>

#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/list_all.h"
#include "services/cli/supervision_words.h"
#include "services/cli/supervision_write.h"
#include "services/cli/table.h"
#include "tiendo/supervision/v1/deliveries.pb.h"

namespace tiendo::cli {
namespace {

using supervision::v1::Delivery;
using supervision::v1::ListDeliveriesRequest;
using supervision::v1::ListDeliveriesResponse;

constexpr char kList[] = "tiendo.supervision.v1.SupervisionService/ListDeliveries";

struct Flags {
  std::string reminder;
  std::string outcome;
};

// As the flag names them, and as filters do.
const std::map<std::string, std::string>& Outcomes() {
  static const std::map<std::string, std::string> outcomes = {
      {"delivered", "DELIVERED"}, {"failed", "FAILED"}, {"given-up", "GIVEN_UP"}};
  return outcomes;
}

absl::StatusOr<int> RunDeliveries(Context& context, const Flags& flags) {
  ListDeliveriesRequest request;
  request.set_parent(flags.reminder.empty() ? "reminders/-" : NameIn("reminders", flags.reminder));
  if (!flags.outcome.empty()) request.set_filter("outcome = " + Outcomes().at(flags.outcome));
  TIENDO_ASSIGN_OR_RETURN(const auto all,
                          AllPages<ListDeliveriesResponse>(context.caller, kList, request));
  if (context.settings.json) {
    context.out << ToJson(all);
    return kExitOk;
  }
  Table table({{"Lần gửi"},
               {"Lúc"},
               {"Kết quả"},
               {"Vì sao"},
               {"Mất (ms)", Table::Align::kRight},
               {"Gửi lại lúc"}});
  for (const Delivery& one : all.deliveries()) {
    table.AddRow({one.name(), VietnameseTime(one.attempt_time()),
                  std::string(OutcomeVi(one.outcome())), FailureVi(one),
                  std::to_string(one.duration_ms()),
                  one.has_next_attempt_time() ? VietnameseTime(one.next_attempt_time()) : "–"});
  }
  context.out << (table.empty() ? "Không có lần gửi nào.\n" : table.Render(context.style));
  return kExitOk;
}

}  // namespace

void AddRemindDeliveries(CLI::App& remind, Action& selected) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = remind.add_subcommand(
      "deliveries", "How reminders were told to the system that passes them on, by attempt");
  command->add_option("--reminder", flags->reminder,
                      "Of this reminder only, as `remind list` shows it");
  command->add_option("--outcome", flags->outcome, "delivered, failed or given-up")
      ->check(CLI::IsMember(Outcomes()));
  command->footer(
      "A reminder stands, whatever became of telling it.\n"
      "Example:\n  tiendo remind deliveries --outcome given-up\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunDeliveries(context, *flags); };
  });
}

}  // namespace tiendo::cli
