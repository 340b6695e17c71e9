// The resources of supervision between messages, domain values and stored bytes.
#ifndef TIENDO_SERVICES_SUPERVISION_API_CODEC_H_
#define TIENDO_SERVICES_SUPERVISION_API_CODEC_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/api/body.h"
#include "common/base/status_macros.h"
#include "services/supervision/domain/delivery.h"
#include "services/supervision/domain/dossier.h"
#include "services/supervision/domain/engagement.h"
#include "services/supervision/domain/plan.h"
#include "services/supervision/domain/recommendation.h"
#include "services/supervision/domain/reminder.h"
#include "services/supervision/domain/requirement.h"
#include "tiendo/supervision/v1/deliveries.pb.h"
#include "tiendo/supervision/v1/supervision.pb.h"

namespace tiendo::supervision {

v1::PlanRequirement ToProto(const PlanRequirement& requirement);
v1::Plan ToProto(const Plan& plan);
v1::PlanEvent ToProto(const PlanEvent& event);
v1::Engagement ToProto(const Engagement& engagement);
v1::EngagementEvent ToProto(const EngagementEvent& event);
v1::Checklist ToProto(const Checklist& checklist);
// As it was on `day`; by default with all that is there.
v1::Dossier ToProto(const Dossier& dossier, Day day = calendar::kLastDay);
v1::Recommendation ToProto(const Recommendation& recommendation);
v1::Reminder ToProto(const Reminder& reminder);
v1::Delivery ToProto(const Delivery& delivery);
// Of a message that was checked or made by ToProto.
PlanRequirement FromProto(const v1::PlanRequirement& message);
Plan FromProto(const v1::Plan& message);
PlanEvent FromProto(const v1::PlanEvent& message);
Engagement FromProto(const v1::Engagement& message);
EngagementEvent FromProto(const v1::EngagementEvent& message);
Checklist FromProto(const v1::Checklist& message);
Dossier FromProto(const v1::Dossier& message);
Recommendation FromProto(const v1::Recommendation& message);
Reminder FromProto(const v1::Reminder& message);
Delivery FromProto(const v1::Delivery& message);

template <typename T, typename Message>
class MessageCodec final : public resource::Codec<T> {
 public:
  std::string Encode(const T& value) const override { return api::PackBody(ToProto(value)); }
  absl::StatusOr<T> Decode(std::string_view body) const override {
    Message message;
    TIENDO_RETURN_IF_ERROR(api::UnpackBody(body, message));
    return FromProto(message);
  }
};

using RequirementCodec = MessageCodec<PlanRequirement, v1::PlanRequirement>;
using PlanCodec = MessageCodec<Plan, v1::Plan>;
using PlanEventCodec = MessageCodec<PlanEvent, v1::PlanEvent>;
using EngagementCodec = MessageCodec<Engagement, v1::Engagement>;
using EngagementEventCodec = MessageCodec<EngagementEvent, v1::EngagementEvent>;
using ChecklistCodec = MessageCodec<Checklist, v1::Checklist>;
using DossierCodec = MessageCodec<Dossier, v1::Dossier>;
using RecommendationCodec = MessageCodec<Recommendation, v1::Recommendation>;
using ReminderCodec = MessageCodec<Reminder, v1::Reminder>;
using DeliveryCodec = MessageCodec<Delivery, v1::Delivery>;

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_API_CODEC_H_
