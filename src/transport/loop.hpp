// Loop: what sessions need of the event loop they live on. Implemented by EventLoop and, with a clock moved by hand, in
// tests. Besides post() and wake(), everything is for the loop's own thread.
#pragma once

#include <span>

#include "engine/executor.hpp"
#include "transport/timer_queue.hpp"

namespace matinee::transport {

class Loop : public engine::Executor {
 public:
  /// As Executor::post(), from any thread.
  void post(engine::Task task) override = 0;

  /// Monotonic time, for deadlines.
  virtual TimePoint now() const = 0;

  /// At least scratch_size bytes that any handler may use until it returns to the loop: connections read into it, so
  /// that an idle one holds no buffer. Don't use it in anything that may be called in the middle of another handler.
  virtual std::span<char> scratch() = 0;
  static constexpr std::size_t scratch_size = 64 * 1024;
};

}  // namespace matinee::transport
