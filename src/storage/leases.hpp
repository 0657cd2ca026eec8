// Leases: the port to what the servers of a cluster agree on: which of them are alive, which of them decides for a
// party, and the time. All of it by the database's clock. Synchronous; called from one thread of its own (cluster/),
// never from a shard.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "storage/store_error.hpp"

namespace matinee::storage {

/// Whose decisions for a party hold: those of `owner`, written with `epoch`.
struct PartyClaim {
  std::string owner;
  std::uint64_t epoch = 0;

  friend bool operator==(const PartyClaim&, const PartyClaim&) = default;
};

/// A server whose lease has not run out, and how long it still lasts.
struct LiveNode {
  std::string name;
  Millis remaining{};

  friend bool operator==(const LiveNode&, const LiveNode&) = default;
};

enum class Renewal : std::uint8_t {
  unbroken,  ///< nobody can have taken what the server owns
  anew,      ///< the lease had run out, or there was none: what the server owned may be another's
};

/// Not thread-safe: one instance per thread.
class Leases {
 public:
  virtual ~Leases() = default;

  /// What time it is. Clocks of the servers are set by it, so it is to take one round trip and nothing else.
  virtual StoreResult<ServerTime> now() = 0;

  /// The server `node` is alive for `lifetime` from now. Tells how it was when the database looked; a lease that ended
  /// between that and this call's return may have been seen at its end.
  virtual StoreResult<Renewal> renew(const std::string& node, Millis lifetime) = 0;
  /// `node` leaves: what it owned is anybody's.
  virtual StoreResult<void> retire(const std::string& node) = 0;
  /// The servers whose leases have not run out, in the order of their names.
  virtual StoreResult<std::vector<LiveNode>> alive() = 0;

  /// Gives each of the parties to `node`, unless a server that is alive has it; the answers come in their order. A
  /// change of owner raises the epoch, so that nothing the one before still wants to write can be. Nothing: there is no
  /// such party.
  virtual StoreResult<std::vector<std::optional<PartyClaim>>> claim(std::span<const PartyId> parties,
                                                                    const std::string& node) = 0;
  /// Those of the parties that are `node`'s are nobody's.
  virtual StoreResult<void> release(std::span<const PartyId> parties, const std::string& node) = 0;

  /// Parties of servers that are gone have nobody connected as of now, until somebody takes them (see NoteEmptySince).
  virtual StoreResult<void> note_abandoned() = 0;

  /// What all servers of the cluster have under `name`: `candidate`, if nobody was first.
  virtual StoreResult<std::string> secret(const std::string& name, const std::string& candidate) = 0;
};

}  // namespace matinee::storage
