// Participants as JSON text, written directly: a newcomer to a party of a thousand is told of a thousand, and building
// JSON values of them first would be most of what an arrival costs. Internal to protocol/. Pure.
#pragma once

#include <span>
#include <string>

#include "protocol/event.hpp"

namespace matinee::protocol {

/// Who someone is and their role: what presence tells.
std::string participant_text(const ParticipantView& participant);

/// A list of those.
std::string participant_list_text(std::span<const ParticipantView> participants);

/// A list of participants with all that is known of them.
std::string roster_text(std::span<const ParticipantView> participants);

}  // namespace matinee::protocol
