// A change of the ledger as it is told to others.
#ifndef TIENDO_COMMON_FEED_CHANGE_H_
#define TIENDO_COMMON_FEED_CHANGE_H_

#include "common/ledger/ledger.h"
#include "tiendo/feed/v1/feed.pb.h"

namespace tiendo::feed {

// As a watch without filter brings it. What is secret is not in the change's body to begin with.
v1::Change ToProto(const ledger::Change& change);

}  // namespace tiendo::feed

#endif  // TIENDO_COMMON_FEED_CHANGE_H_
