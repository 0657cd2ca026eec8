// TimerQueue: tasks waiting for their time, ordered. Pure: the time is an argument, so that the one wait of an
// event loop serves every connection and party on it. Used by one thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>

#include "engine/executor.hpp"

namespace matinee::transport {

using TimePoint = std::chrono::steady_clock::time_point;

class TimerQueue {
 public:
  /// `task` will run in the first run_due() at or after `deadline`; tasks with equal deadlines run in order of
  /// addition.
  engine::TimerId add(TimePoint deadline, engine::Task task);

  /// Harmless when the task already ran, is running or was cancelled.
  void cancel(engine::TimerId timer);

  std::optional<TimePoint> next_deadline() const;

  /// Runs what is due. Tasks may add and cancel; what they add waits for the next call even when it is due at once, so
  /// that a task which renews itself can't keep the loop from its sockets.
  void run_due(TimePoint now);

  std::size_t size() const { return tasks_.size(); }

 private:
  struct Key {
    TimePoint deadline;
    std::uint64_t id;
    auto operator<=>(const Key&) const = default;
  };

  std::uint64_t last_id_ = 0;
  std::map<Key, engine::Task> tasks_;
  std::unordered_map<std::uint64_t, TimePoint> deadlines_;  // of every waiting id: finds its key
};

}  // namespace matinee::transport
