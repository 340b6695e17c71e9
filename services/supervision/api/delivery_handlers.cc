// The log of deliveries (supervision_service.h): written by the delivery worker, read here.
#include "common/api/enum_names.h"
#include "common/api/read.h"
#include "common/base/status_macros.h"
#include "services/supervision/api/supervision_service.h"
#include "services/supervision/api/validation.h"

namespace tiendo::supervision {
namespace {

using paging::FieldType;

constexpr char kAllReminders[] = "reminders/-";

}  // namespace

const std::vector<feed::ListField>& DeliveryFields() {
  static const std::vector<feed::ListField> fields = {
      {{"outcome", FieldType::kEnum, api::EnumNames(*v1::Delivery::Outcome_descriptor())},
       "outcome"},
      {{"failure", FieldType::kEnum, api::EnumNames(*v1::Delivery::Failure_descriptor())},
       "failure"},
  };
  return fields;
}

absl::Status ValidateListDeliveries(const v1::ListDeliveriesRequest& request) {
  errors::Violations violations;
  if (request.parent() != kAllReminders) {
    api::CheckName("parent", request.parent(), kReminderPattern, api::Presence::kRequired,
                   violations);
  }
  return violations.ToStatus();
}

SupervisionService::Reactor* SupervisionService::ListDeliveries(
    Context* context, const v1::ListDeliveriesRequest* request,
    v1::ListDeliveriesResponse* response) {
  return parts_.handlers->Read(
      context, "ListDeliveries", request, response, &ValidateListDeliveries,
      [this](ledger::Reader& reader, const v1::ListDeliveriesRequest& r,
             v1::ListDeliveriesResponse& out) -> absl::Status {
        std::string prefix;
        if (r.parent() != kAllReminders) {
          TIENDO_RETURN_IF_ERROR(CheckParent(reader, r.parent()));
          prefix = DeliveryPrefix(r.parent());
        }
        return List(reader, "reminders/x/deliveries/x", DeliveryFields(), "ListDeliveries",
                    std::move(prefix), r, *out.mutable_deliveries(), out);
      });
}

}  // namespace tiendo::supervision
