// Ownership: the port that says whether this process may decide for a party. Every party has one owner at a time; the
// epoch fences its writes, so that an owner that was replaced can't commit and therefore can't tell anything.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "base/strong_id.hpp"

namespace matinee::cluster {

/// A claim that was granted. `epoch` is the lowest epoch the owner may write with; the stored one counts when higher.
struct Lease {
  std::uint64_t epoch = 1;
};

class Ownership {
 public:
  virtual ~Ownership() = default;

  /// Asks for a party. `done` gets the lease, or nothing when another process owns it; on any thread, possibly at once.
  virtual void claim(const PartyId& party, std::function<void(std::optional<Lease>)> done) = 0;

  /// Gives a party back: it has left this process's memory.
  virtual void release(const PartyId& party) = 0;
};

/// One process owns everything.
class LocalOwnership final : public Ownership {
 public:
  void claim(const PartyId&, std::function<void(std::optional<Lease>)> done) override { done(Lease{}); }
  void release(const PartyId&) override {}
};

}  // namespace matinee::cluster
