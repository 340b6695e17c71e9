// One watch, without its transport: yields the frames of WatchChanges in order.
#ifndef TIENDO_COMMON_FEED_SESSION_H_
#define TIENDO_COMMON_FEED_SESSION_H_

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/db/database.h"
#include "common/feed/hub.h"
#include "common/feed/tokens.h"
#include "common/paging/filter.h"
#include "tiendo/feed/v1/feed.pb.h"

namespace tiendo::feed {

// What the watches of one service share. The pointers outlive every session.
struct Source {
  db::Database* database = nullptr;
  const ledger::Schema* schema = nullptr;
  Hub* hub = nullptr;
  // Fields a filter may name besides `collection`.
  std::vector<paging::FilterField> filter_fields;
  // A frame holds at most about this much; a larger revision is split.
  int max_frame_changes = 500;
  size_t max_frame_bytes = 1 << 20;
  // A watcher that is this many revisions behind the head ends with WATCHER_TOO_SLOW, unless it is
  // catching up from an old token: the lag is counted from where it has been up to date.
  int64_t max_lag = 100'000;
};

class Session {
 public:
  // Checks the request. Errors as in feed.proto. May read the database.
  static absl::StatusOr<std::unique_ptr<Session>> Open(const Source& source,
                                                       const v1::WatchChangesRequest& request);

  // The next frame, or nullopt when the watch is up to date. May read the database.
  absl::StatusOr<std::optional<v1::WatchChangesResponse>> Next();
  // Says "nothing new up to here". Only after Next() gave nullopt.
  v1::WatchChangesResponse Progress();

  // The revision up to which everything was delivered: wait for the hub to go beyond.
  int64_t revision() const { return revision_; }
  std::chrono::milliseconds progress_interval() const { return progress_interval_; }

 private:
  explicit Session(const Source& source) : source_(source) {}
  absl::Status Start(const v1::WatchChangesRequest& request);
  absl::Status StartAtToken(const std::string& text);
  // DATABASE_CHANGED, REVISION_AHEAD or HISTORY_COMPACTED.
  absl::Status CheckInRange(const ledger::Head& head) const;
  absl::StatusOr<std::optional<v1::WatchChangesResponse>> NextOfSnapshot();
  absl::StatusOr<std::optional<v1::WatchChangesResponse>> NextOfChanges();
  // The frame of what is left of a revision; nullopt when the filter lets nothing of it through.
  absl::StatusOr<std::optional<v1::WatchChangesResponse>> NextOfRevision(const RevisionPtr& next);
  absl::Status LoadRevisions();
  absl::Status LoadFromTable();
  // Appends the change if the filter lets it through.
  absl::Status AddChange(const ledger::Change& change, v1::WatchChangesResponse& frame);
  // Fills what every frame has. `revision`, committed at `time`, is what the frame brings the
  // receiver to.
  void Seal(v1::WatchChangesResponse::Phase phase, int64_t revision, Instant time,
            v1::WatchChangesResponse& frame);
  ResumeToken Token() const;

  const Source& source_;
  paging::Filter filter_;
  std::string filter_hash_;
  std::string database_id_;
  std::chrono::milliseconds progress_interval_{1000};
  std::optional<ResumeToken::SnapshotCursor> snapshot_;
  // Everything up to here has been delivered; inside a snapshot: where the changes will start.
  int64_t revision_ = 0;
  // Its commit time; the epoch where the log does not tell.
  Instant revision_time_;
  int64_t epoch_ = 0;  // of the hub, when the place was last checked
  int delivered_in_next_ = 0;
  int64_t last_sent_ = 0;
  bool caught_up_ = false;
  std::deque<RevisionPtr> loaded_;
};

}  // namespace tiendo::feed

#endif  // TIENDO_COMMON_FEED_SESSION_H_
