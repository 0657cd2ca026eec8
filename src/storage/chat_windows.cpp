// Sorting and reading the messages is the stores' business; counting them is here.
#include "storage/chat_windows.hpp"

#include <algorithm>

namespace matinee::storage {

void restore_chat_windows(party::Roster& roster, const ChatTimes& said, const party::RateLimit& chats) {
  for (const auto& [author, times] : said) {
    const auto seat = roster.find(author);
    if (seat == roster.end()) continue;
    // A window holds no more than its limit, which may have been higher when these were written.
    const std::size_t skipped = times.size() - std::min(times.size(), chats.events);
    for (std::size_t i = skipped; i < times.size(); ++i) seat->second.chats.record(chats, times[i]);
  }
}

}  // namespace matinee::storage
