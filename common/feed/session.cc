#include "common/feed/session.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/feed/change.h"
#include "common/feed/matcher.h"

namespace tiendo::feed {
namespace {

namespace reasons = errors::reasons;
using google::protobuf::util::TimeUtil;
using Frame = v1::WatchChangesResponse;

std::vector<paging::FilterField> WithCollection(const Source& source) {
  std::vector<paging::FilterField> fields = source.filter_fields;
  paging::FilterField collection{"collection", paging::FieldType::kEnum, {}};
  for (const ledger::Collection& c : source.schema->collections) {
    collection.values.push_back(c.id);
  }
  fields.push_back(std::move(collection));
  return fields;
}

absl::StatusOr<std::chrono::milliseconds> ProgressInterval(const v1::WatchChangesRequest& request) {
  if (!request.has_progress_interval()) return std::chrono::milliseconds(1000);
  // Checked by seconds first: TimeUtil's arithmetic is only defined for valid durations.
  const auto& d = request.progress_interval();
  int64_t ms = d.seconds() * 1000 + d.nanos() / 1'000'000;
  if (d.seconds() < 0 || d.seconds() > 1 || d.nanos() < 0 || ms < 10 || ms > 1000) {
    return errors::InvalidField("progress_interval", "must be from 10 ms to 1 s");
  }
  return std::chrono::milliseconds(ms);
}

size_t Size(const ledger::Change& change) { return change.after.size() + change.name.size() + 128; }

}  // namespace

absl::StatusOr<std::unique_ptr<Session>> Session::Open(const Source& source,
                                                       const v1::WatchChangesRequest& request) {
  std::unique_ptr<Session> session(new Session(source));
  TIENDO_RETURN_IF_ERROR(session->Start(request));
  return session;
}

absl::Status Session::Start(const v1::WatchChangesRequest& request) {
  errors::Violations violations;
  absl::StatusOr<paging::Filter> filter =
      paging::ParseFilter(request.filter(), WithCollection(source_));
  violations.Merge("", filter.status());
  absl::StatusOr<std::chrono::milliseconds> interval = ProgressInterval(request);
  violations.Merge("", interval.status());
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  filter_ = *std::move(filter);
  filter_hash_ = ShortHash(filter_.Canonical());
  progress_interval_ = *interval;

  epoch_ = source_.hub->epoch();
  TIENDO_ASSIGN_OR_RETURN(db::Lease lease, source_.database->Reader());
  ledger::Reader reader(*lease, *source_.schema);
  TIENDO_ASSIGN_OR_RETURN(ledger::Head head, reader.ReadHead());
  database_id_ = head.database_id;
  revision_ = head.revision;
  revision_time_ = head.time;
  switch (request.start_case()) {
    case v1::WatchChangesRequest::kResumeToken:
      TIENDO_RETURN_IF_ERROR(StartAtToken(request.resume_token()));
      TIENDO_RETURN_IF_ERROR(CheckInRange(head));
      if (revision_ != head.revision) {
        TIENDO_ASSIGN_OR_RETURN(std::optional<Instant> time, reader.CommitTime(revision_));
        revision_time_ = time.value_or(Instant());
      }
      return absl::OkStatus();
    case v1::WatchChangesRequest::kFromEarliest:
      if (request.from_earliest()) {
        revision_ = head.oldest_revision - 1;
        revision_time_ = Instant();
      }
      return absl::OkStatus();
    case v1::WatchChangesRequest::kSnapshot:
      if (request.snapshot()) snapshot_.emplace();
      return absl::OkStatus();
    case v1::WatchChangesRequest::kFromNow:
    case v1::WatchChangesRequest::START_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status Session::StartAtToken(const std::string& text) {
  TIENDO_ASSIGN_OR_RETURN(ResumeToken token, DecodeResumeToken(text));
  if (token.service != source_.schema->service ||
      (!token.from_list && token.filter_hash != filter_hash_)) {
    return errors::Make(absl::StatusCode::kInvalidArgument, reasons::kResumeTokenMismatch,
                        "resume_token is of another service or filter: use it where it came from");
  }
  database_id_ = token.database_id;
  revision_ = token.revision;
  delivered_in_next_ = token.delivered_in_next;
  snapshot_ = token.snapshot;
  return absl::OkStatus();
}

absl::Status Session::CheckInRange(const ledger::Head& head) const {
  if (database_id_ != head.database_id) {
    return errors::Make(absl::StatusCode::kOutOfRange, reasons::kDatabaseChanged,
                        "the database was replaced since that position: watch with a snapshot",
                        {{"database_id", head.database_id}});
  }
  if (revision_ + (delivered_in_next_ > 0 ? 1 : 0) > head.revision) {
    return errors::Make(absl::StatusCode::kOutOfRange, reasons::kRevisionAhead,
                        "revision " + std::to_string(revision_) + " is ahead of the database (" +
                            std::to_string(head.revision) + "): watch with a snapshot",
                        {{"head_revision", std::to_string(head.revision)}});
  }
  if (revision_ + 1 < head.oldest_revision) {
    return errors::Make(absl::StatusCode::kOutOfRange, reasons::kHistoryCompacted,
                        "changes before revision " + std::to_string(head.oldest_revision) +
                            " are no longer kept: watch with a snapshot",
                        {{"oldest_revision", std::to_string(head.oldest_revision)}});
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Frame>> Session::Next() {
  return snapshot_ ? NextOfSnapshot() : NextOfChanges();
}

absl::StatusOr<std::optional<Frame>> Session::NextOfSnapshot() {
  const std::vector<ledger::Collection>& collections = source_.schema->collections;
  while (static_cast<size_t>(snapshot_->collection) < collections.size()) {
    const ledger::Collection& collection = collections[static_cast<size_t>(snapshot_->collection)];
    TIENDO_ASSIGN_OR_RETURN(db::Lease lease, source_.database->Reader());
    TIENDO_RETURN_IF_ERROR(lease->BeginRead());
    ledger::Reader reader(*lease, *source_.schema);
    TIENDO_ASSIGN_OR_RETURN(ledger::Head head, reader.ReadHead());
    TIENDO_RETURN_IF_ERROR(CheckInRange(head));
    ledger::ListQuery query;
    query.after = snapshot_->last_key;
    query.limit = source_.max_frame_changes;
    TIENDO_ASSIGN_OR_RETURN(std::vector<ledger::Row> rows, reader.List(collection, query));
    if (rows.empty()) {
      ++snapshot_->collection;
      snapshot_->last_key.clear();
      continue;
    }
    Frame frame;
    size_t bytes = 0;
    for (ledger::Row& row : rows) {
      snapshot_->last_key = row.name;
      bytes += row.body.size() + row.name.size();
      if (Matches(filter_, collection, row.body)) {
        v1::Change* out = frame.add_changes();
        out->set_name(std::move(row.name));
        out->set_kind(v1::Change::KIND_CURRENT);
        out->set_revision(row.revision);
        out->mutable_resource()->ParseFromString(row.body);
      }
      if (bytes > source_.max_frame_bytes) break;  // the next page starts after this key
    }
    Seal(Frame::PHASE_SNAPSHOT, head.revision, head.time, frame);
    return std::optional<Frame>(std::move(frame));
  }
  snapshot_.reset();
  Frame frame;
  Seal(Frame::PHASE_SNAPSHOT_END, revision_, revision_time_, frame);
  return std::optional<Frame>(std::move(frame));
}

absl::Status Session::LoadRevisions() {
  // What one watcher holds beyond the hub's memory is bounded by these.
  constexpr size_t kRevisions = 200;
  constexpr size_t kBytes = 4 << 20;
  if (int64_t epoch = source_.hub->epoch(); epoch != epoch_) {
    TIENDO_ASSIGN_OR_RETURN(db::Lease lease, source_.database->Reader());
    ledger::Reader reader(*lease, *source_.schema);
    TIENDO_ASSIGN_OR_RETURN(ledger::Head now, reader.ReadHead());
    TIENDO_RETURN_IF_ERROR(CheckInRange(now));
    epoch_ = epoch;
  }
  if (caught_up_ && source_.hub->head().revision - revision_ > source_.max_lag) {
    return errors::Make(absl::StatusCode::kResourceExhausted, reasons::kWatcherTooSlow,
                        "the watcher lags too far behind: resume from the last token");
  }
  std::optional<std::vector<RevisionPtr>> cached = source_.hub->Cached(revision_, kRevisions);
  if (!cached) return LoadFromTable();
  size_t bytes = 0;
  for (RevisionPtr& r : *cached) {
    if (bytes > kBytes) break;
    bytes += r->bytes;
    loaded_.push_back(std::move(r));
  }
  return absl::OkStatus();
}

absl::Status Session::LoadFromTable() {
  TIENDO_ASSIGN_OR_RETURN(db::Lease lease, source_.database->Reader());
  // One view of head and log: a compaction between them would look like a hole.
  TIENDO_RETURN_IF_ERROR(lease->BeginRead());
  ledger::Reader reader(*lease, *source_.schema);
  TIENDO_ASSIGN_OR_RETURN(ledger::Head now, reader.ReadHead());
  TIENDO_RETURN_IF_ERROR(CheckInRange(now));
  TIENDO_ASSIGN_OR_RETURN(std::vector<ledger::Change> changes,
                          reader.ChangesAfter(revision_, source_.max_frame_changes));
  std::shared_ptr<RevisionChanges> current;
  for (ledger::Change& change : changes) {
    if (current == nullptr || current->revision != change.revision) {
      current = std::make_shared<RevisionChanges>();
      current->revision = change.revision;
      loaded_.push_back(current);
    }
    current->changes.push_back(std::move(change));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Frame>> Session::NextOfChanges() {
  // A filter that lets little through must not leave the receiver without a sign for long, nor keep
  // this thread from the other watchers.
  constexpr int kMaxSkipped = 1000;
  for (int skipped = 0; skipped < kMaxSkipped; ++skipped) {
    if (loaded_.empty()) TIENDO_RETURN_IF_ERROR(LoadRevisions());
    if (loaded_.empty()) {
      caught_up_ = true;
      return std::optional<Frame>();
    }
    TIENDO_ASSIGN_OR_RETURN(std::optional<Frame> frame, NextOfRevision(loaded_.front()));
    if (delivered_in_next_ == 0) loaded_.pop_front();
    if (frame) return frame;
  }
  return std::optional<Frame>(Progress());
}

absl::StatusOr<std::optional<Frame>> Session::NextOfRevision(const RevisionPtr& next) {
  Frame frame;
  size_t bytes = 0;
  const bool begun = delivered_in_next_ > 0;
  size_t at = static_cast<size_t>(delivered_in_next_);
  for (; at < next->changes.size(); ++at) {
    if (frame.changes_size() >= source_.max_frame_changes || bytes > source_.max_frame_bytes) break;
    const int before = frame.changes_size();
    TIENDO_RETURN_IF_ERROR(AddChange(next->changes[at], frame));
    if (frame.changes_size() > before) bytes += Size(next->changes[at]);
  }
  const Instant time = next->changes.back().time;
  if (at < next->changes.size()) {
    delivered_in_next_ = static_cast<int>(at);
    frame.set_fragment(true);
  } else {
    delivered_in_next_ = 0;
    revision_ = next->revision;
    revision_time_ = time;
    // Nothing in it for this filter: the next frame's revision tells that it was seen. The last
    // part of one that has been begun is sent all the same, it ends the revision.
    if (frame.changes_size() == 0 && !begun) return std::optional<Frame>();
  }
  Seal(Frame::PHASE_CHANGES, next->revision, time, frame);
  return std::optional<Frame>(std::move(frame));
}

absl::Status Session::AddChange(const ledger::Change& change, Frame& frame) {
  const ledger::Collection* collection = source_.schema->ForName(change.name);
  if (collection == nullptr) return absl::OkStatus();
  bool matches = Matches(filter_, *collection, change.after);
  if (!matches) {
    if (change.previous_revision == 0 || !MatchesCollection(filter_, *collection)) {
      return absl::OkStatus();
    }
    TIENDO_ASSIGN_OR_RETURN(db::Lease lease, source_.database->Reader());
    ledger::Reader reader(*lease, *source_.schema);
    TIENDO_ASSIGN_OR_RETURN(std::optional<ledger::Row> before,
                            reader.Get(change.name, change.previous_revision));
    if (!before || !Matches(filter_, *collection, before->body)) return absl::OkStatus();
  }
  v1::Change* out = frame.add_changes();
  *out = ToProto(change);
  if (!matches) {
    out->set_kind(v1::Change::KIND_REMOVED_FROM_VIEW);
    out->clear_resource();
  }
  return absl::OkStatus();
}

ResumeToken Session::Token() const {
  ResumeToken token;
  token.service = source_.schema->service;
  token.database_id = database_id_;
  token.revision = revision_;
  token.delivered_in_next = delivered_in_next_;
  token.filter_hash = filter_hash_;
  token.snapshot = snapshot_;
  return token;
}

void Session::Seal(Frame::Phase phase, int64_t revision, Instant time, Frame& frame) {
  frame.set_phase(phase);
  frame.set_revision(revision);
  frame.set_previous_revision(last_sent_);
  frame.set_head_revision(std::max(source_.hub->head().revision, revision));
  frame.set_resume_token(Encode(Token()));
  frame.set_database_id(database_id_);
  *frame.mutable_time() = TimeUtil::MicrosecondsToTimestamp(ToMicros(time));
  last_sent_ = revision;
}

Frame Session::Progress() {
  // When nothing follows, the head's time tells up to when nothing will: it also moves without
  // commits.
  const ledger::Head head = source_.hub->head();
  const bool at_head = head.database_id == database_id_ && head.revision == revision_;
  if (at_head) revision_time_ = std::max(revision_time_, head.time);
  Frame frame;
  Seal(Frame::PHASE_PROGRESS, revision_, revision_time_, frame);
  return frame;
}

}  // namespace tiendo::feed
