// Units between messages, domain values and stored bytes.
#ifndef TIENDO_SERVICES_UNITS_API_CODEC_H_
#define TIENDO_SERVICES_UNITS_API_CODEC_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/units/domain/unit.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::units {

v1::Unit ToProto(const Unit& unit);
// Of a message that was checked (validation.h) or made by ToProto.
Unit FromProto(const v1::Unit& message);

class UnitCodec final : public resource::Codec<Unit> {
 public:
  std::string Encode(const Unit& unit) const override;
  absl::StatusOr<Unit> Decode(std::string_view body) const override;
};

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_API_CODEC_H_
