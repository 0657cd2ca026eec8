#include "transport/event_loop.hpp"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>
#include <utility>

namespace matinee::transport {

namespace asio = boost::asio;

class EventLoop::Impl {
 public:
  Impl() { await_descriptors(); }
  ~Impl() { descriptors_.release(); }  // the poller's own

  void wake() {
    if (wake_pending_.exchange(true, std::memory_order_acq_rel)) return;
    const auto woken = std::chrono::steady_clock::now();
    asio::post(context, [this, woken] {
      // Cleared first: what is submitted while the drain runs asks for another one.
      wake_pending_.store(false, std::memory_order_release);
      observe_lag_since(woken);
      if (drain) drain();
    });
  }

  engine::TimerId call_after(Millis delay, engine::Task task) {
    const auto earliest_before = timers_.next_deadline();
    const auto deadline = std::chrono::steady_clock::now() + delay;
    const auto timer = timers_.add(deadline, std::move(task));
    if (!earliest_before || deadline < *earliest_before) arm();
    return timer;
  }

  // The kernel timer keeps its time: an early tick finds nothing due and arms again.
  void cancel(engine::TimerId timer) { timers_.cancel(timer); }

  // Before the context: what it still holds when it goes may be watched.
  Poller poller;
  asio::io_context context{1};  // hint: one thread runs it
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  engine::Task drain;
  std::function<void(std::chrono::nanoseconds)> lag_observer;
  std::vector<char> scratch = std::vector<char>(scratch_size);
  std::thread thread;

 private:
  void await_descriptors() {
    descriptors_.async_wait(asio::posix::stream_descriptor::wait_read, [this](const boost::system::error_code& error) {
      if (error) return;  // the loop is going away
      poller.run();
      await_descriptors();
    });
  }

  void observe_lag_since(std::chrono::steady_clock::time_point due) {
    if (lag_observer) lag_observer(std::chrono::steady_clock::now() - due);
  }

  void arm() {
    const auto deadline = timers_.next_deadline();
    if (!deadline) return;
    tick_.expires_at(*deadline);
    tick_.async_wait([this](const boost::system::error_code& error) {
      if (error) return;  // superseded by an earlier deadline, or the loop is going away
      observe_lag_since(tick_.expiry());
      timers_.run_due(std::chrono::steady_clock::now());
      arm();
    });
  }

  std::atomic<bool> wake_pending_{false};
  TimerQueue timers_;
  asio::steady_timer tick_{context};
  asio::posix::stream_descriptor descriptors_{context, poller.descriptor()};
};

EventLoop::EventLoop() : impl_(std::make_unique<Impl>()) {}

EventLoop::~EventLoop() {
  stop();
  join();
  impl_->poller.abandon_all();
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
  asio::post(impl_->context, std::move(task));
}
TimePoint EventLoop::now() const {
  return std::chrono::steady_clock::now();
}
std::span<char> EventLoop::scratch() {
  return impl_->scratch;
}

void EventLoop::start() {
  impl_->thread = std::thread([this] { impl_->context.run(); });
}

void EventLoop::stop() {
  impl_->context.stop();
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
