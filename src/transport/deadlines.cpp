#include "transport/deadlines.hpp"

#include <algorithm>

namespace matinee::transport {

// Rounded up: nothing falls due early.
std::int64_t Deadlines::step_of(TimePoint time) {
  const auto elapsed = std::chrono::ceil<Millis>(time.time_since_epoch());
  return (elapsed.count() + step.count() - 1) / step.count();
}

void Deadlines::set_at_latest(Timed& timed, TimePoint deadline) {
  // A past deadline, or one set while its step falls due, belongs to the next: one that renews itself must not keep the
  // loop from its sockets.
  const std::int64_t wanted = std::max(step_of(deadline), fired_ + 1);
  if (timed.step_ != not_set) {
    if (timed.step_ <= wanted) return;
    unlink(timed);
  }
  Timed*& first = firsts_[wanted];
  timed.step_ = wanted;
  timed.next_ = first;
  if (first != nullptr) first->previous_ = &timed;
  first = &timed;
  arm();
}

void Deadlines::clear(Timed& timed) {
  if (timed.step_ == not_set) return;
  unlink(timed);
  arm();
}

void Deadlines::unlink(Timed& timed) {
  if (timed.next_ != nullptr) timed.next_->previous_ = timed.previous_;
  if (timed.previous_ != nullptr) {
    timed.previous_->next_ = timed.next_;
  } else if (timed.next_ != nullptr) {
    firsts_[timed.step_] = timed.next_;
  } else {
    firsts_.erase(timed.step_);
  }
  timed.previous_ = timed.next_ = nullptr;
  timed.step_ = not_set;
}

// A timer that is early finds nothing due and is armed again; one for nothing is taken back.
void Deadlines::arm() {
  if (firsts_.empty()) {
    if (timer_) loop_.cancel(*timer_);
    timer_.reset();
    return;
  }
  const std::int64_t earliest = firsts_.begin()->first;
  if (timer_ && armed_for_ <= earliest) return;
  if (timer_) loop_.cancel(*timer_);
  armed_for_ = earliest;
  const TimePoint due{std::chrono::duration_cast<TimePoint::duration>(earliest * step)};
  const auto delay = std::chrono::ceil<Millis>(due - loop_.now());
  timer_ = loop_.call_after(std::max(delay, Millis{0}), [this] { fire(); });
}

void Deadlines::fire() {
  timer_.reset();
  const auto elapsed = std::chrono::floor<Millis>(loop_.now().time_since_epoch());
  fired_ = elapsed.count() / step.count();
  while (!firsts_.empty() && firsts_.begin()->first <= fired_) {
    Timed& timed = *firsts_.begin()->second;
    unlink(timed);
    timed.on_deadline();  // may set, clear and destroy any of them
  }
  arm();
}

}  // namespace matinee::transport
