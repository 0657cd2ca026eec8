// TokenIssuer: signs HS256 tokens, for guests and for `matinee token make`. Immutable, shared by all threads.
#pragma once

#include <optional>
#include <string>

#include "base/strong_id.hpp"
#include "base/wall_clock.hpp"

namespace matinee::auth {

/// What a token says. Empty texts and absent values are left out of it.
struct TokenClaims {
  UserId user_id;                         ///< `sub`
  std::string display_name;               ///< `name`
  std::optional<std::string> avatar_url;  ///< `picture`
  std::optional<WallTime> expires_at;     ///< `exp`, rounded down to whole seconds
  std::string issuer;                     ///< `iss`
  std::string audience;                   ///< `aud`
};

class TokenIssuer {
 public:
  /// `key` is the HS256 secret as bytes, not empty; `key_id` goes into `kid` unless empty.
  explicit TokenIssuer(std::string key, std::string key_id = {});

  /// A signed token with `iat` = `now`. Throws std::runtime_error if the cryptography library fails.
  std::string issue(const TokenClaims& claims, WallTime now) const;

 private:
  std::string key_;
  std::string key_id_;
};

}  // namespace matinee::auth
