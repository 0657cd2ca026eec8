#include "party/forgotten.hpp"

#include <algorithm>

namespace matinee::party {
namespace {

QueueItemPtr as_nobodys(const QueueItemPtr& item, const UserId& user) {
  if (item == nullptr || item->added_by.user != user) return item;
  auto changed = std::make_shared<QueueItem>(*item);
  changed->added_by = forgotten_person;
  return changed;
}

}  // namespace

QueuePtr without_name_of(const QueuePtr& queue, const UserId& user) {
  if (queue == nullptr) return queue;
  auto changed = std::make_shared<Queue>(*queue);
  changed->current = as_nobodys(queue->current, user);
  for (QueueEntry& entry : changed->entries) entry.item = as_nobodys(entry.item, user);
  const bool same = changed->current == queue->current &&
                    std::equal(changed->entries.begin(), changed->entries.end(), queue->entries.begin(),
                               [](const QueueEntry& one, const QueueEntry& other) { return one.item == other.item; });
  return same ? queue : QueuePtr(std::move(changed));
}

}  // namespace matinee::party
