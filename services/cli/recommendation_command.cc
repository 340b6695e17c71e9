#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <string>

#include "services/cli/commands.h"
#include "services/cli/supervision_words.h"
#include "services/cli/supervision_write.h"

namespace tiendo::cli {
namespace {

using supervision::v1::Outcome;
using supervision::v1::Recommendation;

struct AssessFlags {
  SupervisionFlags verb;
  std::string outcome;
};

const std::map<std::string, Outcome>& Outcomes() {
  static const std::map<std::string, Outcome> outcomes = {
      {"done", supervision::v1::OUTCOME_DONE},
      {"partly", supervision::v1::OUTCOME_PARTLY},
      {"not-done", supervision::v1::OUTCOME_NOT_DONE},
      {"overdue", supervision::v1::OUTCOME_OVERDUE},
      {"not-carried-out", supervision::v1::OUTCOME_NOT_CARRIED_OUT},
      {"unsatisfactory", supervision::v1::OUTCOME_UNSATISFACTORY}};
  return outcomes;
}

constexpr char kNameHelp[] = "engagements/{engagement}/recommendations/{recommendation}";

absl::StatusOr<int> RunReport(Context& context, const SupervisionFlags& flags) {
  auto request = std::make_unique<supervision::v1::ReportRemediationRequest>();
  TIENDO_RETURN_IF_ERROR(FillVerb(context, flags, "engagements", *request));
  const std::string name = request->name();
  SupervisionWrite write{
      "ReportRemediation",
      "báo cáo khắc phục " + ByDocumentAndDate(request->document(), request->date()),
      std::move(request)};
  return RunSupervisionWrite(context, "GetRecommendation", name, flags.yes, std::move(write),
                             Recommendation());
}

absl::StatusOr<int> RunAssess(Context& context, const AssessFlags& flags) {
  auto request = std::make_unique<supervision::v1::AssessRemediationRequest>();
  TIENDO_RETURN_IF_ERROR(FillVerb(context, flags.verb, "engagements", *request));
  const Outcome outcome = Outcomes().at(flags.outcome);
  request->set_outcome(outcome);
  const std::string name = request->name();
  SupervisionWrite write{"AssessRemediation",
                         "đánh giá \"" + std::string(OutcomeVi(outcome)) + "\" " +
                             ByDocumentAndDate(request->document(), request->date()),
                         std::move(request)};
  return RunSupervisionWrite(context, "GetRecommendation", name, flags.verb.yes, std::move(write),
                             Recommendation());
}

}  // namespace

void AddRecommendation(CLI::App& app, Action& selected) {
  CLI::App* recommendation = app.add_subcommand(
      "recommendation", "Recommendations of a conclusion; a write shows the state and asks");
  recommendation->require_subcommand(1);
  recommendation->footer(
      "Example:\n  tiendo recommendation report engagements/kiem-tra-01/recommendations/kn-1 \\\n"
      "      --document MẪU-20/BC\n");
  auto report = std::make_shared<SupervisionFlags>();
  CLI::App* command =
      recommendation->add_subcommand("report", "Record that the unit reported on it");
  AddSupervisionFlags(*command, *report, kNameHelp, /*document_required=*/true);
  command->footer(
      "Example:\n  tiendo recommendation report engagements/kiem-tra-01/recommendations/kn-1 \\\n"
      "      --date 2026-06-15 --document MẪU-20/BC\n");
  command->callback([report, &selected] {
    selected = [report](Context& context) { return RunReport(context, *report); };
  });
  auto assess = std::make_shared<AssessFlags>();
  command = recommendation->add_subcommand("assess", "Record the assessment with its outcome");
  AddSupervisionFlags(*command, assess->verb, kNameHelp, /*document_required=*/false);
  command
      ->add_option("--outcome", assess->outcome,
                   "done, partly, not-done, overdue, not-carried-out or unsatisfactory")
      ->required()
      ->check(CLI::IsMember(Outcomes()));
  command->footer(
      "Example:\n  tiendo recommendation assess engagements/kiem-tra-01/recommendations/kn-1 \\\n"
      "      --outcome done\n");
  command->callback([assess, &selected] {
    selected = [assess](Context& context) { return RunAssess(context, *assess); };
  });
}

}  // namespace tiendo::cli
