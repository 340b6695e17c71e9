// The verbs of reorganisation: each is checked first, what would move is shown, and the clerk is
// asked.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/base/random_id.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/item_write.h"
#include "services/cli/preview_command.h"
#include "tiendo/status/v1/status.pb.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::cli {
namespace {

using units::v1::Reorganisation;
using units::v1::UnitMove;
// Whose commitments the decision moves; no units: none.
using Commitments = status::v1::PreviewReorganisationRequest;

constexpr char kService[] = "tiendo.units.v1.UnitService/";
// Lines shown before the question; --json has all that the service lists.
constexpr int kShown = 40;

struct DecisionFlags {
  std::string on;
  DocumentFlags document;
  bool yes = false;
};

struct Flags {
  std::vector<std::string> units;
  std::vector<std::string> successors;
  std::string display_name;
  std::string short_name;
  std::string code;
  std::string head_title;
  std::string parent;
  std::string led_by;
  bool top = false;
  bool inherit_leader = false;
  std::string reason;
  DecisionFlags decision;
};

std::string_view EffectName(UnitMove::Effect effect) {
  switch (effect) {
    case UnitMove::EFFECT_ENDS:
      return "kết thúc";
    case UnitMove::EFFECT_BEGINS:
      return "thành lập";
    case UnitMove::EFFECT_RENAMED:
      return "đổi tên";
    case UnitMove::EFFECT_MOVES:
      return "chuyển";
    case UnitMove::EFFECT_FOLLOWS:
      return "đi theo";
    default:
      return "";
  }
}

std::string Change(const std::string& before, const std::string& then) {
  const auto shown = [](const std::string& name) { return name.empty() ? "–" : name; };
  return before == then ? shown(then) : shown(before) + " → " + shown(then);
}

void ShowMoves(Context& context, const Reorganisation& preview) {
  Table table({{"Đơn vị"}, {"Việc"}, {"Cấp trên"}, {"Tổ chức đảng lãnh đạo"}});
  for (int i = 0; i < preview.moves_size() && i < kShown; ++i) {
    const UnitMove& move = preview.moves(i);
    table.AddRow({move.display_name() + " (" + move.unit() + ")",
                  std::string(EffectName(move.effect())),
                  Change(move.old_parent(), move.new_parent()),
                  Change(move.old_leader(), move.new_leader())});
  }
  context.err << table.Render(context.style);
  if (preview.move_count() < 0) {
    context.err << "… và rất nhiều đơn vị khác.\n";
  } else if (preview.move_count() > kShown) {
    context.err << "… và " << preview.move_count() - kShown << " đơn vị khác.\n";
  }
}

// Checks, shows, asks, writes.
absl::StatusOr<int> RunDecision(Context& context, const std::string& verb,
                                std::unique_ptr<google::protobuf::Message> request, bool yes,
                                const Commitments& commitments = {}) {
  SetBool(*request, "validate_only", true);
  Reorganisation preview;
  TIENDO_RETURN_IF_ERROR(context.caller.CallByName(kService + verb, *request, preview));
  ShowMoves(context, preview);
  if (commitments.ending_units_size() + commitments.moving_units_size() > 0) {
    ShowCommitments(context, commitments);
  }
  if (!Confirmed(context, yes)) {
    context.err << "Không ghi gì.\n";
    return kExitOther;
  }
  SetBool(*request, "validate_only", false);
  SetString(*request, "request_id", RandomUuid());
  Reorganisation done;
  TIENDO_RETURN_IF_ERROR(context.caller.CallByName(kService + verb, *request, done));
  if (context.settings.json) {
    context.out << ToJson(done);
    return kExitOk;
  }
  context.out << "Đã ghi:";
  for (const units::v1::UnitEvent& event : done.events()) context.out << ' ' << event.name();
  context.out << ".\n";
  return kExitOk;
}

template <typename Request>
absl::Status FillDecision(const DecisionFlags& flags, Request& request) {
  TIENDO_ASSIGN_OR_RETURN(*request.mutable_effective_date(), ParseDate("--on", flags.on));
  return FillDocument(flags.document, *request.mutable_legal_basis());
}

Commitments Ending(const std::vector<std::string>& units, const google::type::Date& day) {
  Commitments out;
  for (const std::string& unit : units) out.add_ending_units(unit);
  *out.mutable_effective_date() = day;
  return out;
}

absl::StatusOr<int> RunRename(Context& context, const Flags& flags, const CLI::App& command) {
  auto request = std::make_unique<units::v1::RenameUnitRequest>();
  request->set_name(UnitName(flags.units.front()));
  if (command.count("--to") > 0) request->set_display_name(flags.display_name);
  if (command.count("--short-name") > 0) request->set_short_name(flags.short_name);
  if (command.count("--code") > 0) request->set_code(flags.code);
  if (command.count("--head-title") > 0) request->set_head_title(flags.head_title);
  TIENDO_RETURN_IF_ERROR(FillDecision(flags.decision, *request));
  return RunDecision(context, "RenameUnit", std::move(request), flags.decision.yes);
}

absl::StatusOr<int> RunTransfer(Context& context, const Flags& flags) {
  auto request = std::make_unique<units::v1::TransferUnitRequest>();
  request->set_name(UnitName(flags.units.front()));
  if (flags.top || !flags.parent.empty()) request->set_parent(UnitName(flags.parent));
  if (flags.inherit_leader || !flags.led_by.empty()) request->set_led_by(UnitName(flags.led_by));
  TIENDO_RETURN_IF_ERROR(FillDecision(flags.decision, *request));
  Commitments commitments;
  commitments.add_moving_units(request->name());
  *commitments.mutable_effective_date() = request->effective_date();
  return RunDecision(context, "TransferUnit", std::move(request), flags.decision.yes, commitments);
}

absl::StatusOr<int> RunMerge(Context& context, const Flags& flags) {
  auto request = std::make_unique<units::v1::MergeUnitsRequest>();
  for (const std::string& unit : flags.units) request->add_names(UnitName(unit));
  request->mutable_into()->set_name(UnitName(flags.successors.front()));
  TIENDO_RETURN_IF_ERROR(FillDecision(flags.decision, *request));
  const Commitments commitments =
      Ending({request->names().begin(), request->names().end()}, request->effective_date());
  return RunDecision(context, "MergeUnits", std::move(request), flags.decision.yes, commitments);
}

absl::StatusOr<int> RunSplit(Context& context, const Flags& flags) {
  auto request = std::make_unique<units::v1::SplitUnitRequest>();
  request->set_name(UnitName(flags.units.front()));
  for (const std::string& s : flags.successors) request->add_successors()->set_name(UnitName(s));
  TIENDO_RETURN_IF_ERROR(FillDecision(flags.decision, *request));
  const Commitments commitments = Ending({request->name()}, request->effective_date());
  return RunDecision(context, "SplitUnit", std::move(request), flags.decision.yes, commitments);
}

absl::StatusOr<int> RunDissolve(Context& context, const Flags& flags) {
  auto request = std::make_unique<units::v1::DissolveUnitRequest>();
  request->set_name(UnitName(flags.units.front()));
  for (const std::string& s : flags.successors) request->add_successors(UnitName(s));
  TIENDO_RETURN_IF_ERROR(FillDecision(flags.decision, *request));
  const Commitments commitments = Ending({request->name()}, request->effective_date());
  return RunDecision(context, "DissolveUnit", std::move(request), flags.decision.yes, commitments);
}

absl::StatusOr<int> RunVoid(Context& context, const Flags& flags) {
  auto request = std::make_unique<units::v1::VoidUnitEventRequest>();
  request->set_name(flags.units.front());
  request->set_reason(flags.reason);
  return RunDecision(context, "VoidUnitEvent", std::move(request), flags.decision.yes);
}

// A verb with its unit and its decision.
CLI::App* AddVerb(CLI::App& units, const char* verb, const char* about, Flags& flags) {
  CLI::App* command = units.add_subcommand(verb, about);
  command->add_option("--on", flags.decision.on, "Effective date, also a past or a coming one")
      ->required();
  command->add_option("--document", flags.decision.document.number, "Number of the decision")
      ->required();
  command->add_option("--document-date", flags.decision.document.date, "Date on the decision");
  command->add_option("--issuer", flags.decision.document.issuer, "Issuing body of the decision");
  command->add_flag("--yes,-y", flags.decision.yes, "Do not ask");
  return command;
}

void AddUnit(CLI::App& command, Flags& flags) {
  command.add_option("unit", flags.units, "units/{unit}")->required()->expected(1);
}

using RunVerb = absl::StatusOr<int> (*)(Context&, const Flags&);
void Select(CLI::App& command, Action& selected, const std::shared_ptr<Flags>& flags, RunVerb run) {
  command.callback([flags, run, &selected] {
    selected = [flags, run](Context& context) { return run(context, *flags); };
  });
}

void AddRename(CLI::App& units, Action& selected) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = AddVerb(units, "rename", "Give a unit another name from a day on", *flags);
  AddUnit(*command, *flags);
  command->add_option("--to", flags->display_name, "New full name");
  command->add_option("--short-name", flags->short_name, "New short name");
  command->add_option("--code", flags->code, "New code");
  command->add_option("--head-title", flags->head_title, "New title of the post at the head");
  command->footer(
      "Example:\n  tiendo units rename phong-tre-em --to \"Phòng Trẻ em\" --on 2024-01-01 \\\n"
      "      --document MẪU-01/QĐ\n");
  command->callback([flags, command, &selected] {
    selected = [flags, command](Context& context) { return RunRename(context, *flags, *command); };
  });
}

