// Whether the event that a verb on an item would record is recorded already: an import that is
// repeated after its request ids were forgotten would otherwise record it twice.
#ifndef TIENDO_SERVICES_CLI_ITEM_EVENTS_H_
#define TIENDO_SERVICES_CLI_ITEM_EVENTS_H_

#include <google/protobuf/message.h>

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/cli/caller.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::cli {

// The event that a verb asks for, with the fields that tell it from others.
struct WantedItemEvent {
  std::string item;
  programs::v1::ItemEvent event;
};
// nullopt for requests that are no such verb.
std::optional<WantedItemEvent> ItemEventWantedBy(const google::protobuf::Message& request);

// True also when the event was voided since: a clerk took it back, and an import that is repeated
// does not bring it in again. Of VoidEvent, when the event is voided.
absl::StatusOr<bool> ItemEventIsThere(Caller& caller, const WantedItemEvent& wanted);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_ITEM_EVENTS_H_
