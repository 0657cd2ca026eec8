// What can be asked of a party's queue, by those its setting `queue_by` lets; voting is for everyone. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "party/queue.hpp"

namespace matinee::party {

/// Adds items in front of `before`, or at the end. Their `added_by` is set by the party.
struct AddToQueue {
  std::vector<QueueItem> items;  ///< 1 to most_added
  std::optional<QueueItemId> before;
};
struct MoveQueued {
  QueueItemId item;
  std::optional<QueueItemId> before;  ///< nothing: to the end
};
struct RemoveQueued {
  QueueItemId item;
};
struct ClearQueue {};
/// Plays an item now; without one, what is next.
struct PlayQueued {
  std::optional<QueueItemId> item;
};
struct ShuffleQueue {
  std::uint64_t seed = 0;  ///< chosen by the server
};
struct SetLoop {
  Loop loop = Loop::off;
};

struct ChangeQueue {
  std::variant<AddToQueue, MoveQueued, RemoveQueued, ClearQueue, PlayQueued, ShuffleQueue, SetLoop> request;
};

/// Wants what plays to be skipped, or no longer wants it.
struct VoteSkip {
  bool skip = true;
};

}  // namespace matinee::party
