// RemoteMembers: as the owner, the members of this shard's parties whose sockets other servers accepted. To the rest of
// the shard each is a session like any other; what a party is told goes out once for all of them. The shard's thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/peer_link.hpp"
#include "engine/session.hpp"

namespace matinee::engine {

/// A member elsewhere: what it is told goes to the server that has its socket.
class RemoteSession final : public Session {
 public:
  RemoteSession(PeerLink& link, std::string node, ConnectionId connection, PartyId party);

  void deliver(const BlobPtr& blob) override;
  void close(protocol::CloseCode code) override;
  /// Its own server reads no more than it has not been told settled.
  void pause_reading(bool) override {}

  const std::string& node() const { return node_; }
  ConnectionId connection() const { return connection_; }
  const PartyId& party() const { return party_; }

  std::uint64_t taken = 0;    ///< how much the member has said
  std::uint64_t settled = 0;  ///< of that, how much is done or refused

 private:
  PeerLink& link_;
  const std::string node_;
  const ConnectionId connection_;  ///< as its server names it
  const PartyId party_;
};

class RemoteMembers {
 public:
  explicit RemoteMembers(PeerLink& link) : link_(link) {}

  /// A new session; there must be none of that connection.
  RemoteSession& add(const std::string& node, ConnectionId connection, const PartyId& party);
  /// Null when there is none.
  RemoteSession* find(const std::string& node, ConnectionId connection);
  /// The session is gone afterwards. It must have been taken out of its party before, where it was a member.
  void remove(const RemoteSession& session);
  /// Of one server, and of all.
  std::vector<RemoteSession*> of(const std::string& node) const;

  /// From now on what its party is told goes out; returns the number of the next blob.
  BlobNumber joined(const RemoteSession& session);
  /// Harmless where it had not joined.
  void left(const RemoteSession& session);
  void deliver(const PartyId& party, const BlobPtr& blob, const protocol::Stamp& told);
  /// One more thing it said is done or refused; to be told at the end of the turn.
  void settled(RemoteSession& session);
  /// After all else a turn of the loop has to tell.
  void tell_settled();
  /// Now and then: says how much the parties were told that were told something since the last time.
  void tell_numbers();

 private:
  struct Relay {
    std::unordered_set<const RemoteSession*> members;
    BlobNumber next;
  };
  struct Key {
    std::string node;
    ConnectionId connection{};
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const {
      return std::hash<std::string>{}(key.node) ^ (static_cast<std::size_t>(key.connection) * 0x9E3779B97F4A7C15U);
    }
  };

  PeerLink& link_;
  std::unordered_map<Key, std::unique_ptr<RemoteSession>, KeyHash> sessions_;
  std::unordered_map<PartyId, Relay> relays_;
  std::unordered_set<PartyId> told_lately_;
  std::unordered_set<const RemoteSession*> settled_lately_;
  std::uint64_t series_ = 0;
};

}  // namespace matinee::engine
