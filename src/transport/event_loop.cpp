#include "transport/event_loop.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace matinee::transport {

namespace {

using SteadyClock = std::chrono::steady_clock;

// What a turn's handlers post runs in the same turn, so that bytes go out without asking the kernel in between what else
// is ready; what that posts in turn waits for the sockets to be looked at.
constexpr int passes_per_turn = 2;

// A timeout for the poller: rounded up, since a tick before the time would find nothing due.
int timeout_until(TimePoint deadline, TimePoint now) {
  const auto left = std::chrono::ceil<Millis>(deadline - now);
  return static_cast<int>(std::clamp<Millis::rep>(left.count(), 0, 60'000));
}

}  // namespace

class EventLoop::Impl {
 public:
  Impl() {
    if (!doorbell_.is_open()) throw std::system_error(errno, std::generic_category(), "eventfd");
    poller.add_doorbell(doorbell_.get());
  }

  void wake() {
    if (wake_pending_.exchange(true, std::memory_order_acq_rel)) return;
    post([this, woken = SteadyClock::now()] {
      // Cleared first: what is submitted while the drain runs asks for another one.
      wake_pending_.store(false, std::memory_order_release);
      observe_lag_since(woken);
      if (drain) drain();
    });
  }

  void post(engine::Task task) {
    bool asleep = false;
    {
      const std::lock_guard lock(mutex_);
      posted_.push_back(std::move(task));
      asleep = std::exchange(asleep_, false);
    }
    if (asleep) ring();
  }

  engine::TimerId call_after(Millis delay, engine::Task task) {
    return timers_.add(SteadyClock::now() + delay, std::move(task));
  }
  void cancel(engine::TimerId timer) { timers_.cancel(timer); }

  void run() {
    while (!stopped_.load(std::memory_order_acquire)) {
      poller.wait(timeout());
      stay_awake();
      poller.tell_ready();
      run_timers();
      for (int pass = 0; pass < passes_per_turn && run_posted(); ++pass) {
      }
    }
  }

  void stop() {
    stopped_.store(true, std::memory_order_release);
    ring();
  }

  // After the thread: what was posted goes without running. Its destruction may post more.
  void forget_posted() {
    for (std::vector<engine::Task> posted; take_posted(posted); posted.clear()) {
    }
  }

  Poller poller;
  engine::Task drain;
  std::function<void(std::chrono::nanoseconds)> lag_observer;
  std::vector<char> scratch = std::vector<char>(scratch_size);
  std::thread thread;

 private:
  // The poller is told only of rings after the last time it was asked: the count itself is never read.
  void ring() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(doorbell_.get(), &one, sizeof one);
  }

  // How long the poller may wait for descriptors; -1: until something happens.
  int timeout() {
    {
      const std::lock_guard lock(mutex_);
      if (!posted_.empty()) return 0;
      asleep_ = true;
    }
    const auto deadline = timers_.next_deadline();
    return deadline ? timeout_until(*deadline, SteadyClock::now()) : -1;
  }

  // What the handlers post is seen at the end of this turn without a ring.
  void stay_awake() {
    const std::lock_guard lock(mutex_);
    asleep_ = false;
  }

  void run_timers() {
    const auto deadline = timers_.next_deadline();
    if (!deadline) return;
    const auto now = SteadyClock::now();
    if (*deadline > now) return;
    if (lag_observer) lag_observer(now - *deadline);
    timers_.run_due(now);
  }

  // False when there was nothing.
  bool run_posted() {
    if (!take_posted(running_)) return false;
    for (engine::Task& task : running_) {
      if (stopped_.load(std::memory_order_acquire)) break;
      std::exchange(task, nullptr)();
    }
    running_.clear();
    return true;
  }

  bool take_posted(std::vector<engine::Task>& into) {
    const std::lock_guard lock(mutex_);
    into.swap(posted_);
    return !into.empty();
  }

  void observe_lag_since(TimePoint due) {
    if (lag_observer) lag_observer(SteadyClock::now() - due);
  }

  FileDescriptor doorbell_{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
  std::atomic<bool> wake_pending_{false};
  std::atomic<bool> stopped_{false};
  TimerQueue timers_;
  std::vector<engine::Task> running_;  // the loop's thread

  std::mutex mutex_;  // guards what follows
  std::vector<engine::Task> posted_;
  bool asleep_ = false;  // waiting for descriptors, or about to: posting has to ring
};

EventLoop::EventLoop() : impl_(std::make_unique<Impl>()) {}

EventLoop::~EventLoop() {
  stop();
  join();
  impl_->poller.abandon_all();
  impl_->forget_posted();
}

void EventLoop::on_wake(engine::Task drain) {
  impl_->drain = std::move(drain);
}
void EventLoop::wake() {
  impl_->wake();
}
engine::TimerId EventLoop::call_after(Millis delay, engine::Task task) {
  return impl_->call_after(delay, std::move(task));
}
void EventLoop::cancel(engine::TimerId timer) {
  impl_->cancel(timer);
}
void EventLoop::post(engine::Task task) {
  impl_->post(std::move(task));
}
TimePoint EventLoop::now() const {
  return std::chrono::steady_clock::now();
}
std::span<char> EventLoop::scratch() {
  return impl_->scratch;
}

void EventLoop::start() {
  impl_->thread = std::thread([this] { impl_->run(); });
}

void EventLoop::stop() {
  impl_->stop();
}

void EventLoop::join() {
  if (impl_->thread.joinable()) impl_->thread.join();
}

Poller& EventLoop::poller() {
  return impl_->poller;
}

void EventLoop::observe_lag(std::function<void(std::chrono::nanoseconds)> observer) {
  impl_->lag_observer = std::move(observer);
}

Loops::Loops(std::size_t count) {
  loops_.reserve(count);
  for (std::size_t i = 0; i < count; ++i) loops_.push_back(std::make_unique<EventLoop>());
}

std::vector<engine::Executor*> Loops::executors() {
  std::vector<engine::Executor*> executors;
  executors.reserve(loops_.size());
  for (const auto& loop : loops_) executors.push_back(loop.get());
  return executors;
}

void Loops::start() {
  for (const auto& loop : loops_) loop->start();
}

void Loops::stop() {
  for (const auto& loop : loops_) loop->stop();
}

void Loops::join() {
  for (const auto& loop : loops_) loop->join();
}

}  // namespace matinee::transport
