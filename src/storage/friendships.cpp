#include "storage/friendships.hpp"

#include <algorithm>
#include <tuple>

namespace matinee::storage {

std::string_view to_string(FriendState state) {
  switch (state) {
    case FriendState::friends:
      return "friends";
    case FriendState::requested:
      return "requested";
    case FriendState::incoming:
      return "incoming";
    case FriendState::blocked:
      return "blocked";
  }
  return "friends";
}

void sort_friends(std::vector<Friend>& friends) {
  std::sort(friends.begin(), friends.end(),
            [](const Friend& a, const Friend& b) { return std::tie(a.state, a.user) < std::tie(b.state, b.user); });
}

}  // namespace matinee::storage
