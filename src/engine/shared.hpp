// Shared: what the shards of one engine have in common. Immutable once the engine is built; internal to engine/.
#pragma once

#include <vector>

#include "cluster/bus.hpp"
#include "cluster/ownership.hpp"
#include "engine/blocked_users.hpp"
#include "engine/census.hpp"
#include "engine/engine.hpp"
#include "engine/user_connections.hpp"

namespace matinee::engine {

struct Engine::Shared {
  Options options;
  const Clock& clock;
  const WallClock& wall_clock;  ///< for tokens alone
  storage::GroupCommitter& committer;
  storage::Reader& reader;
  metrics::Metrics& metrics;
  TokenCheck token_check;
  cluster::LocalOwnership ownership;
  cluster::LocalBus bus;
  std::vector<Shard*> shards;
  Census census;
  UserConnections user_connections{options.connections_per_user_total};
  BlockedUsers blocked{};

  /// The shard that owns a party.
  Shard& owner(const PartyId& party) const { return *shards[std::hash<PartyId>{}(party) % shards.size()]; }
};

}  // namespace matinee::engine
