// What the server says about queues. See event.hpp.
#pragma once

#include <cstddef>
#include <string>

#include "party/queue_effect.hpp"

namespace matinee::protocol {

struct EventContext;

/// Part of a queue: what plays, and up to `limit` items behind `begin`.
struct QueuePage {
  party::QueuePtr queue;  ///< null: an empty one
  std::size_t begin = 0;  ///< index of the first item
  std::size_t limit = 0;
};

/// Items told with a change; of more, it is told that they have to be asked for.
inline constexpr std::size_t most_items_told = 50;

/// `queue-changed`.
std::string encode_queue_changed(const EventContext& context, const party::QueueChanged& changed);
/// `skip-votes`.
std::string encode_skip_votes(const EventContext& context, const party::SkipVotesTold& told);
/// The queue, for those who ask over HTTP.
std::string encode_queue(const QueuePage& page);

}  // namespace matinee::protocol
