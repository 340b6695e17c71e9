#include "services/supervision/api/delivery_message.h"

#include <google/protobuf/util/json_util.h>

#include "common/api/body.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "tiendo/supervision/v1/deliveries.pb.h"

namespace tiendo::supervision {

absl::StatusOr<std::optional<std::string>> ComposeNotice(const std::string& database_id,
                                                         const ledger::Row& recorded,
                                                         const ledger::Row& now) {
  v1::Reminder current;
  TIENDO_RETURN_IF_ERROR(api::UnpackBody(now.body, current));
  if (current.voided()) return std::optional<std::string>();
  v1::ReminderNotice notice;
  notice.set_type("reminder.issued");
  notice.set_database_id(database_id);
  TIENDO_RETURN_IF_ERROR(api::UnpackBody(recorded.body, *notice.mutable_reminder()));
  *notice.mutable_timestamp() = notice.reminder().create_time();
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(notice, &json, options).ok()) {
    return errors::Internal("a reminder cannot be written as JSON");
  }
  return std::optional(std::move(json));
}

}  // namespace tiendo::supervision
