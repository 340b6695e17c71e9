// Resources that are stored as their message.
#ifndef TIENDO_COMMON_API_MESSAGE_CODEC_H_
#define TIENDO_COMMON_API_MESSAGE_CODEC_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/api/body.h"
#include "common/base/status_macros.h"
#include "common/resource/repository.h"

namespace tiendo::api {

// ToProto is found beside Value; kFromProto has to be named, since messages live in a namespace of
// their own.
template <typename Message, typename Value, Value (*kFromProto)(const Message&)>
class MessageCodec final : public resource::Codec<Value> {
 public:
  std::string Encode(const Value& value) const override { return PackBody(ToProto(value)); }
  absl::StatusOr<Value> Decode(std::string_view body) const override {
    Message message;
    TIENDO_RETURN_IF_ERROR(UnpackBody(body, message));
    return kFromProto(message);
  }
};

}  // namespace tiendo::api

#endif  // TIENDO_COMMON_API_MESSAGE_CODEC_H_
