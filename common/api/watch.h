// WatchChanges of every service: a feed session on the watch reactor.
#ifndef TIENDO_COMMON_API_WATCH_H_
#define TIENDO_COMMON_API_WATCH_H_

#include <grpcpp/support/server_callback.h>

#include "common/feed/session.h"
#include "common/rpc/watch_reactor.h"
#include "tiendo/feed/v1/feed.pb.h"

namespace tiendo::api {

// `source` and `watches` outlive the server.
grpc::ServerWriteReactor<tiendo::feed::v1::WatchChangesResponse>* WatchChanges(
    rpc::Watches& watches, const feed::Source& source, grpc::CallbackServerContext* context,
    const tiendo::feed::v1::WatchChangesRequest* request);

}  // namespace tiendo::api

#endif  // TIENDO_COMMON_API_WATCH_H_
