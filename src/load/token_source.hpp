// TokenSource: a token for every viewer of the run. Immutable once open, shared by all workers.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace matinee::load {

/// Signs a token for the user with this id; any thread.
using TokenSigner = std::function<std::string(const std::string& user)>;

class TokenSource {
 public:
  /// Every viewer is a user of its own, with a name no other run uses: limits per user do not carry over.
  static TokenSource signing(TokenSigner signer);

  /// Runs `command` in a shell, once, with the number of tokens wanted in the environment variable MATINEE_TOKENS. It
  /// prints a token a line, each for another user. The error says what it did instead.
  static Result<TokenSource, std::string> running(const std::string& command, std::size_t count);

  /// Of the viewer with this number, counted over all parties.
  std::string token(std::size_t viewer) const;

 private:
  TokenSigner signer_;
  std::string prefix_;
  std::vector<std::string> tokens_;
};

}  // namespace matinee::load
