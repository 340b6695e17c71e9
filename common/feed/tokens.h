// The opaque strings of the API: resume tokens, page tokens and positions. URL-safe base64 of a
// versioned message, so old ones stay readable.
#ifndef TIENDO_COMMON_FEED_TOKENS_H_
#define TIENDO_COMMON_FEED_TOKENS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tiendo::feed {

// Where one service's database stands.
struct Position {
  std::string service;
  std::string database_id;
  int64_t revision = 0;
  auto operator<=>(const Position&) const = default;
};

std::string EncodePositions(std::vector<Position> positions);
// INVALID_ARGUMENT POSITION_INVALID for anything EncodePositions did not make.
absl::StatusOr<std::vector<Position>> DecodePositions(std::string_view token);

struct ResumeToken {
  std::string service;
  std::string database_id;
  // Everything up to here has been delivered.
  int64_t revision = 0;
  // Changes of revision + 1 that have been delivered too.
  int delivered_in_next = 0;
  // Of the canonical filter; empty without one.
  std::string filter_hash;
  // From a List: fits a watch with any filter.
  bool from_list = false;
  // Inside a snapshot: the collection being read and the last key delivered.
  struct SnapshotCursor {
    int collection = 0;
    std::string last_key;
  };
  std::optional<SnapshotCursor> snapshot;
};

std::string Encode(const ResumeToken& token);
// INVALID_ARGUMENT RESUME_TOKEN_INVALID.
absl::StatusOr<ResumeToken> DecodeResumeToken(std::string_view text);

struct PageToken {
  std::string method;
  // Of all arguments but page_size and the token.
  std::string argument_hash;
  std::string last_key;
  // At which the first page was read.
  int64_t revision = 0;
  std::string database_id;
  // All pages are read at `revision`.
  bool pinned = false;
  // In an order other than by key: the last row's value of the field that orders.
  std::string last_value = {};
};

std::string Encode(const PageToken& token);
// INVALID_ARGUMENT PAGE_TOKEN_INVALID.
absl::StatusOr<PageToken> DecodePageToken(std::string_view text);

// First 16 bytes of SHA-256: what tokens carry of arguments and filters. Empty for empty text.
std::string ShortHash(std::string_view text);

}  // namespace tiendo::feed

#endif  // TIENDO_COMMON_FEED_TOKENS_H_
