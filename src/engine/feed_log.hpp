// FeedLog: what people did in a party lately, as its members were told it, for those who come later or reload. Owner's
// thread. In memory only: it begins anew when the party leaves memory; nothing rests on it.
#pragma once

#include <cstddef>
#include <deque>
#include <string>

#include "party/effect.hpp"

namespace matinee::engine {

/// Whether newcomers are told of it too: what somebody did to the film, the queue, the settings or to others, and how
/// waits, ready checks and scheduled starts went. Not who came and went, and what is kept elsewhere, like messages.
bool is_kept_in_feed(const party::Effect& effect);

class FeedLog {
 public:
  static constexpr std::size_t max_events = 100;
  static constexpr std::size_t max_bytes = 48 * 1024;
  /// Of one event; a longer one, as when a whole playlist is queued, is left out.
  static constexpr std::size_t max_event_bytes = 8 * 1024;

  /// Takes in a told event, as JSON. The oldest make room.
  void add(std::string event);
  /// Drops what names the user: they had their data deleted.
  void forget(const UserId& user);
  /// `{"events": [...]}`, the oldest first.
  std::string to_json() const;

 private:
  std::deque<std::string> events_;
  std::size_t bytes_ = 0;
};

}  // namespace matinee::engine
