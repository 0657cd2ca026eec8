#include "storage/queue_write.hpp"

namespace matinee::storage {

PutQueue whole_queue(const party::Queue& queue) {
  PutQueue whole{queue.revision, queue.loop, {}, {}};
  for (const party::QueueEntry& entry : queue.entries) whole.put.push_back({entry.item, entry.rank});
  if (queue.current) whole.put.push_back({queue.current, std::nullopt});
  return whole;
}

}  // namespace matinee::storage
