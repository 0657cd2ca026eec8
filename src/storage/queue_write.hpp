// What a change of a party's queue writes. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "party/queue.hpp"

namespace matinee::storage {

/// Its revision and loop, and the items that are new, moved or gone. Of several writes of an item the last wins.
struct PutQueue {
  struct Item {
    party::QueueItemPtr item;
    std::optional<std::int64_t> rank;  ///< nothing: it is the one that plays
  };
  std::uint64_t revision = 0;
  party::Loop loop = party::Loop::off;
  std::vector<QueueItemId> removed;  ///< written first
  std::vector<Item> put;
};

/// The writes that store a whole queue.
PutQueue whole_queue(const party::Queue& queue);

}  // namespace matinee::storage
