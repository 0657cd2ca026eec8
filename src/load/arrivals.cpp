#include "load/arrivals.hpp"

#include "load/viewer.hpp"

namespace matinee::load {

void Arrivals::add(std::span<Viewer* const> viewers, SteadyTime start, Nanos spread) {
  const auto count = static_cast<std::int64_t>(viewers.size());
  for (std::int64_t i = 0; i < count; ++i) add(*viewers[static_cast<std::size_t>(i)], start + spread * i / count);
}

void Arrivals::turn(SteadyTime now) {
  while (!waiting_.empty() && waiting_.top().due <= now && under_way_ < most_at_once) {
    Viewer& viewer = *waiting_.top().viewer;
    waiting_.pop();
    ++under_way_;
    viewer.connect(now);
  }
}

}  // namespace matinee::load
