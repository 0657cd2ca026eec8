// PasswordPool: hashes passwords and compares them with hashes, by argon2id through libsodium. Slow and large on purpose
// (64 MiB and a good part of a second), so it happens on threads of its own and never on a loop; how much waits is
// bounded. The pool wipes its copy of a password when it has looked at it.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace matinee::auth {

class PasswordPool {
 public:
  /// What one hash costs whoever makes it, or tries one.
  struct Cost {
    unsigned long long operations;
    std::size_t memory_bytes;
  };
  /// libsodium's crypto_pwhash_OPSLIMIT_INTERACTIVE and _MEMLIMIT_INTERACTIVE.
  static Cost interactive();

  struct Options {
    std::size_t threads = 1;  ///< each takes the memory of one hash while it works
    std::size_t most_waiting = 16;
    Cost cost = interactive();
  };

  PasswordPool();
  explicit PasswordPool(Options options);
  /// Finishes what waits, joins the threads.
  ~PasswordPool();

  PasswordPool(const PasswordPool&) = delete;
  PasswordPool& operator=(const PasswordPool&) = delete;

  /// The hash with its salt and cost, as text to be stored.
  using Hashed = std::function<void(std::optional<std::string> hash)>;
  /// Whether the password fits.
  using Compared = std::function<void(std::optional<bool> fits)>;

  /// Any thread. `done` is called exactly once, on a thread of the pool: with nothing when there was not enough memory;
  /// on the caller's thread with nothing at once when too many wait.
  void hash(std::string password, Hashed done);
  void compare(std::string hash, std::string password, Compared done);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace matinee::auth
