// Storage whose work waits until the simulation does it: a commit or a read is a step like any other, and may never come.
#pragma once

#include <deque>
#include <functional>
#include <memory>

#include "storage/store.hpp"

namespace matinee::simulator {

/// What one process has asked of the database and not got yet, in order.
class StorageQueue {
 public:
  using Work = std::function<void()>;

  /// The queue of the process that is being built: GroupCommitter and Reader have no parameter for it.
  static StorageQueue*& of_next_process();

  void push(Work work) { work_.push_back(std::move(work)); }
  bool empty() const { return work_.empty(); }
  /// Does the next piece of work.
  void step() {
    const Work work = std::move(work_.front());
    work_.pop_front();
    work();
  }
  void clear() { work_.clear(); }
  /// From now on answers reach nobody: their process is dead.
  void cut_answers() { answering_ = false; }
  bool answering() const { return answering_; }

 private:
  std::deque<Work> work_;
  bool answering_ = true;
};

}  // namespace matinee::simulator
