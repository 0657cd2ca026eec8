// A rolling window over past events: "at most N in the last M milliseconds". Pure: time is an argument.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/boxed.hpp"
#include "base/time.hpp"

namespace matinee::party {

/// How many events a window admits.
struct RateLimit {
  std::size_t events = 0;
  Millis window{0};

  friend bool operator==(const RateLimit&, const RateLimit&) = default;
};

/// The instants of past events, oldest first. Holds at most as many as the limit it is used with admits.
class RateWindow {
 public:
  /// How many further events fit at `now`.
  std::size_t room(const RateLimit& limit, ServerTime now) const;

  /// How long until `wanted` further events fit; zero when they fit now. More than the limit never fit: the whole
  /// window.
  Millis retry_after(const RateLimit& limit, ServerTime now, std::size_t wanted = 1) const;

  /// Records `count` events at `now` and forgets those the window has left behind.
  void record(const RateLimit& limit, ServerTime now, std::size_t count = 1);

  /// The newest event recorded; stays known after the window left it behind, until the next is recorded.
  std::optional<ServerTime> latest() const { return events_ ? std::optional{events_->back()} : std::nullopt; }

  bool empty() const { return !events_; }

 private:
  /// Every seat has several windows, and most people never do what they count. Not there rather than empty.
  Boxed<std::vector<ServerTime>> events_;
};

}  // namespace matinee::party
