#include "common/api/body.h"

#include <google/protobuf/any.pb.h>

#include "common/errors/error.h"

namespace tiendo::api {

std::string PackBody(const google::protobuf::Message& message) {
  google::protobuf::Any any;
  any.PackFrom(message);
  return any.SerializeAsString();
}

absl::Status UnpackBody(std::string_view body, google::protobuf::Message& message) {
  google::protobuf::Any any;
  if (!any.ParseFromArray(body.data(), static_cast<int>(body.size())) || !any.UnpackTo(&message)) {
    return errors::Internal("stored bytes are no " + message.GetTypeName());
  }
  return absl::OkStatus();
}

}  // namespace tiendo::api
