// Mailbox: how other threads reach a shard. One of the few places with a lock; it is held for a push or a swap only. It
// has no bound of its own: who puts much into it waits for it to be worked off (Shard::Impl::settle_at()).
#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <vector>

#include "engine/executor.hpp"

namespace matinee::engine {

class Mailbox {
 public:
  /// Any thread. True when it was empty: the owner must be woken.
  bool push(Task task) {
    backlog_.fetch_add(1, std::memory_order_relaxed);
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    return tasks_.size() == 1;
  }

  /// Owner's thread. Swaps everything waiting into `out`, in order of arrival; `out` must be empty.
  void take(std::vector<Task>& out) {
    const std::lock_guard lock(mutex_);
    out.swap(tasks_);
  }

  /// Owner's thread: so many of those it took are done.
  void done(std::size_t tasks) { backlog_.fetch_sub(tasks, std::memory_order_relaxed); }

  /// Any thread: how many were pushed and are not done.
  std::size_t backlog() const { return backlog_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::size_t> backlog_ = 0;
  std::mutex mutex_;
  std::vector<Task> tasks_;
};

}  // namespace matinee::engine
