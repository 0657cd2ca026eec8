// The members every event has, for the files that encode a family of events. Internal to protocol/; Boost.JSON is
// visible here. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string_view>

#include "protocol/event.hpp"
#include "protocol/event_text.hpp"

namespace matinee::protocol {

EventText event_text(const EventContext& context, std::string_view type);
/// Who did it; null for the server itself.
boost::json::value author_value(const std::optional<party::Person>& by);

}  // namespace matinee::protocol
