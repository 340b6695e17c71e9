// Corrections of what was recorded of plans and engagements, and documents of dossiers.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/list_all.h"
#include "services/cli/supervision_words.h"
#include "services/cli/supervision_write.h"

namespace tiendo::cli {
namespace {

using supervision::v1::Engagement;
using supervision::v1::EngagementEvent;
using supervision::v1::Plan;
using supervision::v1::PlanEvent;

constexpr char kService[] = "tiendo.supervision.v1.SupervisionService/";
constexpr char kEvents[] = "/events/";

struct VoidFlags {
  std::string name;
  std::string reason;
  bool yes = false;
};

struct DossierFlags {
  SupervisionFlags verb;
  std::string entry;
  bool remove = false;
};

// Those that the service voids one after the other, the newest first.
bool IsVoidable(const PlanEvent& event) { return !event.voided(); }
bool IsVoidable(const EngagementEvent& event) {
  return !event.voided() && event.kind() != EngagementEvent::KIND_RESCHEDULED &&
         event.kind() != EngagementEvent::KIND_REMOVED &&
         event.kind() != EngagementEvent::KIND_VIOLATION_SIGNS;
}

// The event that is named, or of a plan or engagement the newest that stands.
template <typename Event, typename ListRequest, typename ListResponse>
absl::StatusOr<Event> FindEvent(Context& context, const std::string& method,
                                const std::string& name) {
  ListRequest list;
  list.set_parent(name.substr(0, name.find(kEvents)));
  const bool named = name.find(kEvents) != std::string::npos;
  Event found;
  TIENDO_RETURN_IF_ERROR(EachPage<ListResponse>(
      context.caller, kService + method, list, [&](const ListResponse& page) {
        for (const Event& event : page.events()) {
          if (named ? event.name() == name : IsVoidable(event)) found = event;
        }
      }));
  if (!found.name().empty()) return found;
  return errors::Make(
      absl::StatusCode::kNotFound, errors::reasons::kResourceNotFound,
      named ? "there is no " + name : "nothing was recorded of " + name + " that can be taken back",
      {{"name", name}});
}

template <typename Resource, typename Request, typename Event, typename ListRequest,
          typename ListResponse>
absl::StatusOr<int> RunVoid(Context& context, const VoidFlags& flags, const char* collection,
                            const std::string& noun) {
  TIENDO_ASSIGN_OR_RETURN(const Event event,
                          (FindEvent<Event, ListRequest, ListResponse>(
                              context, "List" + noun + "Events", NameIn(collection, flags.name))));
  auto request = std::make_unique<Request>();
  request->set_name(event.name());
  request->set_reason(flags.reason);
  SupervisionWrite write{
      "Void" + noun + "Event",
      "hủy lần ghi " + EventVi(event) + " (" + event.name() + "): " + flags.reason,
      std::move(request)};
  return RunSupervisionWrite(context, "Get" + noun,
                             event.name().substr(0, event.name().find(kEvents)), flags.yes,
                             std::move(write), Resource());
}

template <typename Run>
void AddVoid(CLI::App& parent, const std::string& example, Run run, Action& selected) {
  auto flags = std::make_shared<VoidFlags>();
  CLI::App* command = parent.add_subcommand(
      "void", "Take back the newest entry, which was wrong; it stays listed as voided");
  command->add_option("name", flags->name, "Its name, or that of the event")->required();
  command->add_option("--reason", flags->reason, "Why the entry was wrong")->required();
  command->add_flag("--yes,-y", flags->yes, "Do not ask");
  command->footer("Example:\n  " + example + " --reason \"nhập nhầm ngày\"\n");
  command->callback([flags, run, &selected] {
    selected = [flags, run](Context& context) { return run(context, *flags); };
  });
}

absl::StatusOr<int> RunDossier(Context& context, const DossierFlags& flags) {
  auto request = std::make_unique<supervision::v1::SetDossierDocumentRequest>();
  const std::string name = NameIn("engagements", flags.verb.name) + "/dossier";
  request->set_name(name);
  request->set_document_id(flags.entry);
  request->set_remove(flags.remove);
  std::string description = "rút " + flags.entry + " khỏi hồ sơ";
  if (!flags.remove) {
    TIENDO_ASSIGN_OR_RETURN(*request->mutable_date(),
                            DateOrToday(context.clock, "--date", flags.verb.date));
    TIENDO_RETURN_IF_ERROR(FillDocument(flags.verb.document, *request->mutable_document()));
    description = "đưa " + flags.entry + " vào hồ sơ " +
                  ByDocumentAndDate(request->document(), request->date());
  }
  return RunSupervisionWrite(context, "GetDossier", name, flags.verb.yes,
                             {"SetDossierDocument", description, std::move(request)},
                             supervision::v1::Dossier());
}

void AddDossier(CLI::App& engagement, Action& selected) {
  auto flags = std::make_shared<DossierFlags>();
  CLI::App* command = engagement.add_subcommand(
      "dossier", "Put a document of the checklist into the dossier, or take it out");
  AddSupervisionFlags(*command, flags->verb, "engagements/{engagement}",
                      /*document_required=*/false);
  command->add_option("entry", flags->entry, "Id in the checklist, e.g. quyet-dinh")->required();
  command->add_flag("--remove", flags->remove, "It was put in by mistake")
      ->excludes("--date")
      ->excludes("--document");
  command->footer(
      "Example:\n  tiendo engagement dossier kiem-tra-01 quyet-dinh --date 2026-03-02 \\\n"
      "      --document MẪU-01/QĐ\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunDossier(context, *flags); };
  });
}

}  // namespace

void AddPlanRecords(CLI::App& plan, Action& selected) {
  AddVoid(
      plan, "tiendo plan void plans/2026-chi-bo",
      [](Context& context, const VoidFlags& flags) {
        return RunVoid<Plan, supervision::v1::VoidPlanEventRequest, PlanEvent,
                       supervision::v1::ListPlanEventsRequest,
                       supervision::v1::ListPlanEventsResponse>(context, flags, "plans", "Plan");
      },
      selected);
}

void AddEngagementRecords(CLI::App& engagement, Action& selected) {
  AddVoid(
      engagement, "tiendo engagement void kiem-tra-01",
      [](Context& context, const VoidFlags& flags) {
        return RunVoid<Engagement, supervision::v1::VoidEngagementEventRequest, EngagementEvent,
                       supervision::v1::ListEngagementEventsRequest,
                       supervision::v1::ListEngagementEventsResponse>(context, flags, "engagements",
                                                                      "Engagement");
      },
      selected);
  AddDossier(engagement, selected);
}

}  // namespace tiendo::cli
