// Mailbox: how other threads reach a shard. One of the few places with a lock; it is held for a push or a swap only.
#pragma once

#include <mutex>
#include <vector>

#include "engine/executor.hpp"

namespace matinee::engine {

class Mailbox {
 public:
  /// Any thread. True when it was empty: the owner must be woken.
  bool push(Task task) {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    return tasks_.size() == 1;
  }

  /// Owner's thread. Swaps everything waiting into `out`, in order of arrival; `out` must be empty.
  void take(std::vector<Task>& out) {
    const std::lock_guard lock(mutex_);
    out.swap(tasks_);
  }

 private:
  std::mutex mutex_;
  std::vector<Task> tasks_;
};

}  // namespace matinee::engine
