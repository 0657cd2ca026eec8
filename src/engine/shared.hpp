// Shared: what the shards of one engine have in common. Immutable once the engine is built; internal to engine/.
#pragma once

#include <memory>
#include <vector>

#include "cluster/ownership.hpp"
#include "engine/blocked_users.hpp"
#include "engine/census.hpp"
#include "engine/engine.hpp"
#include "engine/peer_link.hpp"
#include "engine/user_connections.hpp"

namespace matinee::engine {

/// Which of `shards` decides for a party.
inline std::size_t owning_shard(const PartyId& party, std::size_t shards) {
  return std::hash<PartyId>{}(party) % shards;
}

struct Engine::Shared {
  Options options;
  const Clock& clock;
  const WallClock& wall_clock;  ///< for tokens alone
  storage::GroupCommitter& committer;
  storage::Reader& reader;
  metrics::Metrics& metrics;
  TokenCheck token_check;
  cluster::Ownership& ownership;
  std::unique_ptr<PeerLink> peers;  ///< null without a cluster
  std::vector<Shard*> shards;
  Census census;
  UserConnections user_connections{options.connections_per_user_total};
  BlockedUsers blocked{};

  /// The shard that owns a party.
  Shard& owner(const PartyId& party) const { return *shards[owning_shard(party, shards.size())]; }
};

}  // namespace matinee::engine
