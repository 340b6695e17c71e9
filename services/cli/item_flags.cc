#include "services/cli/item_flags.h"

namespace tiendo::cli {

void AddWriteFlags(CLI::App& command, ItemWriteFlags& flags, bool document_required) {
  CLI::Option* number =
      command.add_option("--document", flags.document.number, "Number of the document behind it");
  if (document_required) number->required();
  command.add_option("--document-date", flags.document.date, "Date on the document");
  command.add_option("--issuer", flags.document.issuer, "Issuing body of the document");
  AddScopeFlags(command, flags.figures);
  command.add_flag("--yes,-y", flags.yes, "Do not ask");
}

void AddCommonFlags(CLI::App& command, ItemWriteFlags& flags, bool document_required) {
  command.add_option("name", flags.name, "programs/{program}/items/{item}")->required();
  AddWriteFlags(command, flags, document_required);
}

void AddApproverFlag(CLI::App& command, VerbFlags& flags, bool required) {
  command.add_option("--approver", flags.approver, "Who approved: a post or organ")
      ->required(required);
}

void AddReasonFlag(CLI::App& command, VerbFlags& flags, bool required) {
  command.add_option("--reason", flags.reason, "Reason")->required(required);
}

void AddLeadFlag(CLI::App& command, VerbFlags& flags) {
  command.add_option("--lead", flags.lead, "Lead unit that it is about; default: all of them");
}

std::string ByDocument(const tiendo::type::v1::Document& document) {
  return document.number().empty() ? "" : ", văn bản " + document.number();
}

std::string Joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

}  // namespace tiendo::cli
