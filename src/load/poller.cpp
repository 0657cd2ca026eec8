#include "load/poller.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <iterator>
#include <span>
#include <system_error>

namespace matinee::load {
namespace {

/// Whole milliseconds would make every command up to one late; kernels before 5.11 know nothing finer.
int wait(int descriptor, std::span<epoll_event> events, Nanos longest) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(longest);
  const timespec timeout{seconds.count(), (longest - seconds).count()};
  const int most = static_cast<int>(events.size());
  const int count = ::epoll_pwait2(descriptor, events.data(), most, &timeout, nullptr);
  if (count >= 0 || errno != ENOSYS) return count;
  const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(longest);
  return ::epoll_wait(descriptor, events.data(), most, static_cast<int>(milliseconds.count()));
}

}  // namespace

Poller::Poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (!epoll_.is_open()) throw std::system_error(errno, std::generic_category(), "epoll_create1");
}

void Poller::watch(int descriptor, Pollable& pollable, Interest interest) {
  control(EPOLL_CTL_ADD, descriptor, pollable, interest);
}

void Poller::change(int descriptor, Pollable& pollable, Interest interest) {
  control(EPOLL_CTL_MOD, descriptor, pollable, interest);
}

void Poller::forget(int descriptor, Pollable& pollable) {
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, descriptor, nullptr);
  std::replace(std::begin(ready_), std::begin(ready_) + ready_count_, static_cast<void*>(&pollable),
               static_cast<void*>(nullptr));
}

void Poller::control(int operation, int descriptor, Pollable& pollable, Interest interest) {
  epoll_event event{};
  event.events = (interest.read ? EPOLLIN : 0u) | (interest.write ? EPOLLOUT : 0u);
  event.data.ptr = &pollable;
  if (::epoll_ctl(epoll_.get(), operation, descriptor, &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
}

void Poller::run(Nanos longest) {
  std::array<epoll_event, most_at_once> events;
  const int count = wait(epoll_.get(), events, std::max(longest, Nanos{0}));
  ready_count_ = std::max(count, 0);
  for (int i = 0; i < ready_count_; ++i) ready_[i] = events[i].data.ptr;
  for (int i = 0; i < ready_count_; ++i) {
    if (ready_[i] == nullptr) continue;
    const std::uint32_t flags = events[i].events;
    static_cast<Pollable*>(ready_[i])->on_ready(
        {(flags & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0, (flags & EPOLLOUT) != 0});
  }
  ready_count_ = 0;
}

}  // namespace matinee::load
