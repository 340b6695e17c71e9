// What a run records, one JSON object per line; described in tests/README.md.
#ifndef TIENDO_TESTS_FAULT_HISTORY_RECORD_H_
#define TIENDO_TESTS_FAULT_HISTORY_RECORD_H_

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "common/feed/tokens.h"

namespace tiendo::fault {

using feed::Position;

// Times are nanoseconds of the harness's steady clock.

// First record of a history.
struct Run {
  std::string name;
  uint64_t seed = 0;
  // Writes that must be under way at every fault that asks for load, and what the run must have
  // reached in all; below any of them it is invalid.
  int min_in_flight = 100;
  int64_t min_faults = 1;
  int64_t min_writes = 1;
  // Of the changes, removals and ends by the client that the watches had. Every experiment has at
  // least five times as many, also on a machine that is compiling.
  int64_t min_events = 200;
  int64_t min_removed = 5;
  int64_t min_disconnects = 2;
  // Setting of the status servers.
  int not_updated_days = 30;
};

// A resource in an answer. `value` is what the traffic writes into its title.
struct Resource {
  std::string name;
  int64_t revision = 0;
  std::string value;
};

enum class Outcome {
  kOk,
  kRefused,  // an answer that says: not done
  kUnknown,  // no answer, or one that does not say whether it was done
};

// One call from invocation to answer.
struct Call {
  int64_t id = 0;
  int client = 0;
  std::string service;  // "tiendo.programs.v1.ProgramService"
  std::string method;   // "CreateItem"
  bool write = false;
  std::string request_id;
  std::string body;  // hash of the request without its request_id
  // Resources that it creates or changes, or reads.
  std::vector<std::string> names;
  std::string value;  // what the write puts into the title of every one; empty: nothing
  int64_t etag = 0;   // revision that it expects; 0: none
  bool validate_only = false;
  bool wrong = false;  // made so that it has to be refused
  std::vector<Position> min_positions;
  Outcome outcome = Outcome::kUnknown;
  std::string code = "OK";
  std::string reason;
  std::vector<Resource> answer;
  std::vector<Position> positions;  // tiendo-position of the answer
  int64_t begin = 0;
  int64_t end = 0;
};

// A question to status and its answer, beside its Call.
struct Figures {
  int64_t call = 0;
  std::string server;  // replica that answered
  std::string scope;
  std::string as_of;  // ISO day
  int year = 0;
  bool baseline = false;
  // Nothing was under way.
  bool quiet = false;
  std::vector<Position> positions;
  // By category, then column name. A row without counts has the column "integrity_error".
  std::map<std::string, std::map<std::string, int64_t>> rows;
  // plans_required, plans_in_time, plans_late, plans_not_issued.
  std::map<std::string, int64_t> supervision;
};

struct Term {
  std::string field;
  std::string value;
};

// A stream is opened by a watcher, which goes on where its last stream ended.
struct WatchOpened {
  int watcher = 0;
  int64_t stream = 0;
  std::string service;
  std::vector<Term> filter;  // all must hold: field = value
  // "now", "earliest", "snapshot" or "token".
  std::string start;
  // Of a token: the stream and the number (from 0) of the frame that carried it.
  int64_t token_stream = 0;
  int64_t token_frame = 0;
  int64_t at = 0;
};

struct FrameChange {
  std::string name;
  std::string kind;  // CREATED, UPDATED, REMOVED_FROM_VIEW, CURRENT
  int64_t revision = 0;
  int64_t previous = 0;
};

struct Frame {
  int64_t stream = 0;
  std::string phase;  // SNAPSHOT, SNAPSHOT_END, CHANGES, PROGRESS
  int64_t revision = 0;
  int64_t previous = 0;
  int64_t head = 0;
  int64_t time_us = 0;  // what the frame gives as its time, since the epoch
  bool fragment = false;
  std::string database_id;
  std::vector<FrameChange> changes;
  int64_t at = 0;
};

struct WatchEnded {
  int64_t stream = 0;
  std::string by;  // client, server
  std::string code;
  std::string reason;
  // The run's last stream of its watcher: everything has to have arrived.
  bool last = false;
  int64_t at = 0;
};

// Something was broken, or healed.
struct Fault {
  std::string name;
  std::string target;
  // -1: does not ask for load.
  int in_flight = -1;
  int64_t at = 0;
};

// The pointer of a key of status's cache in Redis, as somebody looking on found it.
struct Pointer {
  std::string key;
  std::vector<Position> positions;
  int life = 0;  // counts what may make Redis forget: flushes, restarts
  int64_t at = 0;
};

// What the databases hold at the end.
struct LedgerHead {
  std::string service;
  std::string database_id;
  int64_t revision = 0;
  // Empty, or what the walk over the hash chain found.
  std::string chain_error;
};

struct LedgerChange {
  std::string service;
  int64_t revision = 0;
  int ordinal = 0;
  std::string name;
  int64_t previous = 0;
  bool created = false;
  std::string method;  // full
  std::string request_id;
  int64_t time_us = 0;
  std::string collection;
  std::string value;
  // Fields of the resource that filters of the traffic name.
  std::map<std::string, std::string> fields;
  std::string body;  // serialised google.protobuf.Any
};

// A remembered request id.
struct RequestRow {
  std::string service;
  std::string method;
  std::string request_id;
  int64_t revision = 0;
};

using Record = std::variant<Run, Call, Figures, WatchOpened, Frame, WatchEnded, Fault, Pointer,
                            LedgerHead, LedgerChange, RequestRow>;

// One line without its end.
std::string Encode(const Record& record);
// INVALID_ARGUMENT for a line that is no record.
absl::StatusOr<Record> Decode(const std::string& line);

std::string_view Name(Outcome outcome);

}  // namespace tiendo::fault

#endif  // TIENDO_TESTS_FAULT_HISTORY_RECORD_H_
