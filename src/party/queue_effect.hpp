// What happens to a party's queue, told and stored. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "party/queue.hpp"

namespace matinee::party {

enum class QueueAction : std::uint8_t {
  added,
  moved,
  removed,
  cleared,
  played,    ///< somebody chose what plays from the queue
  advanced,  ///< what played came to its end
  voted,     ///< what played was skipped by vote
  left,      ///< something from elsewhere plays; the item that played is no longer current
  returned,  ///< a skip was taken back, and the item is in the queue again
  shuffled,
  loop,
};
/// "added", "moved", ... as on the wire.
std::string_view to_string(QueueAction action);

/// The queue is another. What is different about it is said in a way that clients can follow: drop `removed`, put
/// `placed` in front of `before`; after a shuffle take the whole order.
struct QueueChanged {
  QueueAction action = QueueAction::added;
  QueuePtr queue;  ///< as it is now
  std::vector<QueueItemId> removed{};
  std::vector<QueueItemPtr> placed{};
  std::optional<QueueItemId> before{};  ///< nothing: at the end
  std::vector<QueueEntry> put{};        ///< entries to store: new, or under a new rank
  bool current_changed = false;         ///< another item plays, or none
  QueueItemPtr previous{};              ///< what was current, where that changed
  std::optional<Person> by{};           ///< nothing: the server itself
  ServerTime at{};
};

/// A member votes, or takes the vote back.
struct SkipVoted {
  UserId user;
  bool skip = true;
  ServerTime at{};
};
/// How the vote stands is told.
struct SkipVotesTold {
  SkipVotesView view;
  ServerTime at{};
};

}  // namespace matinee::party
