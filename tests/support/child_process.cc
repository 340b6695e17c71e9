#include "tests/support/child_process.h"

#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace tiendo::testing {
namespace {

absl::Status SystemError(const std::string& what) {
  return absl::InternalError(what + ": " + std::strerror(errno));
}

std::string ReadAll(int fd) {
  std::string text;
  char buffer[16384];
  ssize_t n = 0;
  while ((n = pread(fd, buffer, sizeof buffer, static_cast<off_t>(text.size()))) > 0) {
    text.append(buffer, static_cast<size_t>(n));
  }
  return text;
}

// The environment of the test with `added`, as "KEY=value".
std::vector<std::string> Environment(const std::map<std::string, std::string>& added) {
  std::vector<std::string> all;
  for (char** e = environ; *e != nullptr; ++e) {
    std::string entry = *e;
    if (!added.contains(entry.substr(0, entry.find('=')))) all.push_back(std::move(entry));
  }
  for (const auto& [key, value] : added) all.push_back(key + "=" + value);
  return all;
}

std::vector<char*> Pointers(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (std::string& s : strings) pointers.push_back(s.data());
  pointers.push_back(nullptr);
  return pointers;
}

// All that the child needs, made before fork(): after it only calls that are safe between fork and
// exec in a program with threads.
struct Launch {
  std::vector<char*> argv;
  std::vector<char*> envp;
  const char* directory = nullptr;
  uid_t uid = 0;
  gid_t gid = 0;
  bool change_user = false;
  int in = -1;
  int out = -1;
  int err = -1;
  pid_t parent = 0;
};

[[noreturn]] void RunChild(const Launch& l) {
  if (dup2(l.in, 0) < 0 || dup2(l.out, 1) < 0 || dup2(l.err, 2) < 0) _exit(127);
  if (l.change_user && (setgroups(1, &l.gid) != 0 || setgid(l.gid) != 0 || setuid(l.uid) != 0)) {
    _exit(127);
  }
  // After the change of user, which would reset it.
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != l.parent) _exit(127);
  if (l.directory != nullptr && chdir(l.directory) != 0) _exit(127);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  execvpe(l.argv[0], l.argv.data(), l.envp.data());
  const char text[] = "cannot run the program\n";
  if (write(2, text, sizeof text - 1) < 0) _exit(126);
  _exit(127);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ChildProcess>> ChildProcess::Start(
    std::vector<std::string> command) {
  Options options;
  options.command = std::move(command);
  return Start(options);
}

absl::StatusOr<std::unique_ptr<ChildProcess>> ChildProcess::Start(const Options& options) {
  std::vector<std::string> arguments = options.command;
  std::vector<std::string> environment = Environment(options.environment);
  Launch launch;
  launch.argv = Pointers(arguments);
  launch.envp = Pointers(environment);
  if (!options.working_directory.empty()) launch.directory = options.working_directory.c_str();
  if (!options.user.empty()) {
    const passwd* account = getpwnam(options.user.c_str());
    if (account == nullptr) return absl::NotFoundError("no account " + options.user);
    launch.uid = account->pw_uid;
    launch.gid = account->pw_gid;
    launch.change_user = true;
  }
  launch.in = memfd_create("stdin", MFD_CLOEXEC);
  launch.out = memfd_create("stdout", MFD_CLOEXEC);
  launch.err = memfd_create("stderr", MFD_CLOEXEC);
  if (launch.in < 0 || launch.out < 0 || launch.err < 0) return SystemError("memfd_create");
  if (pwrite(launch.in, options.input.data(), options.input.size(), 0) < 0) {
    return SystemError("pwrite");
  }
  launch.parent = getpid();
  pid_t pid = fork();
  if (pid == 0) RunChild(launch);
  close(launch.in);
  if (pid < 0) return SystemError("fork");
  // glibc 2.36 declares pidfd_open for C only.
  int pid_fd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  return std::unique_ptr<ChildProcess>(new ChildProcess(pid, pid_fd, launch.out, launch.err));
}

ChildProcess::ChildProcess(pid_t pid, int pid_fd, int stdout_fd, int stderr_fd)
    : pid_(pid), pid_fd_(pid_fd), stdout_fd_(stdout_fd), stderr_fd_(stderr_fd) {}

ChildProcess::~ChildProcess() {
  Kill();
  close(pid_fd_);
  close(stdout_fd_);
  close(stderr_fd_);
}

bool ChildProcess::running() { return !Wait(std::chrono::milliseconds(0)).has_value(); }

void ChildProcess::Signal(int signal) {
  if (!exit_) kill(pid_, signal);
}

std::optional<ChildProcess::Exit> ChildProcess::Wait(std::chrono::milliseconds patience) {
  if (exit_) return exit_;
  pollfd ended{pid_fd_, POLLIN, 0};
  auto deadline = std::chrono::steady_clock::now() + patience;
  int ready = 0;
  do {
    auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    ready = poll(&ended, 1, static_cast<int>(std::max<int64_t>(left.count(), 0)));
  } while (ready < 0 && errno == EINTR);
  if (ready <= 0) return std::nullopt;
  int status = 0;
  if (waitpid(pid_, &status, 0) != pid_) return std::nullopt;
  exit_ = WIFSIGNALED(status) ? Exit{0, WTERMSIG(status)} : Exit{WEXITSTATUS(status), 0};
  return exit_;
}

void ChildProcess::Kill() {
  Signal(SIGKILL);
  Wait();
}

std::string ChildProcess::Stdout() const { return ReadAll(stdout_fd_); }
std::string ChildProcess::Stderr() const { return ReadAll(stderr_fd_); }

bool ChildProcess::WaitForOutput(const std::string& text, std::chrono::milliseconds patience) {
  auto written = [&] {
    return Stdout().find(text) != std::string::npos || Stderr().find(text) != std::string::npos;
  };
  bool ended = false;
  WaitUntil(
      [&] {
        // In this order: what it wrote before it ended must not be missed.
        ended = !running();
        return written() || ended;
      },
      patience);
  return written();
}

}  // namespace tiendo::testing
