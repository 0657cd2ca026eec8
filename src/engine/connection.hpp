// Connection: what a shard keeps of one attached socket, and the registry that finds it. The shard's thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/boxed.hpp"
#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "base/wall_clock.hpp"
#include "engine/executor.hpp"
#include "engine/session.hpp"
#include "engine/views.hpp"
#include "party/rate_window.hpp"
#include "protocol/client_message.hpp"

namespace matinee::engine {

/// Names a connection from other shards.
struct ConnectionRef {
  std::size_t shard = 0;
  ConnectionId id{};
};

/// A message that is not passed on yet.
struct HeldMessage {
  protocol::DecodedMessage message;
  std::chrono::steady_clock::time_point received;
};

/// What a member said that is for the owner of its party.
struct Said {
  std::string text;
  ServerTime at;         ///< when it was passed on, or when it was said
  bool awaited = false;  ///< whoever said it expects to see what became of it
};

/// Of a socket of a server in a cluster: who decides for its party, and what is needed to find that out again.
struct OwnerLink {
  party::Profile profile;
  Reply<void> reply{};               ///< to its first attach; empty once that is answered
  std::string node{};                ///< the server that decides, or is being asked; empty: this one
  bool attached = false;             ///< the owner has it
  bool following = false;            ///< what its party is told elsewhere is heard here on its account
  std::uint32_t search = 0;          ///< answers to earlier searches don't count
  unsigned failures = 0;             ///< to find an owner, in a row
  ServerTime lost_at{};              ///< since when nobody has it, if it is not attached
  std::optional<protocol::Refusal> outage{};  ///< what it says is refused with, when nobody has had it for long
  std::vector<Said> waiting{};       ///< what it said while it was not attached
  std::vector<Said> unsettled{};     ///< passed on to another server, which has not said what became of it
  std::uint64_t settled = 0;         ///< so many before those, since it was attached
  std::optional<TimerId> timer{};    ///< of an answer, or until the next search
};

struct Connection {
  Session* session = nullptr;
  PartyId party;
  UserId user;
  std::optional<WallTime> token_expires_at;
  ServerTime since{};  ///< when it asked for its place
  std::size_t in_flight = 0;  ///< commands the owner has not settled yet
  bool reading_paused = false;
  bool member = false;  ///< the owner said yes
  /// What came behind a command that storage is asked about first: what is sent in order is done in order.
  Boxed<std::vector<HeldMessage>> held;
  std::unique_ptr<OwnerLink> link;  ///< null without a cluster, and for another server's member
  party::RateWindow invalid_frames;
  party::RateWindow renewals;  ///< tokens shown on the open connection
};

class SessionRegistry {
 public:
  /// `shard` and a count make ids unique in the process.
  explicit SessionRegistry(std::size_t shard) : next_id_(static_cast<std::uint64_t>(shard) << shard_shift) {}
  /// The shard that gave the id out.
  static std::size_t shard_of(ConnectionId id) { return static_cast<std::uint64_t>(id) >> shard_shift; }

  ConnectionId add(Session& session, Connection connection);
  /// Null when the session is not attached.
  Connection* find(const Session& session);
  Connection* find(ConnectionId id);
  static ConnectionId id_of(const Session& session) { return session.connection_; }
  void remove(Session& session);

  std::size_t size() const { return connections_.size(); }

  template <class Visit>
  void for_each_id(Visit visit) const {
    for (const auto& [id, connection] : connections_) visit(id, connection);
  }
  template <class Visit>
  void for_each(Visit visit) {
    for (auto& [id, connection] : connections_) visit(connection);
  }
  template <class Visit>
  void for_each(Visit visit) const {
    for (const auto& [id, connection] : connections_) visit(connection);
  }

 private:
  static constexpr unsigned shard_shift = 48;

  std::uint64_t next_id_;
  std::unordered_map<ConnectionId, Connection> connections_;
};

}  // namespace matinee::engine
