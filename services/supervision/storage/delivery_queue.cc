#include "services/supervision/storage/delivery_queue.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "common/base/status_macros.h"

namespace tiendo::supervision {
namespace {

constexpr char kReminders[] = "reminders";

absl::StatusOr<std::optional<int64_t>> ReadProgress(db::Connection& connection) {
  TIENDO_ASSIGN_OR_RETURN(
      const auto row,
      connection.QueryRow<int64_t>("SELECT revision FROM delivery_progress WHERE id = 1"));
  if (!row) return std::optional<int64_t>();
  return std::optional<int64_t>(std::get<0>(*row));
}

absl::Status StoreProgress(db::Connection& connection, int64_t revision) {
  return connection
      .Execute(
          "INSERT INTO delivery_progress (id, revision) VALUES (1, :r) ON CONFLICT (id) DO UPDATE"
          " SET revision = excluded.revision",
          {revision})
      .status();
}

// Ready at once, whatever the clock says: times of the ledger never go back, a clock does.
absl::Status Enqueue(db::Connection& connection, const ledger::Change& change) {
  return connection
      .Execute(
          "INSERT INTO delivery_queue (reminder, revision, recorded_us, attempts, ready_us, claim)"
          " VALUES (:n, :r, :t, 0, 0, '') ON CONFLICT (reminder) DO NOTHING",
          {change.name, change.revision, ToMicros(change.time)})
      .status();
}

using QueueRow = std::tuple<std::string, int64_t, int64_t, int64_t>;

ClaimedReminder ToClaimed(const std::string& claim, const QueueRow& row) {
  const auto& [reminder, revision, recorded_us, attempts] = row;
  return {claim, reminder, revision, FromMicros(recorded_us), static_cast<int>(attempts)};
}

}  // namespace

absl::StatusOr<DeliveryQueue::Collected> DeliveryQueue::Collect(db::Connection& connection,
                                                                int limit) const {
  ledger::Reader reader(connection, schema_);
  TIENDO_ASSIGN_OR_RETURN(const ledger::Head head, reader.ReadHead());
  TIENDO_ASSIGN_OR_RETURN(const std::optional<int64_t> progress, ReadProgress(connection));
  Collected out;
  out.revision = progress.value_or(head.revision);
  if (progress) {
    out.missed = std::max<int64_t>(0, head.oldest_revision - 1 - *progress);
    out.revision += out.missed;
    TIENDO_ASSIGN_OR_RETURN(const std::vector<ledger::Change> changes,
                            reader.ChangesAfter(out.revision, limit));
    const ledger::Collection* reminders = schema_.ById(kReminders);
    for (const ledger::Change& change : changes) {
      out.revision = change.revision;
      if (change.kind != ledger::ChangeKind::kCreated || !reminders->Matches(change.name)) continue;
      TIENDO_RETURN_IF_ERROR(Enqueue(connection, change));
    }
    out.more = out.revision < head.revision;
  }
  if (out.revision != progress) TIENDO_RETURN_IF_ERROR(StoreProgress(connection, out.revision));
  return out;
}

absl::StatusOr<std::optional<ClaimedReminder>> DeliveryQueue::Claim(db::Connection& connection,
                                                                    const std::string& claim,
                                                                    Instant now,
                                                                    Instant until) const {
  // The first run of this claim may have taken effect without an answer.
  TIENDO_ASSIGN_OR_RETURN(
      std::optional<QueueRow> row,
      (connection.QueryRow<std::string, int64_t, int64_t, int64_t>(
          // The second condition is that of the index, which SQLite uses for nothing less.
          "SELECT reminder, revision, recorded_us, attempts FROM delivery_queue WHERE claim = :c"
          " AND claim <> ''",
          {claim})));
  if (row) return std::optional(ToClaimed(claim, *row));
  TIENDO_ASSIGN_OR_RETURN(row, (connection.QueryRow<std::string, int64_t, int64_t, int64_t>(
                                   "SELECT reminder, revision, recorded_us, attempts FROM"
                                   " delivery_queue WHERE ready_us <= :t"
                                   " ORDER BY ready_us, revision LIMIT 1",
                                   {ToMicros(now)})));
  if (!row) return std::optional<ClaimedReminder>();
  TIENDO_RETURN_IF_ERROR(
      connection
          .Execute("UPDATE delivery_queue SET ready_us = :t, claim = :c WHERE reminder = :n",
                   {ToMicros(until), claim, std::get<0>(*row)})
          .status());
  return std::optional(ToClaimed(claim, *row));
}

absl::Status DeliveryQueue::Finish(db::Connection& connection, const ClaimedReminder& claimed,
                                   const Delivery& delivery) {
  switch (delivery.outcome) {
    case DeliveryOutcome::kDelivered:
      return connection
          .Execute("DELETE FROM delivery_queue WHERE reminder = :n", {claimed.reminder})
          .status();
    case DeliveryOutcome::kGivenUp:
      return connection
          .Execute("DELETE FROM delivery_queue WHERE reminder = :n AND claim = :c",
                   {claimed.reminder, claimed.claim})
          .status();
    case DeliveryOutcome::kFailed:
      break;
  }
  const int counted = delivery.failure == DeliveryFailure::kInterrupted ? 0 : 1;
  return connection
      .Execute(
          "UPDATE delivery_queue SET attempts = attempts + :a, ready_us = :t, claim = ''"
          " WHERE reminder = :n AND claim = :c",
          {counted, ToMicros(delivery.next_attempt.value_or(delivery.attempted_at)),
           claimed.reminder, claimed.claim})
      .status();
}

absl::StatusOr<std::optional<Instant>> DeliveryQueue::NextReady(db::Connection& connection) {
  TIENDO_ASSIGN_OR_RETURN(const auto row,
                          connection.QueryRow<int64_t>(
                              "SELECT ready_us FROM delivery_queue ORDER BY ready_us LIMIT 1"));
  if (!row) return std::optional<Instant>();
  return std::optional(FromMicros(std::get<0>(*row)));
}

absl::StatusOr<int64_t> DeliveryQueue::Size(db::Connection& connection) {
  TIENDO_ASSIGN_OR_RETURN(const auto row,
                          connection.QueryRow<int64_t>("SELECT COUNT(*) FROM delivery_queue"));
  return row ? std::get<0>(*row) : 0;
}

}  // namespace tiendo::supervision
