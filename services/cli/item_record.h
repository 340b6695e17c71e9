// What the service has recorded of items, in the form of rows of a sheet.
#ifndef TIENDO_SERVICES_CLI_ITEM_RECORD_H_
#define TIENDO_SERVICES_CLI_ITEM_RECORD_H_

#include <google/protobuf/timestamp.pb.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/day.h"
#include "services/cli/caller.h"
#include "services/cli/sheets/item_row.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/type/v1/document.pb.h"

namespace tiendo::cli {

// The item as a row, units as "units/x". With `as_of` only what is dated by then: nullopt for an
// item that was not in the programme yet. Voided events never happened.
std::optional<sheets::ItemRow> RecordOf(const programs::v1::Item& item,
                                        const std::vector<programs::v1::ItemEvent>& events,
                                        std::optional<calendar::Day> as_of = std::nullopt);

// All items of a programme; all events of an item, in the order recorded. `read_time` may be null.
absl::StatusOr<std::vector<programs::v1::Item>> ListItems(
    Caller& caller, const std::string& program, const google::protobuf::Timestamp* read_time);
absl::StatusOr<std::vector<programs::v1::ItemEvent>> ListEvents(
    Caller& caller, const std::string& item, const google::protobuf::Timestamp* read_time);

std::optional<calendar::Day> DayOf(bool present, const google::type::Date& date);
tiendo::type::v1::Document ToProto(const sheets::Document& document);
sheets::Document FromProto(const tiendo::type::v1::Document& document);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_ITEM_RECORD_H_
