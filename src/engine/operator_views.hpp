// What the engine shows to the server's operator: values, as things are in memory at the moment. Unlike what clients are
// shown, they may run ahead of storage.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "party/party.hpp"
#include "storage/listings.hpp"

namespace matinee::engine {

/// A party that goes on, as PublicQuery::every lists it. What is live comes from its owner, where it is in memory.
struct PartyOverview {
  storage::PartyListing listing;
  bool in_memory = false;
  std::size_t connections = 0;
  std::size_t connected = 0;  ///< users
};

/// An open socket of this process.
struct ConnectionView {
  ConnectionId id{};
  UserId user;
  PartyId party;
  ServerTime since{};
  std::size_t waiting_bytes = 0;       ///< for the client to take them
  std::size_t commands_in_flight = 0;  ///< not answered yet
  bool reading_paused = false;         ///< until some of those are
};

/// One of a party, with what the party knows of its player.
struct PartyConnection {
  ConnectionView connection;
  std::string display_name;
  std::optional<Millis> round_trip{};  ///< as the client measured it
};

struct PartyInspection {
  PartyId id;
  std::string title;
  UserId host;
  party::Visibility visibility = party::Visibility::private_;
  party::Status status = party::Status::active;
  ServerTime created_at{};
  std::size_t seats = 0;
  std::size_t max_participants = 0;
  std::size_t queued = 0;  ///< clips
  party::Settings settings;
  party::Playback playback;  ///< as members were told
  std::uint64_t revision = 0;
  ServerTime now{};        ///< positions are as of now
  bool stale = false;      ///< storage failed it: it accepts nothing durable until its state was read again
  std::size_t connection_count = 0;
  std::vector<PartyConnection> connections;  ///< the first of them, in the order of their ids
};

struct ConnectionQuery {
  std::optional<ConnectionId> after{};  ///< begins behind this one
  std::optional<UserId> user{};         ///< of this user alone
  std::size_t limit = 50;
};

struct ConnectionPage {
  std::vector<ConnectionView> connections;  ///< in the order of their ids: by shard, the oldest first
  std::size_t total = 0;                    ///< open in this process
};

}  // namespace matinee::engine
