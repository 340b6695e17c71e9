#include "tests/fault/history/log.h"

#include <chrono>

namespace tiendo::fault {

Log::Log(const std::string& path) : out_(path, std::ios::trunc) {}

void Log::Write(const Record& record) {
  const std::string line = Encode(record);
  std::lock_guard lock(mutex_);
  out_ << line << '\n';
}

void Log::Flush() {
  std::lock_guard lock(mutex_);
  out_.flush();
}

bool Log::good() const {
  std::lock_guard lock(mutex_);
  return out_.good();
}

int64_t Now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace tiendo::fault
