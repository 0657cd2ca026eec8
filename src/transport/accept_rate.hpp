// AcceptRate: how many connections may be accepted now, so that very many that come at once (after a restart, say) are
// taken in one after another and those already there keep their pace. Pure: the time is an argument.
#pragma once

#include <algorithm>
#include <cstdint>

#include "transport/timer_queue.hpp"

namespace matinee::transport {

class AcceptRate {
 public:
  /// A tenth of a second's worth may come at once.
  explicit AcceptRate(std::uint32_t per_second) : per_second_(per_second), room_(burst()) {}

  /// Whether one more may be accepted.
  bool has_room(TimePoint now) {
    const std::chrono::duration<double> passed = now - refilled_;
    refilled_ = now;
    room_ = std::min(burst(), room_ + passed.count() * per_second_);
    return room_ >= 1;
  }

  /// One was.
  void take() { room_ -= 1; }

  /// After has_room() said no: until it says yes.
  Millis wait() const { return std::chrono::ceil<Millis>(std::chrono::duration<double>((1 - room_) / per_second_)); }

 private:
  double burst() const { return std::max(1.0, per_second_ / 10.0); }

  double per_second_;
  double room_;
  TimePoint refilled_{};
};

}  // namespace matinee::transport
