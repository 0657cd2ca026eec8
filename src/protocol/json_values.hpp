// Values that may be absent, as JSON: null where they are. Internal to protocol/ and http_api/; Boost.JSON is visible
// here. Pure.
#pragma once

#include <boost/json/value.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "base/wall_clock.hpp"

namespace matinee::protocol {

inline boost::json::value nullable(const std::optional<std::string>& text) {
  return text ? boost::json::value(*text) : boost::json::value(nullptr);
}
inline boost::json::value nullable(const std::optional<Millis>& ms) {
  return ms ? boost::json::value(ms->count()) : boost::json::value(nullptr);
}
template <class Tag>
boost::json::value nullable(const std::optional<StrongId<Tag>>& id) {
  return id ? boost::json::value(id->str()) : boost::json::value(nullptr);
}
/// In Unix milliseconds; of either timeline.
template <class Timeline>
boost::json::value nullable(const std::optional<std::chrono::time_point<Timeline, Millis>>& time) {
  return time ? boost::json::value(to_unix_ms(*time)) : boost::json::value(nullptr);
}
/// In RFC 3339; of either timeline.
template <class Timeline>
boost::json::value nullable_time(const std::optional<std::chrono::time_point<Timeline, Millis>>& time) {
  return time ? boost::json::value(to_rfc3339(*time)) : boost::json::value(nullptr);
}

}  // namespace matinee::protocol
