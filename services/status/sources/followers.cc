#include "services/status/sources/followers.h"

#include <utility>

#include "common/base/status_macros.h"

namespace tiendo::status {

Followers::Followers(const Streams& streams, FactBase& facts, ledger::Committer& committer,
                     const Clock& clock, std::shared_ptr<log::Logger> log) {
  for (size_t i = 0; i < feeds_.size(); ++i) {
    const Source source = static_cast<Source>(i);
    feed::Mirror::Observer observer;
    observer.on_reset = [&facts, source] { facts.Reset(source); };
    observer.on_frame = [&facts, source](const std::vector<feed::MirroredResource>& resources,
                                         const feed::MirrorPosition& position) {
      facts.Apply(source, resources, position);
    };
    const std::string service(ServiceOf(source));
    feeds_[i].mirror = std::make_unique<feed::Mirror>(
        service,
        [&committer](std::function<absl::Status(db::Connection&)> fn) {
          return committer.RunSide(std::move(fn));
        },
        std::move(observer));
    feed::Follower::Options options;
    options.service = service;
    feeds_[i].follower =
        std::make_unique<feed::Follower>(options, streams[i], *feeds_[i].mirror, clock, log);
  }
}

Followers::~Followers() { Stop(); }

absl::Status Followers::Start(db::Database& database) {
  {
    TIENDO_ASSIGN_OR_RETURN(db::Lease lease, database.Reader());
    for (Feed& feed : feeds_) TIENDO_RETURN_IF_ERROR(feed.mirror->Load(*lease));
  }
  for (Feed& feed : feeds_) feed.follower->Start();
  return absl::OkStatus();
}

void Followers::Stop() {
  for (Feed& feed : feeds_) feed.follower->Stop();
}

feed::Follower::State Followers::state(Source source) const {
  return feeds_[static_cast<size_t>(source)].follower->state();
}

}  // namespace tiendo::status
