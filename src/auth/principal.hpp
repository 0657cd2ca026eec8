// Principal: who a connection or request speaks for, once its credential has been verified. A value, any thread.
#pragma once

#include <optional>
#include <string>

#include "base/strong_id.hpp"
#include "base/wall_clock.hpp"

namespace matinee::auth {

struct Principal {
  /// 1-128 printable characters. Guests' begin with "guest-", and only theirs do.
  UserId user_id;
  /// 1-100 printable characters; the user id when the credential names nobody.
  std::string display_name;
  /// An http or https URL of at most 2048 bytes.
  std::optional<std::string> avatar_url;
  /// When the credential ends and open connections with it; empty: never.
  std::optional<WallTime> expires_at;
  /// Admitted by this server itself (see guest.hpp) rather than by the platform's tokens.
  bool guest = false;
  /// The server's operator, by the key in its data directory: no user, whatever the id says.
  bool server_operator = false;

  friend bool operator==(const Principal&, const Principal&) = default;
};

}  // namespace matinee::auth
