// BlockedUsers: the part of the store that knows whom the operator lets in nowhere. Called from storage threads only.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "storage/store_error.hpp"

namespace matinee::storage {

/// Users that may be blocked at a time: every process keeps them in memory.
inline constexpr std::size_t most_blocked_users = 10'000;

struct BlockedUser {
  UserId user;
  std::string reason;  ///< the operator's note, for operators; may be empty
  ServerTime at{};     ///< when they were blocked, or the reason was changed
};

/// Idempotent; a second time changes the reason. `conflict` where as many are blocked as may be.
struct BlockUser {
  BlockedUser who;
  std::size_t most = most_blocked_users;
};
/// Idempotent.
struct UnblockUser {
  UserId user;
};

class BlockedUsers {
 public:
  virtual ~BlockedUsers() = default;

  /// All of them, the last blocked first; equals by id.
  virtual StoreResult<std::vector<BlockedUser>> blocked_users() = 0;
};

}  // namespace matinee::storage
