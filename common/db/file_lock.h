// An exclusive lock on a file, for as long as the object lives.
#ifndef TIENDO_COMMON_DB_FILE_LOCK_H_
#define TIENDO_COMMON_DB_FILE_LOCK_H_

#include <string>

#include "absl/status/statusor.h"

namespace tiendo::db {

// flock(2) on `path`, which is created when missing and left in place (removing it would let two
// processes lock two files of one name). The system drops the lock when the process ends, however
// it ends.
class FileLock {
 public:
  // Holds nothing.
  FileLock() = default;
  // FAILED_PRECONDITION when someone else holds it or the folder does not take the file.
  static absl::StatusOr<FileLock> Acquire(const std::string& path);
  ~FileLock();
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace tiendo::db

#endif  // TIENDO_COMMON_DB_FILE_LOCK_H_
