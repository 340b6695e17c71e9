#include "common/db/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "common/errors/error.h"

namespace tiendo::db {
namespace {

absl::Status Refuse(const std::string& message) {
  // No reason of the catalogue: it stops a program at its start and never reaches a caller.
  return absl::FailedPreconditionError(message);
}

}  // namespace

absl::StatusOr<FileLock> FileLock::Acquire(const std::string& path) {
  int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (fd < 0) {
    return Refuse("cannot create \"" + path + "\": " + std::strerror(errno) +
                  "; the database needs a folder that this program may write to");
  }
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    int error = errno;
    close(fd);
    if (error == EWOULDBLOCK) {
      return Refuse("\"" + path + "\" is locked: another process is using this database; stop it " +
                    "first, one process at a time may");
    }
    return Refuse("cannot lock \"" + path + "\": " + std::strerror(error));
  }
  return FileLock(fd);
}

FileLock::~FileLock() {
  if (fd_ >= 0) close(fd_);
}

FileLock::FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

}  // namespace tiendo::db
