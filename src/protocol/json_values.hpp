// Values that may be absent, as JSON: null where they are. Internal to protocol/ and http_api/; Boost.JSON is visible
// here. Pure.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>

#include "base/strong_id.hpp"
#include "base/time.hpp"

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
/// In Unix milliseconds.
inline boost::json::value nullable(const std::optional<ServerTime>& time) {
  return time ? boost::json::value(to_unix_ms(*time)) : boost::json::value(nullptr);
}
/// In RFC 3339.
inline boost::json::value nullable_time(const std::optional<ServerTime>& time) {
  return time ? boost::json::value(to_rfc3339(*time)) : boost::json::value(nullptr);
}

}  // namespace matinee::protocol
