// What the databases hold, written down.
#ifndef TIENDO_TESTS_FAULT_HARNESS_DUMP_H_
#define TIENDO_TESTS_FAULT_HARNESS_DUMP_H_

#include <google/protobuf/message.h>

#include <string>

#include "absl/status/status.h"
#include "common/db/options.h"
#include "tests/fault/history/log.h"

namespace tiendo::fault {

// Title or display name of a resource: where the traffic writes its values.
std::string ValueOf(const google::protobuf::Message& resource);

// Head, changes and request ids of one service's ledger, read from its tables. `service`: full.
absl::Status DumpLedger(const std::string& service, const db::Options& database, Log& log);

}  // namespace tiendo::fault

#endif  // TIENDO_TESTS_FAULT_HARNESS_DUMP_H_
