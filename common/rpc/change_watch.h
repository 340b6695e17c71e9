// WatchChanges as a stream: a feed session behind the interface that Watches drives.
#ifndef TIENDO_COMMON_RPC_CHANGE_WATCH_H_
#define TIENDO_COMMON_RPC_CHANGE_WATCH_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/feed/session.h"
#include "common/rpc/watch_source.h"
#include "tiendo/feed/v1/feed.pb.h"

namespace tiendo::rpc {

using ChangeSource = WatchSource<tiendo::feed::v1::WatchChangesResponse>;

// What a service's WatchChanges opens:
//   return watches_.Watch<WatchChangesResponse>(
//       context, "WatchChanges", request, nullptr,
//       [this](const rpc::Call&, const WatchChangesRequest& r) {
//         return rpc::OpenChangeWatch(source_, r);
//       });
// Errors as in feed.proto. May read the database. `source` outlives the stream.
absl::StatusOr<std::unique_ptr<ChangeSource>> OpenChangeWatch(
    const feed::Source& source, const tiendo::feed::v1::WatchChangesRequest& request);

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_CHANGE_WATCH_H_
