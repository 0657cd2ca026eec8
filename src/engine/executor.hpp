// Executor: what a shard needs of the event loop it runs on. Implemented by the transport's EventLoop and by the
// simulator.
#pragma once

#include <cstdint>
#include <functional>

#include "base/time.hpp"

namespace matinee::engine {

using Task = std::function<void()>;
enum class TimerId : std::uint64_t {};

/// What is farther off is looked at again after this: timers take a bounded delay, and a start or a token can name any
/// year.
inline constexpr Millis longest_timer{3'600'000};

class Executor {
 public:
  virtual ~Executor() = default;

  /// Any thread. Calls Shard::drain() on the shard's thread soon. Calls in quick succession may be answered by one
  /// drain.
  virtual void wake() = 0;

  /// Shard's thread only. Runs `task` there, after what was posted before and after what was delivered before went to
  /// the kernel; never from inside this call.
  virtual void post(Task task) = 0;

  /// Shard's thread only. Runs `task` there once, `delay` from now.
  virtual TimerId call_after(Millis delay, Task task) = 0;
  /// Shard's thread only. After it the task does not run; harmless when it already has.
  virtual void cancel(TimerId timer) = 0;
};

}  // namespace matinee::engine
