#include "party/rate_window.hpp"

#include <algorithm>

namespace matinee::party {

std::size_t RateWindow::room(const RateLimit& limit, ServerTime now) const {
  if (!events_) return limit.events;
  const auto in_window = static_cast<std::size_t>(
      std::count_if(events_->begin(), events_->end(), [&](ServerTime at) { return now - at < limit.window; }));
  return in_window >= limit.events ? 0 : limit.events - in_window;
}

Millis RateWindow::retry_after(const RateLimit& limit, ServerTime now, std::size_t wanted) const {
  if (wanted > limit.events) return limit.window;
  const std::size_t free = room(limit, now);
  if (free >= wanted) return Millis{0};
  // They fit once the oldest (wanted - free) of those still in the window have left it.
  const std::size_t in_window = limit.events - free;
  const std::size_t oldest = events_->size() - in_window;
  return std::max((*events_)[oldest + (wanted - free) - 1] + limit.window - now, Millis{1});
}

void RateWindow::record(const RateLimit& limit, ServerTime now, std::size_t count) {
  std::vector<ServerTime>& events = events_ ? *events_ : events_.emplace();
  std::erase_if(events, [&](ServerTime at) { return now - at >= limit.window; });
  // Not always at the end: after a restart under a clock that was set back, loaded events may lie in the future.
  events.insert(std::upper_bound(events.begin(), events.end(), now), std::min(count, limit.events), now);
  if (events.empty()) events_.reset();
}

}  // namespace matinee::party
