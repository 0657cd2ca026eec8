#include "engine/remote_members.hpp"

#include <set>
#include <string_view>

namespace matinee::engine {

RemoteSession::RemoteSession(PeerLink& link, std::string node, ConnectionId connection, PartyId party)
    : Session(Reach::remote),
      link_(link),
      node_(std::move(node)),
      connection_(connection),
      party_(std::move(party)) {}

void RemoteSession::deliver(const BlobPtr& blob) {
  link_.send(node_, TellMember{connection_, blob});
}
void RemoteSession::close(protocol::CloseCode code) {
  link_.send(node_, CloseMember{connection_, code});
}

RemoteSession& RemoteMembers::add(const std::string& node, ConnectionId connection, const PartyId& party) {
  auto& session = sessions_[{node, connection}];
  session = std::make_unique<RemoteSession>(link_, node, connection, party);
  return *session;
}

RemoteSession* RemoteMembers::find(const std::string& node, ConnectionId connection) {
  const auto found = sessions_.find({node, connection});
  return found == sessions_.end() ? nullptr : found->second.get();
}

void RemoteMembers::remove(const RemoteSession& session) {
  left(session);
  settled_lately_.erase(&session);
  sessions_.erase({session.node(), session.connection()});
}

std::vector<RemoteSession*> RemoteMembers::of(const std::string& node) const {
  std::vector<RemoteSession*> found;
  for (const auto& [key, session] : sessions_) {
    if (key.node == node) found.push_back(session.get());
  }
  return found;
}

BlobNumber RemoteMembers::joined(const RemoteSession& session) {
  const auto [found, added] = relays_.try_emplace(session.party());
  Relay& relay = found->second;
  if (added) relay.next.series = ++series_;
  relay.members.insert(&session);
  return relay.next;
}

void RemoteMembers::left(const RemoteSession& session) {
  const auto found = relays_.find(session.party());
  if (found == relays_.end() || found->second.members.erase(&session) == 0) return;
  if (found->second.members.empty()) relays_.erase(found);
}

void RemoteMembers::deliver(const PartyId& party, const BlobPtr& blob, const protocol::Stamp& told) {
  if (relays_.empty()) return;
  const auto found = relays_.find(party);
  if (found == relays_.end()) return;
  link_.publish(party, found->second.next, told, blob);
  ++found->second.next.number;
  told_lately_.insert(party);
}

void RemoteMembers::settled(RemoteSession& session) {
  ++session.settled;
  settled_lately_.insert(&session);
}

void RemoteMembers::tell_settled() {
  if (settled_lately_.empty()) return;
  for (const RemoteSession* session : settled_lately_) {
    link_.send(session->node(), MemberSettled{session->connection(), session->settled});
  }
  settled_lately_.clear();
}

void RemoteMembers::tell_numbers() {
  for (const PartyId& party : std::exchange(told_lately_, {})) {
    const auto found = relays_.find(party);
    if (found == relays_.end()) continue;
    std::set<std::string_view> nodes;
    for (const RemoteSession* member : found->second.members) nodes.insert(member->node());
    for (const std::string_view node : nodes) link_.send(std::string(node), PartyStands{party, found->second.next});
  }
}

}  // namespace matinee::engine
