// Deadlines: one deadline for each of very many connections, kept in the connections themselves. They fall due in
// steps, all of a step together, so that however many connections idle, the loop wakes a few times a second at most.
// The loop's thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>

#include "transport/loop.hpp"

namespace matinee::transport {

class Deadlines {
 public:
  /// Deadlines are rounded up to whole steps.
  static constexpr Millis step{100};

  /// Has one deadline, or none. Cleared before it is destroyed.
  class Timed {
   public:
    Timed(const Timed&) = delete;
    Timed& operator=(const Timed&) = delete;

   protected:
    Timed() = default;
    virtual ~Timed() = default;

   private:
    friend class Deadlines;
    /// Once, when the deadline has passed; it is not set any more then.
    virtual void on_deadline() = 0;

    Timed* previous_ = nullptr;
    Timed* next_ = nullptr;
    std::int64_t step_ = not_set;
  };

  explicit Deadlines(Loop& loop) : loop_(loop) {}
  Deadlines(const Deadlines&) = delete;
  Deadlines& operator=(const Deadlines&) = delete;

  /// Sets it unless it is set to that time or an earlier one.
  void set_at_latest(Timed& timed, TimePoint deadline);
  void clear(Timed& timed);

 private:
  static constexpr std::int64_t not_set = -1;

  static std::int64_t step_of(TimePoint time);
  void unlink(Timed& timed);
  void arm();
  void fire();

  Loop& loop_;
  std::map<std::int64_t, Timed*> firsts_;  // by step
  std::optional<engine::TimerId> timer_;
  std::int64_t armed_for_ = 0;  // meaningful with timer_
  std::int64_t fired_ = 0;      // the last step that fell due
};

}  // namespace matinee::transport
