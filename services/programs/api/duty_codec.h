// Duties, assignments and their events between messages, domain values and stored bytes.
#ifndef TIENDO_SERVICES_PROGRAMS_API_DUTY_CODEC_H_
#define TIENDO_SERVICES_PROGRAMS_API_DUTY_CODEC_H_

#include "common/api/message_codec.h"
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

using DutyCodec = api::MessageCodec<v1::Duty, Duty, FromProto>;
using AssignmentCodec = api::MessageCodec<v1::DutyAssignment, Assignment, FromProto>;
using AssignmentEventCodec = api::MessageCodec<v1::DutyAssignmentEvent, AssignmentEvent, FromProto>;

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_DUTY_CODEC_H_
