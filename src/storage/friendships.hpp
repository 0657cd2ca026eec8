// Friendships: the part of the store that knows who is a friend of whom, who asked, and who wants to hear nothing of
// whom. Called from storage threads only.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "party/rate_window.hpp"
#include "party/roster.hpp"
#include "storage/store_error.hpp"

namespace matinee::storage {

enum class FriendAction : std::uint8_t {
  request,  ///< asks; where the other asked before, they are friends. Takes back a block
  remove,   ///< ends a friendship, takes a request back, or declines one
  block,    ///< and ends what there was; the other is not told, and their requests are not shown
  unblock,
};

/// What one user does about another, not themselves. Idempotent. `conflict` where the user has `most` links already.
struct ChangeFriendship {
  UserId user;
  party::Profile profile;  ///< how the user is shown to the other
  UserId other;
  FriendAction action = FriendAction::request;
  std::size_t most = 500;    ///< friends, requests and blocks of one user
  party::RateLimit limit{};  ///< of requests and blocks, by rolling window
  ServerTime now{};
};

enum class FriendState : std::uint8_t {
  friends,
  requested,  ///< the user asked, the other has not answered
  incoming,   ///< the other asked
  blocked,    ///< by the user
};

/// "friends", "requested", "incoming", "blocked".
std::string_view to_string(FriendState state);

struct Friend {
  UserId user;
  party::Profile profile;  ///< as they last showed themselves; the id where they never did
  FriendState state = FriendState::friends;
  ServerTime since{};
};

/// By state and then by id: the order of every list of friends.
void sort_friends(std::vector<Friend>& friends);

class Friendships {
 public:
  virtual ~Friendships() = default;

  /// Everyone `user` has to do with, by state and then by id.
  virtual StoreResult<std::vector<Friend>> friends_of(const UserId& user) = 0;
};

}  // namespace matinee::storage
