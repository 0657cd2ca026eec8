#include "transport/memory_watch.hpp"

namespace matinee::transport {

namespace {

constexpr std::chrono::seconds trim_interval{10};

}  // namespace

bool MemoryWatch::look(TimePoint now) {
  bool is_short = is_short_at(measure_());
  if (is_short && may_trim(now)) {
    trim_();
    trimmed_at_ = now;
    is_short = is_short_at(measure_());
  }
  short_ = is_short;
  return short_;
}

bool MemoryWatch::may_trim(TimePoint now) const {
  return !trimmed_at_ || now - *trimmed_at_ >= trim_interval;
}

}  // namespace matinee::transport