void AddTransfer(CLI::App& units, Action& selected) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command =
      AddVerb(units, "transfer", "Put a unit, with all below it, somewhere else", *flags);
  AddUnit(*command, *flags);
  CLI::Option* parent = command->add_option("--parent", flags->parent, "New superior");
  command->add_flag("--top", flags->top, "No superior from now on")->excludes(parent);
  CLI::Option* led_by =
      command->add_option("--led-by", flags->led_by, "Party organisation that leads it");
  command->add_flag("--inherit-leader", flags->inherit_leader, "Led as its superior is")
      ->excludes(led_by);
  command->footer(
      "Example:\n  tiendo units transfer phong-tre-em --parent so-y-te --on 2025-03-01 \\\n"
      "      --document MẪU-02/QĐ\n");
  Select(*command, selected, flags, &RunTransfer);
}

void AddMerge(CLI::App& units, Action& selected) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = AddVerb(units, "merge", "End units for another that takes over", *flags);
  command->add_option("units", flags->units, "Units that end")->required()->expected(1, 100);
  command->add_option("--into", flags->successors, "Unit that takes over; it goes on")
      ->required()
      ->expected(1);
  command->footer(
      "Example:\n  tiendo units merge don-vi-mau-01 don-vi-mau-02 --into don-vi-mau-03 \\\n"
      "      --on 2024-01-01 --document MẪU-03/QĐ\n");
  Select(*command, selected, flags, &RunMerge);
}

