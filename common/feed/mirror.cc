#include "common/feed/mirror.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
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
  TIENDO_ASSIGN_OR_RETURN(auto rows, (connection.Query<std::string, int64_t, db::Bytes>(
                                         "SELECT name, revision, body FROM mirror_resources"
                                         " WHERE source = :s ORDER BY revision",
                                         {source_})));
  std::vector<MirroredResource> resources;
  resources.reserve(rows.size());
  for (auto& [name, revision, body] : rows) {
    resources.push_back({std::move(name), revision, std::move(body.value)});
  }
  MirrorPosition position;
  {
    std::lock_guard lock(mutex_);
    position_ = {std::get<0>(*row), std::get<1>(*row), FromMicros(std::get<2>(*row)),
                 std::get<4>(*row) != 0};
    snapshot_high_ = std::get<3>(*row);
    token_ = std::get<5>(*row);
    position = position_;
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

absl::Status Mirror::Apply(const v1::WatchChangesResponse& frame) {
  MirrorPosition position;
  int64_t high = 0;
  {
    std::lock_guard lock(mutex_);
    position = position_;
    high = snapshot_high_;
  }
  if (!position.database_id.empty() && position.database_id != frame.database_id()) {
    return absl::OutOfRangeError("the source has another database");
  }
  position.database_id = frame.database_id();
  const bool in_snapshot = frame.phase() == v1::WatchChangesResponse::PHASE_SNAPSHOT;
  if (in_snapshot) {
    high = std::max(high, frame.revision());
  } else {
    // A frame seen again, and a part of a revision, do not move it.
    if (!frame.fragment() && frame.revision() >= position.revision) {
      position.revision = frame.revision();
      position.time = FromMicros(TimeUtil::TimestampToMicroseconds(frame.time()));
    }
    position.complete = position.complete || position.revision >= high;
  }

  std::vector<MirroredResource> newer;
  for (const v1::Change& change : frame.changes()) {
    if (change.has_resource()) {
      newer.push_back({change.name(), change.revision(), change.resource().SerializeAsString()});
    }
  }
  // Idle progress need not be stored each time: resuming from an older token costs nothing.
  const bool idle = newer.empty() && frame.phase() == v1::WatchChangesResponse::PHASE_PROGRESS;
  bool store = true;
  {
    std::lock_guard lock(mutex_);
    store =
        !idle || position.revision != position_.revision || position.complete != position_.complete;
  }
  std::vector<MirroredResource> applied;
  if (store) {
    TIENDO_RETURN_IF_ERROR(transact_([&](db::Connection& connection) -> absl::Status {
      applied.clear();
      for (const MirroredResource& r : newer) {
        TIENDO_ASSIGN_OR_RETURN(
            int64_t changed,
            connection.Execute(
                "INSERT INTO mirror_resources (source, name, revision, body) VALUES (:s, :n, :r, "
                ":b)"
                " ON CONFLICT (source, name) DO UPDATE SET revision = excluded.revision,"
                " body = excluded.body WHERE mirror_resources.revision < excluded.revision",
                {source_, r.name, r.revision, db::Bytes{r.body}}));
        if (changed > 0) applied.push_back(r);
      }
      return connection
          .Execute(
              "INSERT INTO mirror_positions (source, database_id, revision, time_us, snapshot_high,"
              " complete, token) VALUES (:s, :d, :r, :t, :h, :c, :k) ON CONFLICT (source) DO UPDATE"
              " SET database_id = excluded.database_id, revision = excluded.revision, time_us ="
              " excluded.time_us, snapshot_high = excluded.snapshot_high, complete ="
              " excluded.complete, token = excluded.token",
              {source_, position.database_id, position.revision, ToMicros(position.time), high,
               position.complete ? 1 : 0, frame.resume_token()})
          .status();
    }));
  }
  {
    std::lock_guard lock(mutex_);
    position_ = position;
    snapshot_high_ = high;
    if (store) token_ = frame.resume_token();
  }
  if (observer_.on_frame) observer_.on_frame(applied, position);
  return absl::OkStatus();
}

absl::Status Mirror::Reset() {
  TIENDO_RETURN_IF_ERROR(transact_([&](db::Connection& connection) -> absl::Status {
    TIENDO_RETURN_IF_ERROR(
        connection.Execute("DELETE FROM mirror_resources WHERE source = :s", {source_}).status());
    return connection.Execute("DELETE FROM mirror_positions WHERE source = :s", {source_}).status();
  }));
  {
    std::lock_guard lock(mutex_);
    token_.clear();
    position_ = {};
    snapshot_high_ = 0;
  }
  if (observer_.on_reset) observer_.on_reset();
  return absl::OkStatus();
}

}  // namespace tiendo::feed
