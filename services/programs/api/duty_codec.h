// Duties, assignments and their events between messages, domain values and stored bytes.
#ifndef TIENDO_SERVICES_PROGRAMS_API_DUTY_CODEC_H_
#define TIENDO_SERVICES_PROGRAMS_API_DUTY_CODEC_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/api/body.h"
#include "common/base/status_macros.h"
#include "services/programs/domain/assignment.h"
#include "services/programs/domain/duty.h"
#include "tiendo/programs/v1/duties.pb.h"

namespace tiendo::programs {

v1::Duty ToProto(const Duty& duty);
v1::DutyAssignment ToProto(const Assignment& assignment);
v1::DutyAssignmentEvent ToProto(const AssignmentEvent& event);

// Of messages made by ToProto.
Duty FromProto(const v1::Duty& message);
Assignment FromProto(const v1::DutyAssignment& message);
AssignmentEvent FromProto(const v1::DutyAssignmentEvent& message);

// Parts of a duty that requests carry too; they were checked.
DeadlineRule FromProto(const v1::Duty::DeadlineRule& message);
Population FromProto(const v1::Duty::Population& message);
Demand FromProto(const v1::Duty::Demand& message);

template <typename Message, typename Value>
class BodyCodec final : public resource::Codec<Value> {
 public:
  std::string Encode(const Value& value) const override { return api::PackBody(ToProto(value)); }
  absl::StatusOr<Value> Decode(std::string_view body) const override {
    Message message;
    TIENDO_RETURN_IF_ERROR(api::UnpackBody(body, message));
    return FromProto(message);
  }
};
using DutyCodec = BodyCodec<v1::Duty, Duty>;
using AssignmentCodec = BodyCodec<v1::DutyAssignment, Assignment>;
using AssignmentEventCodec = BodyCodec<v1::DutyAssignmentEvent, AssignmentEvent>;

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_DUTY_CODEC_H_