void AddSplit(CLI::App& units, Action& selected) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = AddVerb(units, "split", "End a unit for several that take over", *flags);
  AddUnit(*command, *flags);
  command->add_option("--into", flags->successors, "Who takes over, the heir first; repeat it")
      ->required()
      ->expected(1, 100);
  command->footer(
      "Example:\n  tiendo units split don-vi-mau-01 --into don-vi-mau-02 --into don-vi-mau-03 \\\n"
      "      --on 2024-01-01 --document MẪU-04/QĐ\n");
  Select(*command, selected, flags, &RunSplit);
}

void AddDissolve(CLI::App& units, Action& selected) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = AddVerb(units, "dissolve", "End a unit", *flags);
  AddUnit(*command, *flags);
  command->add_option("--successor", flags->successors,
                      "Who takes over, the heir first; repeat it. Default: its superior");
  command->footer(
      "Example:\n  tiendo units dissolve don-vi-mau-01 --on 2024-01-01 --document MẪU-05/QĐ\n");
  Select(*command, selected, flags, &RunDissolve);
}

void AddVoid(CLI::App& units, Action& selected) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command =
      units.add_subcommand("void", "Take back a reorganisation that was entered wrongly");
  command->add_option("event", flags->units, "units/{unit}/events/{event}")
      ->required()
      ->expected(1);
  command->add_option("--reason", flags->reason, "Why the entry was wrong")->required();
  command->add_flag("--yes,-y", flags->decision.yes, "Do not ask");
  command->footer(
      "Example:\n  tiendo units void units/don-vi-mau-01/events/0001 --reason \"ghi nhầm\"\n");
  Select(*command, selected, flags, &RunVoid);
}

}  // namespace

void AddReorganisation(CLI::App& units, Action& selected) {
  AddRename(units, selected);
  AddTransfer(units, selected);
  AddMerge(units, selected);
  AddSplit(units, selected);
  AddDissolve(units, selected);
  AddVoid(units, selected);
}

}  // namespace tiendo::cli
