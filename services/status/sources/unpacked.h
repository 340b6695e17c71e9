// The message of a resource that a mirror hands over.
#ifndef TIENDO_SERVICES_STATUS_SOURCES_UNPACKED_H_
#define TIENDO_SERVICES_STATUS_SOURCES_UNPACKED_H_

#include "common/api/body.h"
#include "common/feed/mirror.h"

namespace tiendo::status {

template <typename Message>
Message Unpacked(const feed::MirroredResource& resource) {
  Message message;
  // Bytes that are not what their name says would be a fault of the source; the empty message
  // leaves the fact without effect.
  (void)api::UnpackBody(resource.body, message);
  return message;
}

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_SOURCES_UNPACKED_H_
