// ManualExecutor: an event loop that runs when told to, for tests and the simulator. One thread but for wake().
#pragma once

#include <algorithm>
#include <atomic>
#include <map>
#include <optional>
#include <utility>

#include "base/clock.hpp"
#include "engine/executor.hpp"

namespace matinee::engine::testing {

/// Runs timers when its owner says so, and remembers to drain.
class ManualExecutor final : public Executor {
 public:
  explicit ManualExecutor(const ManualClock& clock) : clock_(clock) {}

  void wake() override { woken_ = true; }
  /// Whether it was woken since the last call: a shard that was not is not drained, as in a real loop.
  bool take_woken() { return woken_.exchange(false); }

  void post(Task task) override { call_after(Millis{0}, std::move(task)); }
  TimerId call_after(Millis delay, Task task) override {
    const TimerId id{++last_};
    timers_.emplace(id, Timer{clock_.now() + delay, std::move(task)});
    return id;
  }
  void cancel(TimerId timer) override { timers_.erase(timer); }

  /// When the next timer is due.
  std::optional<ServerTime> next_due() const {
    const auto next = earliest();
    if (next == timers_.end()) return std::nullopt;
    return next->second.due;
  }

  /// Runs the timers that are due, in the order they fall due; true when there were any. What they start runs at the
  /// next call.
  bool run_due() {
    const TimerId newest{last_};
    bool ran = false;
    for (auto next = earliest(); is_due(next) && next->first <= newest; next = earliest()) {
      const Task task = std::move(next->second.task);
      timers_.erase(next);
      task();
      ran = true;
    }
    return ran;
  }

 private:
  struct Timer {
    ServerTime due;
    Task task;
  };
  using Timers = std::map<TimerId, Timer>;

  Timers::iterator earliest() { return std::min_element(timers_.begin(), timers_.end(), sooner); }
  Timers::const_iterator earliest() const { return std::min_element(timers_.begin(), timers_.end(), sooner); }
  bool is_due(Timers::const_iterator timer) const {
    return timer != timers_.end() && timer->second.due <= clock_.now();
  }
  static bool sooner(const Timers::value_type& left, const Timers::value_type& right) {
    return std::pair{left.second.due, left.first} < std::pair{right.second.due, right.first};
  }

  const ManualClock& clock_;
  std::atomic<bool> woken_{false};
  std::uint64_t last_ = 0;  ///< the newest timer
  Timers timers_;
};

}  // namespace matinee::engine::testing
