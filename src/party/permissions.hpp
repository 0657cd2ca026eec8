// Which role may give which command. Pure.
#pragma once

#include <cstdint>

#include "party/command.hpp"

namespace matinee::party {

/// What kind of right a command needs.
enum class CommandKind : std::uint8_t {
  playback,    ///< as Settings::control_by says
  management,  ///< host
  moderation,  ///< host and co-host; reduce() looks at whom it is about
  membership,  ///< decided by reduce(): seats, kicks, limits
  social,      ///< every participant
  queue,       ///< host and co-host, or everyone: see Settings::queue_by
  server,      ///< the server only
};

CommandKind kind_of(const Command& command);

/// Whether a participant in `role` may give a command of this kind in a party run by these settings.
bool allowed(Role role, CommandKind kind, const Settings& settings);

}  // namespace matinee::party
