// MemoryWatch: whether memory is short: above its limit, until it is well below again. What was freed may still be
// counted, as the allocator keeps it for the next who asks: it is told to give it back before anyone is refused for it.
// Pure but for what it is given to call; one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "transport/timer_queue.hpp"

namespace matinee::transport {

class MemoryWatch {
 public:
  /// Resident bytes of the process now.
  using Measure = std::function<std::uint64_t()>;
  /// Gives freed memory back to the system. Walks what is free, so it is called rarely.
  using Trim = std::function<void()>;

  MemoryWatch(std::uint64_t limit_bytes, Measure measure, Trim trim)
      : limit_bytes_(limit_bytes), measure_(std::move(measure)), trim_(std::move(trim)) {}

  /// To be called every now and then: whether memory is short.
  bool look(TimePoint now);

 private:
  /// What is in use may be near the limit all the time: short begins above it and ends a tenth below.
  bool is_short_at(std::uint64_t resident_bytes) const {
    return resident_bytes > (short_ ? limit_bytes_ / 10 * 9 : limit_bytes_);
  }
  bool may_trim(TimePoint now) const;

  const std::uint64_t limit_bytes_;
  const Measure measure_;
  const Trim trim_;
  std::optional<TimePoint> trimmed_at_;
  bool short_ = false;
};

}  // namespace matinee::transport
