#include "common/feed/mirror.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "common/base/status_macros.h"

namespace tiendo::feed {

using google::protobuf::util::TimeUtil;

const char kMirrorSql[] = R"(
CREATE TABLE mirror_resources (
  source {{text}} NOT NULL,
  name {{text}} NOT NULL,
  revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL,
  PRIMARY KEY (source, name)
);
CREATE TABLE mirror_positions (
  source {{text}} NOT NULL PRIMARY KEY,
  database_id {{text}} NOT NULL,
  revision {{int}} NOT NULL,
  time_us {{int}} NOT NULL,
  snapshot_high {{int}} NOT NULL,
  complete {{int}} NOT NULL,
  token {{text}} NOT NULL
);
)";

Mirror::Mirror(std::string source, Transact transact, Observer observer)
    : source_(std::move(source)), transact_(std::move(transact)), observer_(std::move(observer)) {}

absl::Status Mirror::Load(db::Connection& connection) {
  TIENDO_ASSIGN_OR_RETURN(
      auto row, (connection.QueryRow<std::string, int64_t, int64_t, int64_t, int64_t, std::string>(
                    "SELECT database_id, revision, time_us, snapshot_high, complete, token"
                    " FROM mirror_positions WHERE source = :s",
                    {source_})));
  if (!row) return absl::OkStatus();
  auto& [database_id, revision, time_us, high, complete, token] = *row;
  TIENDO_ASSIGN_OR_RETURN(auto rows, (connection.Query<std::string, int64_t, db::Bytes>(
                                         "SELECT name, revision, body FROM mirror_resources"
                                         " WHERE source = :s ORDER BY revision",
                                         {source_})));
  // Pages that another process read meanwhile may reach beyond the position.
  MirrorPosition position{database_id, revision, FromMicros(time_us),
                          complete != 0 && revision >= high};
  Ahead ahead;
  std::vector<MirroredResource> resources;
  resources.reserve(rows.size());
  for (auto& [name, from, body] : rows) {
    if (!position.complete || from > revision) ahead[name] = from;
    resources.push_back({std::move(name), from, std::move(body.value)});
  }
  {
    std::lock_guard lock(mutex_);
    position_ = position;
    snapshot_high_ = high;
    token_ = token;
    ahead_ = std::move(ahead);
  }
  if (observer_.on_frame) observer_.on_frame(resources, position);
  return absl::OkStatus();
}

MirrorPosition Mirror::position() const {
  std::lock_guard lock(mutex_);
  return position_;
}

absl::StatusOr<std::string> Mirror::ResumeToken() {
  std::lock_guard lock(mutex_);
  return token_;
}

absl::StatusOr<Mirror::Step> Mirror::StepOf(const v1::WatchChangesResponse& frame) const {
  std::lock_guard lock(mutex_);
  Step step{position_, snapshot_high_, {}, false};
  if (!position_.database_id.empty() && position_.database_id != frame.database_id()) {
    return absl::OutOfRangeError("the source has another database");
  }
  step.position.database_id = frame.database_id();
  if (frame.phase() == v1::WatchChangesResponse::PHASE_SNAPSHOT) {
    step.snapshot_high = std::max(step.snapshot_high, frame.revision());
  } else {
    // A frame seen again, and a part of a revision, do not move it.
    if (!frame.fragment() && frame.revision() >= position_.revision) {
      step.position.revision = frame.revision();
      step.position.time = FromMicros(TimeUtil::TimestampToMicroseconds(frame.time()));
    }
    step.position.complete = position_.complete || step.position.revision >= step.snapshot_high;
  }
  for (const v1::Change& change : frame.changes()) {
    const bool covered = position_.complete && change.revision() <= position_.revision;
    auto held = ahead_.find(change.name());
    const bool known = held != ahead_.end() && change.revision() <= held->second;
    if (covered || known || !change.has_resource()) continue;
    step.newer.push_back({change.name(), change.revision(), change.resource().SerializeAsString()});
  }
  step.idle = step.newer.empty() && frame.phase() == v1::WatchChangesResponse::PHASE_PROGRESS &&
              step.position.revision == position_.revision &&
              step.position.complete == position_.complete;
  return step;
}

