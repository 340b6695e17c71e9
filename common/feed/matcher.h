// Whether a resource passes a filter, decided on the stored bytes through protobuf reflection: one
// rule for every service's watch.
#ifndef TIENDO_COMMON_FEED_MATCHER_H_
#define TIENDO_COMMON_FEED_MATCHER_H_

#include <string_view>

#include "common/ledger/schema.h"
#include "common/paging/filter.h"

namespace tiendo::feed {

// `body` is a serialised google.protobuf.Any. The field `collection` is the collection's id; other
// fields are read from the resource: scalars, enums (by name without prefix) and google.type.Date.
// A term on a field that the resource does not have, or has not set, does not match ("!=" does);
// one on a repeated field matches when an element is the value.
bool Matches(const paging::Filter& filter, const ledger::Collection& collection,
             std::string_view body);

// The terms on `collection` only: what no state of a resource can change.
bool MatchesCollection(const paging::Filter& filter, const ledger::Collection& collection);

}  // namespace tiendo::feed

#endif  // TIENDO_COMMON_FEED_MATCHER_H_
