#include "engine/peer_link.hpp"

#include <algorithm>
#include <memory>
#include <type_traits>
#include <utility>

#include "base/log.hpp"
#include "engine/connection.hpp"

namespace matinee::engine {
namespace {

/// A server that is alive is heard with each of its beats, which are as far apart as this one's.
constexpr unsigned most_silent_beats = 6;

}  // namespace

PeerLink::PeerLink(std::string node, cluster::Bus& bus, std::function<std::vector<std::string>()> others,
                   std::function<std::size_t(const PartyId&)> shard_of)
    : node_(std::move(node)), bus_(bus), others_(std::move(others)), shard_of_(std::move(shard_of)) {}

void PeerLink::send(const std::string& node, PeerMessage message) {
  const std::lock_guard lock(sending_);
  bus_.send(node, cluster::Channel::engine, pack(PeerEnvelope{node_, sent_[node]++, std::move(message)}));
}

void PeerLink::publish(const PartyId& party, const BlobNumber& number, const protocol::Stamp& told,
                       const BlobPtr& blob) {
  bus_.publish(party, pack(PartyTold{node_, number, told, blob}));
}

void PeerLink::follow(const PartyId& party, std::size_t shard) {
  const std::lock_guard lock(following_);
  std::vector<std::uint32_t>& members = followed_[party];
  if (members.empty()) {
    members.resize(inboxes_.size());
    bus_.follow(party);
  }
  ++members[shard];
}

void PeerLink::unfollow(const PartyId& party, std::size_t shard) {
  const std::lock_guard lock(following_);
  const auto found = followed_.find(party);
  if (found == followed_.end()) return;
  --found->second[shard];
  if (std::any_of(found->second.begin(), found->second.end(), [](std::uint32_t count) { return count > 0; })) return;
  followed_.erase(found);
  bus_.unfollow(party);
}

void PeerLink::on_message(std::string_view bytes) {
  auto envelope = unpack_envelope(bytes);
  if (!envelope) return log::warn("peer_message_unreadable", {{"bytes", bytes.size()}});
  bool gap = false;
  {
    const std::lock_guard lock(receiving_);
    silent_beats_.erase(envelope->sender);
    const auto [next, first] = received_.try_emplace(envelope->sender, envelope->number);
    gap = next->second != envelope->number;
    next->second = envelope->number + 1;
  }
  if (gap) {
    log::warn("peer_messages_lost", {{"node", envelope->sender}});
    for (PeerInbox* inbox : inboxes_) inbox->on_peer_gap(envelope->sender);
    send(envelope->sender, AttachAgain{});
  }
  dispatch(*std::move(envelope));
}

void PeerLink::dispatch(PeerEnvelope envelope) {
  if (std::holds_alternative<AttachAgain>(envelope.message)) {
    for (PeerInbox* inbox : inboxes_) inbox->on_peer_gap(envelope.sender);
  } else if (std::holds_alternative<PartyMoved>(envelope.message) ||
             std::holds_alternative<PartyStands>(envelope.message)) {
    for (PeerInbox* inbox : inboxes_) inbox->on_peer_message(envelope.sender, envelope.message);
  } else if (!std::holds_alternative<Beat>(envelope.message)) {
    const std::size_t shard = shard_for(envelope.message);
    if (shard >= inboxes_.size()) return;
    inboxes_[shard]->on_peer_message(std::move(envelope.sender), std::move(envelope.message));
  }
}

std::size_t PeerLink::shard_for(const PeerMessage& message) const {
  return std::visit(
      [this](const auto& about) -> std::size_t {
        using About = std::decay_t<decltype(about)>;
        constexpr bool to_owner = std::is_same_v<About, AttachMember> || std::is_same_v<About, DetachMember> ||
                                  std::is_same_v<About, MemberSaid> || std::is_same_v<About, ForgetUser>;
        if constexpr (to_owner) {
          return shard_of_(about.party);
        } else if constexpr (requires { about.connection; }) {
          return SessionRegistry::shard_of(about.connection);
        } else {
          return 0;
        }
      },
      message);
}

void PeerLink::on_party(const PartyId& party, std::string_view bytes) {
  auto read = unpack_told(bytes);
  if (!read) return log::warn("peer_message_unreadable", {{"bytes", bytes.size()}});
  const auto told = std::make_shared<const PartyTold>(*std::move(read));
  const std::lock_guard lock(following_);
  const auto found = followed_.find(party);
  if (found == followed_.end()) return;
  for (std::size_t shard = 0; shard < inboxes_.size(); ++shard) {
    if (found->second[shard] > 0) inboxes_[shard]->on_party_told(party, told);
  }
}

void PeerLink::on_connection(bool up) {
  if (!up) {
    was_down_ = true;
    return;
  }
  if (!std::exchange(was_down_, false)) return;
  // Both ways something may be missing, and nothing need come that would show it.
  for (PeerInbox* inbox : inboxes_) inbox->on_peers_unheard();
  for (const std::string& node : others_()) send(node, AttachAgain{});
}

void PeerLink::beat() {
  const std::vector<std::string> others = others_();
  for (const std::string& node : others) send(node, Beat{});
  for (const std::string& node : newly_silent(others)) {
    log::warn("peer_silent", {{"node", node}});
    for (PeerInbox* inbox : inboxes_) inbox->on_peer_gap(node);
  }
}

/// While the bus is away nobody is heard, and on_connection() sees to that.
std::vector<std::string> PeerLink::newly_silent(const std::vector<std::string>& others) {
  std::vector<std::string> silent;
  const std::lock_guard lock(receiving_);
  if (!bus_.up()) {
    silent_beats_.clear();
    return silent;
  }
  for (const std::string& node : others) {
    if (++silent_beats_[node] % most_silent_beats == 0) silent.push_back(node);
  }
  return silent;
}

void PeerLink::forget(const std::string& node) {
  {
    const std::lock_guard lock(sending_);
    sent_.erase(node);
  }
  const std::lock_guard lock(receiving_);
  received_.erase(node);
  silent_beats_.erase(node);
}

}  // namespace matinee::engine
