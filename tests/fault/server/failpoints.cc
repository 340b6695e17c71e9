#include "tests/fault/server/failpoints.h"

#include <dlfcn.h>
#include <fiu-control.h>
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

#include "common/ledger/committer.h"

// fiu.h has empty macros instead of functions unless told otherwise.
#define FIU_ENABLE
#include <fiu.h>

namespace tiendo::fault {
namespace {

thread_local bool in_checkpoint = false;

void Act(int failnum) {
  if (failnum == kKill) raise(SIGKILL);
  // The whole process, not only this thread.
  if (failnum == kStop) kill(getpid(), SIGSTOP);
  if (failnum >= kSleepFrom) std::this_thread::sleep_for(std::chrono::milliseconds(failnum));
}

// The errno that writing to a file ends with, or 0.
int WriteError() {
  if (fiu_fail(kDiskFull) != 0) return ENOSPC;
  if (fiu_fail(kDiskReadOnly) != 0) return EROFS;
  return 0;
}

template <typename Function>
Function Real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

}  // namespace

bool InitFailpoints() {
  const char* prefix = std::getenv("TIENDO_FAILPOINTS");
  if (prefix == nullptr) return true;
  return fiu_init(0) == 0 && fiu_rc_fifo(prefix) == 0;
}

void AtStep(std::string_view step) {
  Act(fiu_fail(std::string(step).c_str()));
  if (step == ledger::steps::kBeforeCheckpoint) in_checkpoint = true;
  if (step == ledger::steps::kAfterCheckpoint) in_checkpoint = false;
}

}  // namespace tiendo::fault

// SQLite finds these before those of the C library: the program's own symbols come first.
extern "C" {

int fdatasync(int fd) {
  static const auto real = tiendo::fault::Real<int (*)(int)>("fdatasync");
  if (tiendo::fault::in_checkpoint) tiendo::fault::Act(fiu_fail(tiendo::fault::kCheckpointSync));
  return real(fd);
}

ssize_t pwrite64(int fd, const void* data, size_t size, off64_t offset) {
  static const auto real =
      tiendo::fault::Real<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  if (int error = tiendo::fault::WriteError(); error != 0) {
    errno = error;
    return -1;
  }
  return real(fd, data, size, offset);
}

}  // extern "C"
