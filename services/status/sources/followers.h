// The three feeds that status follows, each with its durable mirror.
#ifndef TIENDO_SERVICES_STATUS_SOURCES_FOLLOWERS_H_
#define TIENDO_SERVICES_STATUS_SOURCES_FOLLOWERS_H_

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/base/clock.h"
#include "common/db/database.h"
#include "common/feed/follower.h"
#include "common/ledger/committer.h"
#include "common/log/log.h"
#include "services/status/sources/fact_base.h"
#include "services/status/sources/streams.h"

namespace tiendo::status {

class Followers {
 public:
  // What is mirrored is stored through `committer`, whose connection is the only one that writes.
  Followers(const Streams& streams, FactBase& facts, ledger::Committer& committer,
            const Clock& clock, std::shared_ptr<log::Logger> log);
  ~Followers();

  // Loads the mirrors, then follows.
  absl::Status Start(db::Database& database);
  void Stop();
  feed::Follower::State state(Source source) const;

 private:
  struct Feed {
    std::unique_ptr<feed::Mirror> mirror;
    std::unique_ptr<feed::Follower> follower;
  };
  std::array<Feed, kSources> feeds_;
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_SOURCES_FOLLOWERS_H_
