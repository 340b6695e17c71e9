// A durable local copy of the resources of another service, kept by its feed: what a consumer
// derives from. Resources and position are stored in one transaction of the consumer's own
// database, so every change takes effect once, and a restart works while the source is down.
//
// Several processes of the consumer may share that database (PostgreSQL). Each follows the source
// with a mirror of its own and hands its observer every change, whoever stored it first; the rows
// and the position that they share only move forward.
#ifndef TIENDO_COMMON_FEED_MIRROR_H_
#define TIENDO_COMMON_FEED_MIRROR_H_

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/db/connection.h"
#include "common/feed/follower.h"

namespace tiendo::feed {

// Tables of all mirrors of a database: SQL of a migration.
extern const char kMirrorSql[];

// One mirrored resource.
struct MirroredResource {
  std::string name;
  int64_t revision = 0;
  // Serialised google.protobuf.Any.
  std::string body;
};

// How far a mirror is.
struct MirrorPosition {
  std::string database_id;
  int64_t revision = 0;
  // Nothing committed up to this time is missing: the commit time of that revision, or the later
  // time that the source has called safe.
  Instant time;
  // False until the first snapshot, with all changes that happened while it was read, is in.
  bool complete = false;
};

class Mirror : public FeedSink {
 public:
  // Runs a function in one transaction on the connection that writes.
  using Transact = std::function<absl::Status(std::function<absl::Status(db::Connection&)>)>;
  // What the owner keeps in memory follows here, after the commit. Called on the follower's thread.
  struct Observer {
    // Everything known before is void.
    std::function<void()> on_reset;
    // Newer states of resources, in order of revision; then the position they bring the mirror to.
    // Called for every frame, also without resources: of a revision that comes in several frames
    // all come with the last one.
    std::function<void(const std::vector<MirroredResource>&, const MirrorPosition&)> on_frame;
  };

  // `source` names the service followed.
  Mirror(std::string source, Transact transact, Observer observer);

  // Reads what is stored and hands it to the observer. Once, before the follower starts.
  absl::Status Load(db::Connection& connection);
  MirrorPosition position() const;

  absl::StatusOr<std::string> ResumeToken() override;
  absl::Status Apply(const v1::WatchChangesResponse& frame) override;
  absl::Status Reset() override;

 private:
  // Revisions of resources that the observer holds although the position does not cover them yet:
  // from snapshot pages, and from the parts of a revision that is not whole yet.
  using Ahead = std::unordered_map<std::string, int64_t>;
  // What this frame brings the mirror to; OUT_OF_RANGE when it is of another database.
  struct Step {
    MirrorPosition position;
    int64_t snapshot_high = 0;
    std::vector<MirroredResource> newer;  // than what the observer holds
    // Nothing in it has to be stored: resuming from an older token costs nothing.
    bool idle = false;
  };
  absl::StatusOr<Step> StepOf(const v1::WatchChangesResponse& frame) const;
  absl::Status Store(db::Connection& connection, const Step& step, const std::string& token) const;

  const std::string source_;
  const Transact transact_;
  const Observer observer_;
  // Of a revision that is not whole yet; the follower's thread only.
  std::vector<MirroredResource> parts_;
  mutable std::mutex mutex_;  // guards what follows
  std::string token_;
  MirrorPosition position_;
  // Highest revision a snapshot page was read at: complete when the changes have reached it.
  int64_t snapshot_high_ = 0;
  Ahead ahead_;
};

}  // namespace tiendo::feed

#endif  // TIENDO_COMMON_FEED_MIRROR_H_
