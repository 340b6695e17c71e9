#include <algorithm>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/ledger/ledger.h"
#include "common/paging/digest.h"

namespace tiendo::ledger {
namespace {

void Append(std::string& out, std::string_view field) {
  out += std::to_string(field.size());
  out += ':';
  out += field;
}

}  // namespace

std::string ChainHash(std::string_view previous_hash, const Change& c) {
  std::string text;
  text.reserve(c.after.size() + 256);
  Append(text, previous_hash);
  Append(text, std::to_string(c.revision));
  Append(text, std::to_string(c.ordinal));
  Append(text, c.name);
  Append(text, std::to_string(c.previous_revision));
  Append(text, std::to_string(static_cast<int>(c.kind)));
  Append(text, c.principal);
  Append(text, c.method);
  Append(text, c.request_id);
  Append(text, std::to_string(ToMicros(c.time)));
  Append(text, c.after);
  return paging::Sha256(text);
}

absl::Status VerifyChain(db::Connection& connection, const Schema& schema) {
  Reader reader(connection, schema);
  TIENDO_ASSIGN_OR_RETURN(Head head, reader.ReadHead());
  TIENDO_ASSIGN_OR_RETURN(
      auto oldest,
      (connection.QueryRow<db::Bytes>("SELECT oldest_hash FROM ledger_head WHERE id = 1")));
  std::string hash = std::get<0>(*oldest).value;
  int64_t at = head.oldest_revision - 1;
  while (at < head.revision) {
    TIENDO_ASSIGN_OR_RETURN(std::vector<Change> changes, reader.ChangesAfter(at, 1000));
    if (changes.empty()) {
      return errors::Internal("ledger: revision " + std::to_string(at + 1) + " is missing");
    }
    for (const Change& c : changes) {
      if (c.revision > head.revision) break;  // committed since the head was read
      if (c.revision != at && c.revision != at + 1) {
        return errors::Internal("ledger: revision " + std::to_string(at + 1) + " is missing");
      }
      hash = ChainHash(hash, c);
      if (hash != c.hash) {
        return errors::Internal("ledger: the chain breaks at revision " +
                                std::to_string(c.revision) + ", " + c.name);
      }
      at = c.revision;
    }
  }
  if (hash != head.hash) return errors::Internal("ledger: the chain does not end in the head");
  return absl::OkStatus();
}

absl::Status Compact(db::Connection& connection, int64_t first_kept) {
  TIENDO_ASSIGN_OR_RETURN(
      auto head, connection.QueryRow<int64_t>("SELECT revision FROM ledger_head WHERE id = 1"));
  if (!head) return errors::Internal("ledger_head has no row");
  // At most everything there is: positions up to the head stay resumable.
  first_kept = std::min(first_kept, std::get<0>(*head) + 1);
  TIENDO_ASSIGN_OR_RETURN(
      auto last, (connection.QueryRow<db::Bytes>("SELECT hash FROM changes WHERE revision < :r"
                                                 " ORDER BY revision DESC, ordinal DESC LIMIT 1",
                                                 {first_kept})));
  if (!last) return absl::OkStatus();
  TIENDO_RETURN_IF_ERROR(
      connection
          .Execute("UPDATE ledger_head SET oldest_revision = :r, oldest_hash = :h WHERE id = 1",
                   {first_kept, std::get<0>(*last)})
          .status());
  return connection.Execute("DELETE FROM changes WHERE revision < :r", {first_kept}).status();
}

}  // namespace tiendo::ledger
