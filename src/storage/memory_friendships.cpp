// The memory database's friends. For tests only.
#include <algorithm>

#include "storage/memory_store.hpp"

namespace matinee::storage {

StoreResult<void> MemoryDatabase::apply(const ChangeFriendship& change) {
  const bool adds = change.action == FriendAction::request || change.action == FriendAction::block;
  const RateToken token{change.user, "friend", change.limit, change.now};
  if (adds) {
    if (StoreResult<void> room = check_token(token); room.has_error()) return room;
  }
  const std::pair mine{change.user, change.other};
  const std::pair theirs{change.other, change.user};
  const auto state = [this](const auto& key) {
    const auto found = links_.find(key);
    return found == links_.end() ? std::string() : found->second.state;
  };
  const auto made =
      std::count_if(links_.begin(), links_.end(), [&](const auto& link) { return link.first.first == change.user; });
  if (adds && state(mine).empty() && static_cast<std::size_t>(made) >= change.most) {
    return StoreError{StoreErrorKind::conflict, "as many links as may be", Millis{0}};
  }
  if (adds) take(token);
  const auto put = [&](const char* what) { links_[mine] = {what, change.profile, change.now}; };
  switch (change.action) {
    case FriendAction::request:
      if (state(mine) == "friends") break;
      if (state(theirs) == "requested") {
        put("friends");
        links_[theirs].state = "friends";
        links_[theirs].at = change.now;
      } else {
        put("requested");
      }
      break;
    case FriendAction::remove:
      if (state(mine) != "blocked") links_.erase(mine);
      if (state(theirs) != "blocked") links_.erase(theirs);
      break;
    case FriendAction::block:
      put("blocked");
      if (state(theirs) != "blocked") links_.erase(theirs);
      break;
    case FriendAction::unblock:
      if (state(mine) == "blocked") links_.erase(mine);
      break;
  }
  return success();
}

/// The name under which the user last joined a party, else the id.
std::string MemoryDatabase::name_of(const UserId& user) const {
  const StoredParty::Attended* last = nullptr;
  for (const auto& [id, stored] : parties_) {
    const auto found = stored.attendances.find(user);
    if (found == stored.attendances.end()) continue;
    if (last == nullptr || found->second.joined_at > last->joined_at) last = &found->second;
  }
  return last == nullptr ? user.str() : last->profile.display_name;
}

StoreResult<std::vector<Friend>> MemoryStore::friends_of(const UserId& user) {
  const std::lock_guard lock(database_->mutex_);
  if (database_->next_operation_fails()) return told_to_fail();
  const auto& links = database_->links_;
  std::vector<Friend> friends;
  for (const auto& [key, link] : links) {
    const auto& [from, to] = key;
    if (from == user) {
      Friend one{to, {database_->name_of(to), std::nullopt}, FriendState::friends, link.at};
      if (const auto back = links.find({to, user}); back != links.end()) one.profile = back->second.profile;
      if (link.state == "requested") one.state = FriendState::requested;
      if (link.state == "blocked") one.state = FriendState::blocked;
      friends.push_back(std::move(one));
    } else if (to == user && link.state == "requested" && !links.contains({user, from})) {
      friends.push_back({from, link.profile, FriendState::incoming, link.at});
    }
  }
  sort_friends(friends);
  return friends;
}

}  // namespace matinee::storage
