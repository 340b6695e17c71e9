// Requirements, plans and engagements between messages, domain values and stored bytes.
#ifndef TIENDO_SERVICES_SUPERVISION_API_CODEC_H_
#define TIENDO_SERVICES_SUPERVISION_API_CODEC_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/api/body.h"
#include "common/base/status_macros.h"
#include "services/supervision/domain/engagement.h"
#include "services/supervision/domain/plan.h"
#include "services/supervision/domain/requirement.h"
#include "tiendo/supervision/v1/supervision.pb.h"

namespace tiendo::supervision {

v1::PlanRequirement ToProto(const PlanRequirement& requirement);
v1::Plan ToProto(const Plan& plan);
v1::Engagement ToProto(const Engagement& engagement);
// Of a message that was checked (validation.h) or made by ToProto.
PlanRequirement FromProto(const v1::PlanRequirement& message);
Plan FromProto(const v1::Plan& message);
Engagement FromProto(const v1::Engagement& message);

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
using EngagementCodec = MessageCodec<Engagement, v1::Engagement>;

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_API_CODEC_H_
