// The resources of supervision between messages, domain values and stored bytes.
#ifndef TIENDO_SERVICES_SUPERVISION_API_CODEC_H_
#define TIENDO_SERVICES_SUPERVISION_API_CODEC_H_

#include "common/api/message_codec.h"
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

using RequirementCodec = api::MessageCodec<v1::PlanRequirement, PlanRequirement, FromProto>;
using PlanCodec = api::MessageCodec<v1::Plan, Plan, FromProto>;
using PlanEventCodec = api::MessageCodec<v1::PlanEvent, PlanEvent, FromProto>;
using EngagementCodec = api::MessageCodec<v1::Engagement, Engagement, FromProto>;
using EngagementEventCodec = api::MessageCodec<v1::EngagementEvent, EngagementEvent, FromProto>;
using ChecklistCodec = api::MessageCodec<v1::Checklist, Checklist, FromProto>;
using DossierCodec = api::MessageCodec<v1::Dossier, Dossier, FromProto>;
using RecommendationCodec = api::MessageCodec<v1::Recommendation, Recommendation, FromProto>;
using ReminderCodec = api::MessageCodec<v1::Reminder, Reminder, FromProto>;
using DeliveryCodec = api::MessageCodec<v1::Delivery, Delivery, FromProto>;

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_API_CODEC_H_
