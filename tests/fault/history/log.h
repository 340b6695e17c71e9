// A history being written.
#ifndef TIENDO_TESTS_FAULT_HISTORY_LOG_H_
#define TIENDO_TESTS_FAULT_HISTORY_LOG_H_

#include <cstdint>
#include <fstream>
#include <mutex>
#include <string>

#include "tests/fault/history/record.h"

namespace tiendo::fault {

// Thread-safe: records come from the threads of many clients.
class Log {
 public:
  explicit Log(const std::string& path);
  void Write(const Record& record);
  void Flush();
  // False when something could not be written: the history is of no use then.
  bool good() const;

 private:
  mutable std::mutex mutex_;  // guards out_
  std::ofstream out_;
};

// Nanoseconds of the steady clock.
int64_t Now();

}  // namespace tiendo::fault

#endif  // TIENDO_TESTS_FAULT_HISTORY_LOG_H_
