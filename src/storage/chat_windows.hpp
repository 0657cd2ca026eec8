// Rebuilding each seat's chat window from stored messages, the same in every store. Pure.
#pragma once

#include <map>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "party/roster.hpp"

namespace matinee::storage {

/// When each user wrote, oldest first.
using ChatTimes = std::map<UserId, std::vector<ServerTime>>;

/// Counts what was said within the window against the seats of those who said it.
void restore_chat_windows(party::Roster& roster, const ChatTimes& said, const party::RateLimit& chats);

}  // namespace matinee::storage
