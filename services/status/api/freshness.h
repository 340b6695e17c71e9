// The second slice of every answer: what it was computed from, and how far that may lag.
#ifndef TIENDO_SERVICES_STATUS_API_FRESHNESS_H_
#define TIENDO_SERVICES_STATUS_API_FRESHNESS_H_

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "common/base/clock.h"
#include "common/feed/tokens.h"
#include "services/status/sources/fact_base.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::status {

// State of one source's stream.
struct SourceState {
  bool connected = false;
  // Time since the last frame; progress frames count.
  std::chrono::milliseconds silence{0};
};
using SourceStates = std::array<SourceState, kSources>;

class Freshness {
 public:
  // A source that has been silent for longer than `stale_after` makes answers stale.
  Freshness(std::function<SourceStates()> states, const Clock& clock,
            std::chrono::milliseconds stale_after)
      : states_(std::move(states)), clock_(clock), stale_after_(stale_after) {}

  // Of an answer computed from `positions`.
  v1::Freshness Of(const Positions& positions) const;
  // The same as bytes of a v1::Status.
  std::string Slice(const Positions& positions) const;

 private:
  const std::function<SourceStates()> states_;
  const Clock& clock_;
  const std::chrono::milliseconds stale_after_;
};

// For the trailing metadata `tiendo-position`.
std::string PositionToken(const Positions& positions);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_API_FRESHNESS_H_
