// Shard: as the owner of a party, what members ask for whose sockets other servers of the cluster accepted (see
// RemoteMembers). The other side is in remote_owner.cpp. The shard's thread.
#include <utility>

#include "engine/shard_impl.hpp"

namespace matinee::engine {

using protocol::Refusal;

void Shard::Impl::handle(const std::string& sender, const AttachMember& asked) {
  if (RemoteSession* before = remote_members_->find(sender, asked.connection)) drop_remote(*before, false);
  RemoteSession& session = remote_members_->add(sender, asked.connection, asked.party);
  Connection connection;
  connection.party = asked.party;
  connection.user = asked.user;
  const ConnectionId id = sessions_.add(session, std::move(connection));
  at_owner(asked.party, [this, id, user = asked.user, profile = asked.profile](Impl& owner,
                                                                               Result<PartyActor*, Refusal> actor) {
    const Reply<protocol::Stamp> attached = reply_from<protocol::Stamp>(
        owner, [this, id](Result<protocol::Stamp, Refusal> result) { on_remote_attached(id, result); });
    if (!actor) return attached(actor.error());
    actor.value()->connect({index_, id}, user, profile, attached);
  });
}

void Shard::Impl::on_remote_attached(ConnectionId id, const Result<protocol::Stamp, Refusal>& result) {
  Connection* connection = sessions_.find(id);
  if (connection == nullptr) return;  // detached meanwhile; the party has been told
  auto& session = static_cast<RemoteSession&>(*connection->session);
  if (!result) {
    shared_.peers->send(session.node(), MemberRefused{session.party(), session.connection(), result.error()});
    forget(session);
    return remote_members_->remove(session);
  }
  connection->member = true;
  const BlobNumber next = remote_members_->joined(session);
  shared_.peers->send(session.node(), MemberAttached{session.party(), session.connection(), result.value(), next});
}

void Shard::Impl::handle(const std::string& sender, const DetachMember& gone) {
  if (RemoteSession* session = remote_members_->find(sender, gone.connection)) drop_remote(*session, gone.clean);
}

void Shard::Impl::drop_remote(RemoteSession& session, bool clean) {
  detach(session, clean);
  remote_members_->remove(session);
}

void Shard::Impl::handle(const std::string& sender, const MemberSaid& said) {
  RemoteSession* session = remote_members_->find(sender, said.connection);
  if (session == nullptr) return shared_.peers->send(sender, PartyMoved{said.party});
  ++session->taken;
  Connection* connection = sessions_.find(*session);
  auto decoded = protocol::decode_command(said.text, said.party);
  if (connection == nullptr || !decoded) return remote_members_->settled(*session);
  send_to_owner(*connection, SessionRegistry::id_of(*session), std::move(decoded).value(),
                std::chrono::steady_clock::now());
}

void Shard::Impl::handle(const std::string&, const ForgetUser& forget) {
  command(forget.party, forget.user, party::Forget{}, [](const auto&) {});
}

}  // namespace matinee::engine
