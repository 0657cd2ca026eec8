// The two kinds of time: durations in milliseconds, and points of server time.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace matinee {

using Millis = std::chrono::milliseconds;

/// Tag for points of server time: milliseconds since the Unix epoch as the server tells it. It never runs backwards
/// within a process, whatever happens to the machine's wall clock (see Clock).
struct ServerTimeline {
  using rep = std::int64_t;
  using period = std::milli;
  using duration = Millis;
  using time_point = std::chrono::time_point<ServerTimeline>;
  static constexpr bool is_steady = true;
};
using ServerTime = ServerTimeline::time_point;

constexpr std::int64_t to_unix_ms(ServerTime time) {
  return time.time_since_epoch().count();
}
constexpr ServerTime from_unix_ms(std::int64_t ms) {
  return ServerTime{Millis{ms}};
}

/// Whole seconds, rounded down (towards the past and towards zero position), as the specification's integers are.
constexpr std::int64_t floor_seconds(Millis ms) {
  return std::chrono::floor<std::chrono::seconds>(ms).count();
}

/// RFC 3339 in UTC with whole seconds: "2025-12-31T15:00:00Z".
std::string to_rfc3339(ServerTime time);

}  // namespace matinee
