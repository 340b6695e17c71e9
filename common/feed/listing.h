// List methods: key-set pages over version rows, each with the token from which a watch continues
// without a hole.
#ifndef TIENDO_COMMON_FEED_LISTING_H_
#define TIENDO_COMMON_FEED_LISTING_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/ledger/ledger.h"
#include "common/paging/filter.h"

namespace tiendo::feed {

// A field a List can be filtered by, and the column that holds it: text for strings and enums (the
// name without prefix), ISO text for dates, integers for numbers and booleans (0, 1).
struct ListField {
  paging::FilterField field;
  std::string column;
};

struct ListRequest {
  // Full method name, part of the token.
  std::string method;
  // The parent as asked for, part of the token; empty where there is none.
  std::string parent;
  // Names listed start with this, e.g. "programs/p/items/"; empty: the whole collection.
  std::string prefix;
  int32_t page_size = 0;
  std::string page_token;
  std::string filter;
  // State as recorded at this time.
  std::optional<Instant> read_time;
};

struct ListPage {
  std::vector<ledger::Row> rows;
  std::string next_page_token;
  std::string resume_token;
};

// Checks what can be checked without the database: page_size, filter, and that read_time is not
// after `now`. All violations at once.
absl::Status ValidateList(const ListRequest& request, const std::vector<ListField>& fields,
                          Instant now);

// Reads one page. Pages after the first read the present rows too (or all of them the revision of
// read_time): a row is listed once, and what changed in between follows on the watch that
// resume_token, which stays that of the first page, opens.
absl::StatusOr<ListPage> ReadPage(ledger::Reader& reader, const ledger::Collection& collection,
                                  const std::vector<ListField>& fields, const ListRequest& request,
                                  Instant now);

// The revision to read at for a Get with read_time: nullopt without one.
absl::StatusOr<std::optional<int64_t>> ResolveReadTime(ledger::Reader& reader,
                                                       std::optional<Instant> read_time,
                                                       Instant now);

}  // namespace tiendo::feed

#endif  // TIENDO_COMMON_FEED_LISTING_H_
