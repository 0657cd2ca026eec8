// Signals: what the operator tells the process, as events that one thread waits for. Made before any other thread, so
// that every thread inherits the blocked signals and none is ever interrupted by one.
#pragma once

#include <optional>

#include "base/time.hpp"

namespace matinee::app {

enum class Event {
  stop,    ///< SIGTERM or SIGINT
  reload,  ///< SIGHUP
  wake,    ///< wake() was called
};

class Signals {
 public:
  /// Blocks SIGTERM, SIGINT and SIGHUP in this thread and those it starts from now on; ignores SIGPIPE and SIGXFSZ.
  /// Throws std::system_error when the kernel has no descriptors left.
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  /// Waits for the next event, at most `limit`; without one for ever. Empty: the time is up.
  std::optional<Event> wait(std::optional<Millis> limit = std::nullopt);

  /// Any thread: ends a wait() with Event::wake.
  void wake();

 private:
  int signal_descriptor_ = -1;
  int wake_descriptor_ = -1;
};

}  // namespace matinee::app
