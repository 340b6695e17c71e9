// A program run by a test.
#ifndef TIENDO_TESTS_SUPPORT_CHILD_PROCESS_H_
#define TIENDO_TESTS_SUPPORT_CHILD_PROCESS_H_

#include <sys/types.h>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/support/wait.h"

namespace tiendo::testing {

// The program is killed when the object goes, and also when the thread that started it ends (so
// that an aborted test leaves nothing behind): start it from the test's main thread.
class ChildProcess {
 public:
  struct Options {
    // The program (a path, or a name looked up in PATH) and its arguments.
    std::vector<std::string> command;
    // Added to the environment of the test.
    std::map<std::string, std::string> environment;
    std::string input;              // its standard input
    std::string working_directory;  // empty: the test's
    // Run as this account; needs root. Empty: as the test.
    std::string user;
  };

  struct Exit {
    int code = 0;    // exit code when signal is 0
    int signal = 0;  // the signal that ended it
    bool operator==(const Exit&) const = default;
  };

  static absl::StatusOr<std::unique_ptr<ChildProcess>> Start(const Options& options);
  static absl::StatusOr<std::unique_ptr<ChildProcess>> Start(std::vector<std::string> command);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const { return pid_; }
  bool running();
  void Signal(int signal);
  // How it ended; nullopt when it has not after `patience`.
  std::optional<Exit> Wait(std::chrono::milliseconds patience = kPatience);
  // SIGKILL, and waits until it is gone.
  void Kill();

  // What it has written so far.
  std::string Stdout() const;
  std::string Stderr() const;
  // Whether `text` comes up in either within `patience`; false at once when the program has ended
  // without it.
  bool WaitForOutput(const std::string& text, std::chrono::milliseconds patience = kPatience);

 private:
  ChildProcess(pid_t pid, int pid_fd, int stdout_fd, int stderr_fd);

  const pid_t pid_;
  // Memory files, written by the child and read here by position.
  const int pid_fd_;
  const int stdout_fd_;
  const int stderr_fd_;
  std::optional<Exit> exit_;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_CHILD_PROCESS_H_