absl::Status Mirror::Store(db::Connection& connection, const Step& step,
                           const std::string& token) const {
  TIENDO_ASSIGN_OR_RETURN(
      auto stored, (connection.QueryRow<std::string>(
                       "SELECT database_id FROM mirror_positions WHERE source = :s", {source_})));
  if (stored && std::get<0>(*stored) != step.position.database_id) {
    return absl::OutOfRangeError("another process follows another database of the source");
  }
  for (const MirroredResource& r : step.newer) {
    TIENDO_RETURN_IF_ERROR(
        connection
            .Execute("INSERT INTO mirror_resources (source, name, revision, body)"
                     " VALUES (:s, :n, :r, :b) ON CONFLICT (source, name) DO UPDATE"
                     " SET revision = excluded.revision, body = excluded.body"
                     " WHERE mirror_resources.revision < excluded.revision",
                     {source_, r.name, r.revision, db::Bytes{r.body}})
            .status());
  }
  // Two steps, so that each is one comparison: the pages read by any process count for all, and a
  // process that is behind does not take the others' position back.
  TIENDO_RETURN_IF_ERROR(
      connection
          .Execute(
              "INSERT INTO mirror_positions (source, database_id, revision, time_us, snapshot_high,"
              " complete, token) VALUES (:s, :d, :r, :t, :h, :c, :k) ON CONFLICT (source) DO UPDATE"
              " SET revision = excluded.revision, time_us = excluded.time_us, complete ="
              " excluded.complete, token = excluded.token"
              " WHERE mirror_positions.complete < excluded.complete OR (mirror_positions.complete ="
              " excluded.complete AND mirror_positions.revision <= excluded.revision)",
              {source_, step.position.database_id, step.position.revision,
               ToMicros(step.position.time), step.snapshot_high, step.position.complete ? 1 : 0,
               token})
          .status());
  return connection
      .Execute(
          "UPDATE mirror_positions SET snapshot_high = :h WHERE source = :s AND"
          " snapshot_high < :h2",
          {step.snapshot_high, source_, step.snapshot_high})
      .status();
}

absl::Status Mirror::Apply(const v1::WatchChangesResponse& frame) {
  TIENDO_ASSIGN_OR_RETURN(Step step, StepOf(frame));
  if (!step.idle) {
    TIENDO_RETURN_IF_ERROR(transact_(
        [&](db::Connection& connection) { return Store(connection, step, frame.resume_token()); }));
  }
  {
    std::lock_guard lock(mutex_);
    position_ = step.position;
    snapshot_high_ = step.snapshot_high;
    if (!step.idle) token_ = frame.resume_token();
    for (const MirroredResource& r : step.newer) ahead_[r.name] = r.revision;
    if (position_.complete) {
      std::erase_if(ahead_, [this](const auto& a) { return a.second <= position_.revision; });
    }
  }
  // A revision that comes in several frames is seen as a whole: whoever reads what the observer
  // holds would otherwise find half of it at the position before.
  std::ranges::move(step.newer, std::back_inserter(parts_));
  const std::vector<MirroredResource> whole =
      frame.fragment() ? std::vector<MirroredResource>() : std::exchange(parts_, {});
  if (observer_.on_frame) observer_.on_frame(whole, step.position);
  return absl::OkStatus();
}

absl::Status Mirror::Reset() {
  std::string database_id;
  {
    std::lock_guard lock(mutex_);
    database_id = position_.database_id;
  }
  TIENDO_RETURN_IF_ERROR(transact_([&](db::Connection& connection) -> absl::Status {
    // Another process may have begun with the new database already: what it stored stays.
    TIENDO_ASSIGN_OR_RETURN(
        auto stored, (connection.QueryRow<std::string>(
                         "SELECT database_id FROM mirror_positions WHERE source = :s", {source_})));
    if (stored && std::get<0>(*stored) != database_id) return absl::OkStatus();
    TIENDO_RETURN_IF_ERROR(
        connection.Execute("DELETE FROM mirror_resources WHERE source = :s", {source_}).status());
    return connection.Execute("DELETE FROM mirror_positions WHERE source = :s", {source_}).status();
  }));
  {
    std::lock_guard lock(mutex_);
    token_.clear();
    position_ = {};
    snapshot_high_ = 0;
    ahead_.clear();
  }
  parts_.clear();
  if (observer_.on_reset) observer_.on_reset();
  return absl::OkStatus();
}

}  // namespace tiendo::feed
