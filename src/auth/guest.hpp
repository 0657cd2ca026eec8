// GuestIdentities: people admitted by this server itself, without a platform. Their tokens are signed with a key of the
// server's own that nothing else accepts. Immutable after open(), shared by all threads.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "auth/principal.hpp"
#include "auth/token_issuer.hpp"
#include "base/result.hpp"

namespace matinee::auth {

class GuestIdentities {
 public:
  /// Reads `<data>/guest.key` (32 bytes), making it at the first start: mode 0600, never half-written, and the same
  /// for two processes that start at once. `data` must exist. `token_ttl` is how long a guest's token is valid.
  static Result<GuestIdentities, std::string> open(const std::filesystem::path& data, Millis token_ttl);

  /// With a key that servers of a cluster share.
  static GuestIdentities with_key(std::string key, Millis token_ttl) { return {std::move(key), token_ttl}; }

  struct Admission {
    Principal principal;
    std::string token;
  };

  /// A new guest under a random user id. `display_name` is printable and not blank: the caller has checked it.
  Admission admit(std::string display_name, WallTime now) const;

  /// For VerifierOptions::guest_key. Secret.
  const std::string& key() const { return key_; }

 private:
  GuestIdentities(std::string key, Millis token_ttl);

  std::string key_;
  TokenIssuer issuer_;
  Millis token_ttl_;
};

}  // namespace matinee::auth
