#include "app/signals.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace matinee::app {
namespace {

int checked(int descriptor, const char* what) {
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), what);
  return descriptor;
}

}  // namespace

Signals::Signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, number);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  // A file at its size limit is a full disk: the write fails and storage says so.
  std::signal(SIGXFSZ, SIG_IGN);
  signal_descriptor_ = checked(signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK), "signalfd");
  wake_descriptor_ = checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd");
}

Signals::~Signals() {
  ::close(signal_descriptor_);
  ::close(wake_descriptor_);
}

std::optional<Event> Signals::wait(std::optional<Millis> limit) {
  std::array<pollfd, 2> watched{{{signal_descriptor_, POLLIN, 0}, {wake_descriptor_, POLLIN, 0}}};
  const int timeout = limit ? static_cast<int>(std::max<std::int64_t>(limit->count(), 0)) : -1;
  while (::poll(watched.data(), watched.size(), timeout) < 0) {
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
  }
  signalfd_siginfo info{};
  if (::read(signal_descriptor_, &info, sizeof info) == sizeof info) {
    return info.ssi_signo == SIGHUP ? Event::reload : Event::stop;
  }
  std::uint64_t count = 0;
  if (::read(wake_descriptor_, &count, sizeof count) == sizeof count) return Event::wake;
  return std::nullopt;
}

void Signals::wake() {
  const std::uint64_t one = 1;
  // Fails only when the counter is full, and then the wait ends anyway.
  [[maybe_unused]] const auto written = ::write(wake_descriptor_, &one, sizeof one);
}

}  // namespace matinee::app
