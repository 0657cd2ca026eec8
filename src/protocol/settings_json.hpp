// The settings of a party as JSON, on sockets and over HTTP alike. Internal to protocol/ and http_api/; Boost.JSON is
// visible here. Pure.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "party/settings.hpp"
#include "protocol/fields.hpp"

namespace matinee::protocol {

/// {"waiting": "off"|"host"|"quorum"|"everyone", "resume_after_seek": bool, "chat": "everyone"|"hosts",
/// "slow_mode_ms": 0-3600000, "queue_by": "hosts"|"everyone", "vote_skip_percent": 0-100,
/// "control_by": "host"|"hosts"|"everyone", "locked": bool}; members may be absent or null. What is wrong is left in
/// `fields`.
party::SettingsPatch read_settings(Fields& fields);

boost::json::object settings_object(const party::Settings& settings);

/// The names of those members of settings_object() that differ.
boost::json::array changed_settings(const party::Settings& before, const party::Settings& after);

}  // namespace matinee::protocol
