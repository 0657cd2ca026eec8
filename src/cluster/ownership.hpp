// Ownership: the port that says whether this process may decide for a party. Every party has one owner at a time; the
// epoch fences its writes, so that an owner that was replaced can't commit and therefore can't tell anything.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>

#include "base/strong_id.hpp"

namespace matinee::cluster {

/// The party is this process's. `epoch` is the lowest one it may write with; the stored one counts when higher.
struct Lease {
  std::uint64_t epoch = 1;
};
/// The party is another process's.
struct Elsewhere {
  std::string node;
};
/// Whose it is can't be found out now.
struct Unknown {};
using Claim = std::variant<Lease, Elsewhere, Unknown>;

class Ownership {
 public:
  virtual ~Ownership() = default;

  /// Asks for a party; `done` is called once, on any thread, possibly at once.
  virtual void claim(const PartyId& party, std::function<void(Claim)> done) = 0;

  /// Gives a party back: it has left this process's memory.
  virtual void release(const PartyId& party) = 0;

  /// What was said about the owner of a party turned out wrong: the next claim asks anew.
  virtual void forget(const PartyId& party) = 0;

  /// Any thread. Whether what this process decided may be told now: nobody else can have taken its parties.
  virtual bool holds() const = 0;
};

/// One process owns everything.
class LocalOwnership final : public Ownership {
 public:
  void claim(const PartyId&, std::function<void(Claim)> done) override { done(Lease{}); }
  void release(const PartyId&) override {}
  void forget(const PartyId&) override {}
  bool holds() const override { return true; }
};

}  // namespace matinee::cluster
