// What the flags of the commands that write on an item have in common.
#ifndef TIENDO_SERVICES_CLI_ITEM_FLAGS_H_
#define TIENDO_SERVICES_CLI_ITEM_FLAGS_H_

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "services/cli/context.h"
#include "services/cli/dates.h"
#include "services/cli/item_write.h"

namespace tiendo::cli {

// Of every verb; which of them a command has is its own choice.
struct VerbFlags {
  ItemWriteFlags write;
  std::string date;
  std::string approver;
  std::string reason;
  std::string lead;
};

// The item's name, the document, the scope of the figures, --yes.
void AddCommonFlags(CLI::App& command, ItemWriteFlags& flags, bool document_required);
// The flags of a write without the item's name.
void AddWriteFlags(CLI::App& command, ItemWriteFlags& flags, bool document_required);
void AddApproverFlag(CLI::App& command, VerbFlags& flags, bool required);
void AddReasonFlag(CLI::App& command, VerbFlags& flags, bool required);
void AddLeadFlag(CLI::App& command, VerbFlags& flags);

// ", văn bản 9-CV", or nothing.
std::string ByDocument(const tiendo::type::v1::Document& document);
// "units/a, units/b".
std::string Joined(const std::vector<std::string>& names);

// What all requests of verbs have: name, etag, lead, reason, approver and document, as far as they
// do.
template <typename Request>
absl::Status FillRequest(const VerbFlags& flags, const programs::v1::Item& item, Request& request) {
  request.set_name(item.name());
  // What is confirmed is a write on what was shown.
  if constexpr (requires { request.set_etag(""); }) request.set_etag(item.etag());
  if constexpr (requires { request.set_lead(""); }) request.set_lead(UnitName(flags.lead));
  if constexpr (requires { request.set_reason(""); }) request.set_reason(flags.reason);
  if constexpr (requires { request.set_approver(""); }) request.set_approver(flags.approver);
  if (flags.write.document.number.empty()) return absl::OkStatus();
  return FillDocument(flags.write.document, *request.mutable_document());
}

// Registers what the command does: `make` builds the write on the item that `flags.write` names.
template <typename Flags, typename Make>
void OnItem(CLI::App& command, Action& selected, std::shared_ptr<Flags> flags, Make make) {
  command.callback([flags, make, &selected] {
    selected = [flags, make](Context& context) {
      return RunItemWrite(context, flags->write, [&](Context& c, const programs::v1::Item& item) {
        return make(c, *flags, item);
      });
    };
  });
}

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_ITEM_FLAGS_H_
