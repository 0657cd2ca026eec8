#include "storage/memory_queue.hpp"

#include <algorithm>
#include <utility>

namespace matinee::storage {
namespace {

void remove(party::Queue& queue, const QueueItemId& item) {
  std::erase_if(queue.entries, [&](const party::QueueEntry& entry) { return entry.item->id == item; });
  if (queue.current && queue.current->id == item) queue.current.reset();
}

}  // namespace

party::QueuePtr queue_after(const party::QueuePtr& queue, const PutQueue& write) {
  party::Queue next = queue ? *queue : party::Queue{};
  next.revision = write.revision;
  next.loop = write.loop;
  for (const QueueItemId& item : write.removed) remove(next, item);
  for (const PutQueue::Item& put : write.put) {
    remove(next, put.item->id);
    if (put.rank) {
      next.entries.push_back({put.item, *put.rank});
    } else {
      next.current = put.item;
    }
  }
  std::sort(next.entries.begin(), next.entries.end(),
            [](const party::QueueEntry& one, const party::QueueEntry& other) { return one.rank < other.rank; });
  return std::make_shared<const party::Queue>(std::move(next));
}

}  // namespace matinee::storage
