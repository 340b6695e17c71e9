// Targets, their events and reports between messages, domain values and stored bytes.
#ifndef TIENDO_SERVICES_PROGRAMS_API_TARGET_CODEC_H_
#define TIENDO_SERVICES_PROGRAMS_API_TARGET_CODEC_H_

#include "common/api/message_codec.h"
#include "services/programs/domain/target.h"
#include "tiendo/programs/v1/targets.pb.h"

namespace tiendo::programs {

v1::TargetPeriod ToProto(const TargetPeriod& period);
v1::Target ToProto(const Target& target);
v1::TargetEvent ToProto(const TargetEvent& event);
v1::TargetReport ToProto(const TargetReport& report);

// Of messages made by ToProto.
TargetPeriod FromProto(const v1::TargetPeriod& message);
Target FromProto(const v1::Target& message);
TargetEvent FromProto(const v1::TargetEvent& message);
TargetReport FromProto(const v1::TargetReport& message);

using TargetCodec = api::MessageCodec<v1::Target, Target, FromProto>;
using TargetEventCodec = api::MessageCodec<v1::TargetEvent, TargetEvent, FromProto>;
using TargetReportCodec = api::MessageCodec<v1::TargetReport, TargetReport, FromProto>;

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_TARGET_CODEC_H_
