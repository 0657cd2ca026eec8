// The memory database's blocked users. For tests only.
#include <algorithm>

#include "storage/memory_store.hpp"

namespace matinee::storage {

StoreResult<void> MemoryDatabase::apply(const BlockUser& block) {
  const std::size_t others = blocked_.size() - blocked_.count(block.who.user);
  if (others >= block.most) return StoreError{StoreErrorKind::conflict, "as many as may be", Millis{0}};
  blocked_[block.who.user] = block.who;
  return success();
}

StoreResult<void> MemoryDatabase::apply(const UnblockUser& unblock) {
  blocked_.erase(unblock.user);
  return success();
}

StoreResult<std::vector<BlockedUser>> MemoryStore::blocked_users() {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  std::vector<BlockedUser> blocked;
  for (const auto& [user, entry] : database_->blocked_) blocked.push_back(entry);
  std::stable_sort(blocked.begin(), blocked.end(), [](const auto& one, const auto& other) { return one.at > other.at; });
  return blocked;
}

}  // namespace matinee::storage
