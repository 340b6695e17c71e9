// Checks of watch streams against the final state: each must be exactly what its start and filter
// let through.
#ifndef TIENDO_TESTS_FAULT_CHECK_WATCHES_H_
#define TIENDO_TESTS_FAULT_CHECK_WATCHES_H_

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/fault/check/final_state.h"
#include "tests/fault/check/report.h"

namespace tiendo::fault {

// Ordered, unique, nothing missed, revisions whole, resumable, progress not ahead of the data,
// times that are safe, filters with REMOVED_FROM_VIEW, snapshots that converge.
class WatchChecks {
 public:
  WatchChecks(const FinalState& state, Report& report) : state_(state), report_(report) {}
  void Open(const WatchOpened& opened);
  void Add(const Frame& frame);
  void End(const WatchEnded& ended);

 private:
  // What has been delivered: everything up to `revision`, and `next` visible changes of the one
  // after, which is `partial` then.
  struct Place {
    bool known = false;  // false: opened "now" or inside a snapshot, before the first position
    int64_t revision = 0;
    int64_t partial = 0;
    size_t next = 0;
    bool snapshot = false;  // a snapshot is under way
  };
  struct Stream {
    WatchOpened opened;
    const Ledger* ledger = nullptr;
    Place place;
    int64_t frames = 0;
    int64_t last_revision = 0;  // of the last frame on this stream
    int64_t last_time_us = 0;   // likewise
    std::string last_phase;
    // After each frame, for the tokens.
    std::vector<Place> places;
    // Of a watch with snapshot: what the receiver holds.
    std::optional<std::unordered_map<std::string, int64_t>> view;
  };

  // The changes of a revision that a filter lets through.
  std::vector<FrameChange> Visible(const Stream& stream, int64_t revision) const;
  // The first revision in (after, upto] with something visible that `stream` has not had; 0: none.
  int64_t Missed(const Stream& stream, int64_t upto) const;
  void CheckTime(Stream& stream, const Frame& frame);
  void AddSnapshot(Stream& stream, const Frame& frame);
  void AddSnapshotEnd(Stream& stream, const Frame& frame);
  void AddChanges(Stream& stream, const Frame& frame);
  void AddProgress(Stream& stream, const Frame& frame);
  void Apply(Stream& stream, const Frame& frame);
  void CheckView(const Stream& stream);
  std::string Show(const Stream& stream) const;

  const FinalState& state_;
  Report& report_;
  std::unordered_map<int64_t, Stream> streams_;
};

}  // namespace tiendo::fault

#endif  // TIENDO_TESTS_FAULT_CHECK_WATCHES_H_
