// Targets, their events and reports between messages, domain values and stored bytes.
#ifndef TIENDO_SERVICES_PROGRAMS_API_TARGET_CODEC_H_
#define TIENDO_SERVICES_PROGRAMS_API_TARGET_CODEC_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
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

class TargetCodec final : public resource::Codec<Target> {
 public:
  std::string Encode(const Target& target) const override;
  absl::StatusOr<Target> Decode(std::string_view body) const override;
};

class TargetEventCodec final : public resource::Codec<TargetEvent> {
 public:
  std::string Encode(const TargetEvent& event) const override;
  absl::StatusOr<TargetEvent> Decode(std::string_view body) const override;
};

class TargetReportCodec final : public resource::Codec<TargetReport> {
 public:
  std::string Encode(const TargetReport& report) const override;
  absl::StatusOr<TargetReport> Decode(std::string_view body) const override;
};

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_TARGET_CODEC_H_
