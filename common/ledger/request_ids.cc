#include "common/ledger/request_ids.h"

#include <string_view>

#include "common/base/status_macros.h"

namespace tiendo::ledger {
namespace {

// One per line.
std::string JoinNames(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& n : names) out += n + "\n";
  return out;
}

std::vector<std::string> SplitNames(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    size_t end = text.find('\n');
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace

absl::StatusOr<std::optional<RememberedRequest>> FindRequest(db::Connection& connection,
                                                             const RequestInfo& info) {
  TIENDO_ASSIGN_OR_RETURN(
      auto row,
      (connection.QueryRow<db::Bytes, std::string, int64_t, int64_t>(
          "SELECT body_hash, names, revision, time_us FROM request_ids WHERE principal = :p AND"
          " method = :m AND request_id = :id",
          {info.principal, info.method, info.request_id})));
  if (!row) return std::optional<RememberedRequest>();
  auto& [body_hash, names, revision, time_us] = *row;
  return RememberedRequest{body_hash.value, SplitNames(names), revision, FromMicros(time_us)};
}

absl::Status RememberRequest(db::Connection& connection, const RequestInfo& info,
                             const RememberedRequest& request) {
  return connection
      .Execute(
          "INSERT INTO request_ids (principal, method, request_id, body_hash, names, revision,"
          " time_us) VALUES (:p, :m, :id, :h, :n, :r, :t)",
          {info.principal, info.method, info.request_id, db::Bytes{request.body_hash},
           JoinNames(request.names), request.revision, ToMicros(request.time)})
      .status();
}

absl::Status RequestIdSweep::Run(db::Connection& connection, Instant now) {
  constexpr std::chrono::minutes kEvery{10};
  constexpr int64_t kRows = 1000;
  const bool recently = now >= last_ && now - last_ < kEvery;
  if (recently) return absl::OkStatus();
  TIENDO_ASSIGN_OR_RETURN(
      const int64_t forgotten,
      connection.Execute("DELETE FROM request_ids WHERE (principal, method, request_id) IN"
                         " (SELECT principal, method, request_id FROM request_ids"
                         " WHERE time_us < :t ORDER BY time_us LIMIT :n)",
                         {ToMicros(now - retention_), kRows}));
  if (forgotten < kRows) last_ = now;
  return absl::OkStatus();
}

}  // namespace tiendo::ledger
