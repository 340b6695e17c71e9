// Named points at which a fault test ends, stops or delays a server, by libfiu.
#ifndef TIENDO_TESTS_FAULT_SERVER_FAILPOINTS_H_
#define TIENDO_TESTS_FAULT_SERVER_FAILPOINTS_H_

#include <string_view>

namespace tiendo::fault {

// Beside ledger::steps, a point inside SQLite's own work: the named file operation of the thread
// that is between ledger/before_checkpoint and ledger/after_checkpoint.
inline constexpr char kCheckpointSync[] = "sqlite/checkpoint_sync";
// Every write to a file ends with "no space left" or "read-only".
inline constexpr char kDiskFull[] = "disk/full";
inline constexpr char kDiskReadOnly[] = "disk/read_only";

// What a point that is enabled does: libfiu's failnum.
inline constexpr int kKill = 1;  // SIGKILL
inline constexpr int kStop = 2;  // SIGSTOP, until somebody sends SIGCONT
// From here on: sleeps for failnum milliseconds.
inline constexpr int kSleepFrom = 10;

// Listens for libfiu's remote control on <prefix>-<pid>.in, when TIENDO_FAILPOINTS names a prefix.
// Returns false when that cannot be.
bool InitFailpoints();
void AtStep(std::string_view step);

}  // namespace tiendo::fault

#endif  // TIENDO_TESTS_FAULT_SERVER_FAILPOINTS_H_
