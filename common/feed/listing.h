// List methods: key-set pages over version rows, each with the token from which a watch continues
// without a hole.
#ifndef TIENDO_COMMON_FEED_LISTING_H_
#define TIENDO_COMMON_FEED_LISTING_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/feed/tokens.h"
#include "common/ledger/ledger.h"
#include "common/paging/filter.h"

namespace tiendo::feed {

// What a field of a List is good for.
namespace uses {
inline constexpr unsigned kFilter = 1;
inline constexpr unsigned kOrder = 2;
// In filters of WatchChanges: only what stands in the resource itself.
inline constexpr unsigned kWatch = 4;
}  // namespace uses

// A field a List can be filtered or ordered by, and the column that holds it: text for strings and
// enums (the name without prefix), ISO text for dates, integers for numbers and booleans (0, 1).
struct ListField {
  paging::FilterField field;
  // Of a repeated field: the kind of its values in the collection's key table.
  std::string column;
  unsigned use = uses::kFilter | uses::kWatch;
  // ledger::Condition::absent. A column that orders is never NULL.
  std::string absent = {};
};

struct ListRequest {
  // Full method name, part of the token.
  std::string method;
  // The parent as asked for, part of the token; empty where there is none.
  std::string parent;
  // Names listed start with this, e.g. "programs/p/items/"; empty: the whole collection.
  std::string prefix;
  // The same as a condition, for orders other than by name; may be empty.
  std::vector<ledger::Condition> within = {};
  int32_t page_size = 0;
  std::string page_token;
  std::string filter;
  std::string order_by = {};
  // State as recorded at this time.
  std::optional<Instant> read_time;
};

struct ListPage {
  std::vector<ledger::Row> rows;
  std::string next_page_token;
  std::string resume_token;
};

// Checks what can be checked without the database: page_size, filter, order_by, and that read_time
// is not after `now`. All violations at once.
absl::Status ValidateList(const ListRequest& request, const std::vector<ListField>& fields,
                          Instant now);

// Reads one page. Pages after the first read the present rows too (or all of them the revision of
// read_time): in order of name a row is listed once, and what changed in between follows on the
// watch that resume_token, which stays that of the first page, opens.
absl::StatusOr<ListPage> ReadPage(ledger::Reader& reader, const ledger::Collection& collection,
                                  const std::vector<ListField>& fields, const ListRequest& request,
                                  Instant now);

// Adds the terms of a filter on `fields` to a query.
void AddFilter(const paging::Filter& filter, const std::vector<ListField>& fields,
               ledger::ListQuery& query);
// The fields that a filter of a List may name.
std::vector<paging::FilterField> FilterFields(const std::vector<ListField>& fields);
// INVALID_ARGUMENT PAGE_TOKEN_MISMATCH for a token of another method or other arguments,
// OUT_OF_RANGE DATABASE_CHANGED for one of another database.
absl::Status CheckPageToken(const PageToken& token, std::string_view method,
                            std::string_view argument_hash, const ledger::Head& head);

// The revision to read at for a Get with read_time: nullopt without one.
absl::StatusOr<std::optional<int64_t>> ResolveReadTime(ledger::Reader& reader,
                                                       std::optional<Instant> read_time,
                                                       Instant now);

}  // namespace tiendo::feed

#endif  // TIENDO_COMMON_FEED_LISTING_H_
