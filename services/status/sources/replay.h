// A feed read from its beginning up to a moment: what its service had recorded by then.
#ifndef TIENDO_SERVICES_STATUS_SOURCES_REPLAY_H_
#define TIENDO_SERVICES_STATUS_SOURCES_REPLAY_H_

#include <grpcpp/client_context.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/feed/follower.h"
#include "common/feed/mirror.h"

namespace tiendo::status {

// Revisions committed up to and including a moment; and those up to `at_least`, be they later.
struct Cut {
  Instant known_at;
  int64_t at_least = 0;
};

struct Replayed {
  std::string database_id;
  int64_t revision = 0;                           // the last one within the cut; 0: none
  std::vector<feed::MirroredResource> resources;  // each as it was then, by name
};

// Reads until it is certain that nothing more can belong to the cut. Blocks up to the context's
// deadline; TryCancel ends it. OUT_OF_RANGE HISTORY_COMPACTED when the service no longer keeps its
// first revision, UNAVAILABLE PEER_UNAVAILABLE when the stream ends before.
absl::StatusOr<Replayed> Replay(std::string_view service, const feed::Follower::OpenStream& open,
                                const Cut& cut, grpc::ClientContext& context);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_SOURCES_REPLAY_H_
