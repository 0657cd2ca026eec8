// EventLoop: what a shard runs on: its sockets, timers and what is posted to it, on one thread. Loops: all of them, one
// per shard.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "base/file_descriptor.hpp"
#include "transport/loop.hpp"
#include "transport/poller.hpp"

namespace matinee::transport {

class EventLoop final : public Loop {
 public:
  EventLoop();
  /// Stops and joins if that was not done.
  ~EventLoop() override;
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// What wake() calls for: Shard::drain. Before start().
  void on_wake(engine::Task drain);

  void wake() override;
  engine::TimerId call_after(Millis delay, engine::Task task) override;
  void cancel(engine::TimerId timer) override;
  void post(engine::Task task) override;
  TimePoint now() const override;
  std::span<char> scratch() override;

  /// Starts the thread. Once.
  void start();
  /// Any thread: what is running finishes, what waits does not run any more.
  void stop();
  /// Waits for the thread. Not from the thread itself.
  void join();

  /// For this module: the descriptors watched on this loop.
  Poller& poller();

  /// `observer` is told, on the loop's thread, by how much something came later than it should have. Before start().
  void observe_lag(std::function<void(std::chrono::nanoseconds)> observer);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// The event loops of the process, one per shard. Built and destroyed by app/, around everything that runs on them.
class Loops {
 public:
  explicit Loops(std::size_t count);

  std::size_t size() const { return loops_.size(); }
  EventLoop& operator[](std::size_t index) { return *loops_[index]; }
  /// In the form Engine takes.
  std::vector<engine::Executor*> executors();

  void start();
  void stop();
  void join();

 private:
  std::vector<std::unique_ptr<EventLoop>> loops_;
};

}  // namespace matinee::transport
