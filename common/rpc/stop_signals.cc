#include "common/rpc/stop_signals.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cstdint>

namespace tiendo::rpc {

StopSignals::StopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal_fd_ = signalfd(-1, &set, SFD_CLOEXEC);
  quit_fd_ = eventfd(0, EFD_CLOEXEC);
  thread_ = std::thread([this] { Run(); });
}

StopSignals::~StopSignals() {
  const uint64_t one = 1;
  [[maybe_unused]] ssize_t written = write(quit_fd_, &one, sizeof(one));
  thread_.join();
  close(signal_fd_);
  close(quit_fd_);
}

void StopSignals::Wait() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return requested_; });
}

void StopSignals::Request() {
  {
    std::lock_guard lock(mutex_);
    requested_ = true;
  }
  wake_.notify_all();
}

void StopSignals::Run() {
  bool first = true;
  for (;;) {
    pollfd fds[] = {{signal_fd_, POLLIN, 0}, {quit_fd_, POLLIN, 0}};
    if (poll(fds, 2, -1) < 0) continue;  // EINTR
    if (fds[1].revents != 0) return;
    signalfd_siginfo info;
    if (read(signal_fd_, &info, sizeof(info)) != sizeof(info)) continue;
    if (!first) _exit(128 + static_cast<int>(info.ssi_signo));
    first = false;
    Request();
  }
}

}  // namespace tiendo::rpc
