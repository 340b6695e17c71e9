#include "services/supervision/api/day_cursor.h"

#include <string_view>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::supervision {
namespace {

// The key of a token is the day of the listing, "2026-02-16", and the key of the last element.
constexpr size_t kDayText = 10;

std::string ArgumentHash(const DayListing& listing) {
  std::string text = listing.arguments;
  if (listing.as_of) text += " " + calendar::FormatIso(*listing.as_of);
  return feed::ShortHash(text);
}

}  // namespace

std::string DayCursor::Next(const std::string& key) const {
  feed::PageToken next = token;
  next.last_key = calendar::FormatIso(as_of) + key;
  return feed::Encode(next);
}

absl::StatusOr<DayCursor> OpenCursor(const DayListing& listing, const ledger::Head& head) {
  DayCursor cursor;
  if (listing.page_token.empty()) {
    cursor.token = {listing.method, ArgumentHash(listing), "",
                    head.revision,  head.database_id,      true};
    cursor.as_of = listing.as_of.value_or(listing.today);
    return cursor;
  }
  TIENDO_ASSIGN_OR_RETURN(cursor.token, feed::DecodePageToken(listing.page_token));
  if (cursor.token.method != listing.method ||
      cursor.token.argument_hash != ArgumentHash(listing)) {
    return errors::Make(absl::StatusCode::kInvalidArgument, errors::reasons::kPageTokenMismatch,
                        "page_token belongs to a call with other arguments: repeat them, only"
                        " page_size may change");
  }
  if (cursor.token.database_id != head.database_id) {
    return errors::Make(absl::StatusCode::kOutOfRange, errors::reasons::kDatabaseChanged,
                        "the database was replaced since the first page: list again",
                        {{"database_id", head.database_id}});
  }
  const std::string& key = cursor.token.last_key;
  const absl::StatusOr<calendar::Day> day =
      calendar::ParseIsoDay(std::string_view(key).substr(0, kDayText));
  if (!day.ok()) {
    return errors::Make(absl::StatusCode::kInvalidArgument, errors::reasons::kPageTokenInvalid,
                        "page_token is not one of ours: start with the first page");
  }
  cursor.as_of = *day;
  cursor.after = key.substr(kDayText);
  return cursor;
}

}  // namespace tiendo::supervision
