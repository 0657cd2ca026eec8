// PeerLink: this server's messages with the other servers of its cluster: numbers what goes out, notices what got lost,
// and brings what comes in to the shard it is for. One per engine; any thread. It decides nothing about parties.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "cluster/bus.hpp"
#include "engine/peer_message.hpp"

namespace matinee::engine {

/// What a shard does with what comes from other servers. On any thread: each hands over to the shard's own.
class PeerInbox {
 public:
  virtual ~PeerInbox() = default;
  /// As the shard that owns the party, or that accepted the connection.
  virtual void on_peer_message(std::string sender, PeerMessage message) = 0;
  virtual void on_party_told(const PartyId& party, std::shared_ptr<const PartyTold> told) = 0;
  /// Messages from `sender` may be missing.
  virtual void on_peer_gap(std::string sender) = 0;
  /// Messages from every server may be missing.
  virtual void on_peers_unheard() = 0;
};

class PeerLink {
 public:
  /// `node`: this server. `others` names the servers that are alive. `inboxes`: one per shard, in their order. All
  /// outlive the link.
  PeerLink(std::string node, cluster::Bus& bus, std::function<std::vector<std::string>()> others,
           std::function<std::size_t(const PartyId&)> shard_of);

  /// Once, when the shards are there.
  void set_inboxes(std::vector<PeerInbox*> inboxes) { inboxes_ = std::move(inboxes); }

  const std::string& node() const { return node_; }

  void send(const std::string& node, PeerMessage message);
  /// As the owner: to every server with members.
  void publish(const PartyId& party, const BlobNumber& number, const protocol::Stamp& told, const BlobPtr& blob);

  /// `shard` has one member more, or less, whose party is decided elsewhere.
  void follow(const PartyId& party, std::size_t shard);
  void unfollow(const PartyId& party, std::size_t shard);

  // From the bus.
  void on_message(std::string_view bytes);
  void on_party(const PartyId& party, std::string_view bytes);
  void on_connection(bool up);

  /// Now and then, all servers as often: lets the others notice when the last message to them got lost, and notices who
  /// is alive, but not heard for long. Whoever has members there hears of it as of a gap.
  void beat();

  /// `node` is gone for good.
  void forget(const std::string& node);

 private:
  void dispatch(PeerEnvelope envelope);
  std::vector<std::string> newly_silent(const std::vector<std::string>& others);
  std::size_t shard_for(const PeerMessage& message) const;

  const std::string node_;
  cluster::Bus& bus_;
  const std::function<std::vector<std::string>()> others_;
  const std::function<std::size_t(const PartyId&)> shard_of_;
  std::vector<PeerInbox*> inboxes_;

  std::mutex sending_;  ///< numbers go out in their order
  std::unordered_map<std::string, std::uint64_t> sent_;
  std::mutex following_;
  std::unordered_map<PartyId, std::vector<std::uint32_t>> followed_;  ///< members by shard
  std::mutex receiving_;
  std::unordered_map<std::string, std::uint64_t> received_;  ///< the next number from each server
  std::unordered_map<std::string, unsigned> silent_beats_;   ///< own beats since each server was heard
  bool was_down_ = false;                                    ///< of the bus's thread
};

}  // namespace matinee::engine
