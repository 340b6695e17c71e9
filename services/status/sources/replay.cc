#include "services/status/sources/replay.h"

#include <map>
#include <memory>
#include <utility>

#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/rpc/status_conversion.h"

namespace tiendo::status {
namespace {

using Frame = feed::v1::WatchChangesResponse;

absl::Status Compacted(std::string_view service, const std::string& oldest_revision) {
  return errors::Make(
      absl::StatusCode::kOutOfRange, errors::reasons::kHistoryCompacted,
      std::string(service) + " keeps its changes only from revision " + oldest_revision +
          " on, so what was known at an earlier time cannot be told any more: ask for what is"
          " known now",
      {{"service", std::string(service)}, {"oldest_revision", oldest_revision}});
}

absl::Status Interrupted(std::string_view service, const absl::Status& why) {
  if (absl::IsOutOfRange(why)) {
    const std::optional<errors::Details> details = errors::GetDetails(why);
    const auto oldest =
        details ? details->metadata.find("oldest_revision") : errors::Metadata::const_iterator();
    return Compacted(service, details && oldest != details->metadata.end() ? oldest->second : "");
  }
  errors::Details details;
  details.reason = std::string(errors::reasons::kPeerUnavailable);
  details.metadata["service"] = std::string(service);
  details.retry_after = std::chrono::milliseconds(1000);
  return errors::Make(absl::StatusCode::kUnavailable,
                      std::string(service) + " did not deliver its history: try again",
                      std::move(details));
}

// Takes frames in until one tells that the cut is whole.
class Reading {
 public:
  explicit Reading(const Cut& cut) : cut_(cut) {}

  // The revision that the history begins with, as the first frame tells it; 1 when all is kept.
  int64_t first_revision() const { return first_revision_; }
  bool whole() const { return whole_; }

  void Take(const Frame& frame) {
    const bool changes = frame.phase() == Frame::PHASE_CHANGES;
    const Instant time = api::FromProto(frame.time());
    if (first_revision_ == 0) {
      first_revision_ = changes ? frame.revision() : frame.revision() + 1;
      out_.database_id = frame.database_id();
    }
    if (!changes) {
      // Its time is safe: nothing committed up to it can still appear.
      whole_ = time >= cut_.known_at && frame.revision() >= cut_.at_least;
      return;
    }
    if (time > cut_.known_at && frame.revision() > cut_.at_least) {
      whole_ = true;
      return;
    }
    for (const feed::v1::Change& change : frame.changes()) {
      if (!change.has_resource()) continue;
      latest_[change.name()] = {change.name(), change.revision(),
                                change.resource().SerializeAsString()};
    }
    if (!frame.fragment()) out_.revision = frame.revision();
  }

  Replayed Done() {
    out_.resources.reserve(latest_.size());
    for (auto& [name, resource] : latest_) out_.resources.push_back(std::move(resource));
    return std::move(out_);
  }

 private:
  const Cut cut_;
  int64_t first_revision_ = 0;
  bool whole_ = false;
  std::map<std::string, feed::MirroredResource> latest_;
  Replayed out_;
};

}  // namespace

absl::StatusOr<Replayed> Replay(std::string_view service, const feed::Follower::OpenStream& open,
                                const Cut& cut, grpc::ClientContext& context) {
  feed::v1::WatchChangesRequest request;
  request.set_from_earliest(true);
  // What ends most replays is the first sign that nothing follows.
  request.mutable_progress_interval()->set_nanos(20'000'000);
  std::unique_ptr<feed::Follower::Stream> stream = open(&context, request);
  Reading reading(cut);
  Frame frame;
  while (!reading.whole() && reading.first_revision() <= 1 && stream->Read(&frame)) {
    reading.Take(frame);
  }
  const bool compacted = reading.first_revision() > 1;
  if (reading.whole() || compacted) context.TryCancel();
  const absl::Status finished = rpc::FromGrpc(stream->Finish());
  if (compacted) return Compacted(service, std::to_string(reading.first_revision()));
  if (!reading.whole()) return Interrupted(service, finished);
  return reading.Done();
}

}  // namespace tiendo::status
