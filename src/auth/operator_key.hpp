// OperatorKey: tokens of the server's operator, signed with a key that only who reads the data directory has. They are
// good for the operators' endpoints and for nothing else. Immutable, shared by all threads.
#pragma once

#include <filesystem>
#include <string>

#include "auth/token_issuer.hpp"
#include "base/result.hpp"

namespace matinee::auth {

class OperatorKey {
 public:
  /// Reads `<data>/operator.key`, making it first where there is none. `data` must exist.
  static Result<OperatorKey, std::string> open(const std::filesystem::path& data);
  /// Reads it; a server that ran has made it.
  static Result<OperatorKey, std::string> read(const std::filesystem::path& data);

  /// A token that is good until `ttl` from now.
  std::string issue(WallTime now, Millis ttl) const;

  /// For VerifierOptions::operator_key. Secret.
  const std::string& key() const { return key_; }

 private:
  explicit OperatorKey(std::string key);

  std::string key_;
  TokenIssuer issuer_;
};

}  // namespace matinee::auth
