// Stored bytes of a resource: a serialised google.protobuf.Any, so that they name their own type
// and version and go onto the feed as they are.
#ifndef TIENDO_COMMON_API_BODY_H_
#define TIENDO_COMMON_API_BODY_H_

#include <google/protobuf/message.h>

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/resource/repository.h"

namespace tiendo::api {

std::string PackBody(const google::protobuf::Message& message);
// INTERNAL when the bytes are not of the message's type.
absl::Status UnpackBody(std::string_view body, google::protobuf::Message& message);

// Fills etag, revision, create_time and update_time of a resource message.
template <typename Message>
void SetStamp(const resource::Stamp& stamp, Message& message);
template <typename Message>
resource::Stamp GetStamp(const Message& message);

}  // namespace tiendo::api

#include "common/api/fields.h"
#include "common/resource/etag.h"

namespace tiendo::api {

template <typename Message>
void SetStamp(const resource::Stamp& stamp, Message& message) {
  message.set_etag(resource::Etag(stamp.revision));
  message.set_revision(stamp.revision);
  *message.mutable_create_time() = ToProto(stamp.create_time);
  *message.mutable_update_time() = ToProto(stamp.update_time);
}

template <typename Message>
resource::Stamp GetStamp(const Message& message) {
  return {message.revision(), FromProto(message.create_time()), FromProto(message.update_time())};
}

}  // namespace tiendo::api

#endif  // TIENDO_COMMON_API_BODY_H_
