// Shard: members of its own whose party another server of the cluster decides for: finding the owner, staying with it,
// finding the next one. The other side, what an owner does for other servers' members, is in remote_requests.cpp. The
// shard's thread, but for the functions of PeerInbox, which hand over to it.
#include <algorithm>
#include <utility>

#include "engine/shard_impl.hpp"

namespace matinee::engine {

using protocol::ErrorCode;
using protocol::Refusal;

namespace {

/// An owner that does not answer for so long is asked for anew, and nobody waits any longer for one to be found.
constexpr Millis owner_patience{2'000};
/// So long for what has become of a command. Longer, since the owner may be waiting itself.
constexpr Millis command_patience{3'000};
/// Between two searches for an owner: doubled from one failure to the next, up to the longest.
constexpr Millis first_search_pause{50};
constexpr Millis longest_search_pause{800};
/// About half a minute of searching; then the client is to connect again.
constexpr unsigned most_searches = 40;

constexpr std::string_view sync_request = R"({"type":"sync-request"})";

/// Whether it may be otherwise in a moment.
bool passes(const Refusal& refusal) {
  return refusal.code == ErrorCode::overloaded || refusal.code == ErrorCode::storage_unavailable ||
         refusal.code == ErrorCode::request_timeout || refusal.code == ErrorCode::internal;
}

/// How a socket ends whose place could not be found again.
protocol::CloseCode close_code_of_lost(const Refusal& refusal) {
  if (const auto code = close_code_for(refusal)) return *code;
  if (refusal.code == ErrorCode::kicked) return protocol::CloseCode::kicked;
  if (refusal.code == ErrorCode::not_participant) return protocol::CloseCode::left_party;
  return protocol::CloseCode::service_restart;
}

Refusal owner_lost() {
  return {
      ErrorCode::overloaded,
      "the server that led this party was lost before it answered; the state that follows shows whether it was done",
      Millis{1'000}};
}

Refusal owner_silent() {
  return {ErrorCode::overloaded, "the server that leads this party does not answer; try again", Millis{1'000}};
}

}  // namespace

// ---- Finding an owner.

/// For the first time, or because the owner there was is none any more.
void Shard::Impl::seek_place(ConnectionId id) {
  Connection* connection = sessions_.find(id);
  if (connection == nullptr || !connection->link) return;
  if (connection->link->attached) connection->link->lost_at = shared_.clock.now();
  give_up_unsettled(*connection);
  leave_owner(*connection);
  const std::uint32_t search = ++connection->link->search;
  at_owner(connection->party, [this, id, search, user = connection->user, profile = connection->link->profile](
                                  Impl& owner, Result<PartyActor*, Refusal> actor) {
    const Reply<protocol::Stamp> placed = reply_from<protocol::Stamp>(
        owner,
        [this, id, search](Result<protocol::Stamp, Refusal> result) { on_place(id, search, std::move(result)); });
    if (!actor) return placed(actor.error());
    actor.value()->connect({index_, id}, user, profile, placed);
  });
}

/// Forgets where it was attached; nobody is told.
void Shard::Impl::leave_owner(Connection& connection) {
  OwnerLink& link = *connection.link;
  if (link.timer) executor_.cancel(*std::exchange(link.timer, std::nullopt));
  const bool counted = link.attached && !link.node.empty();
  link.attached = false;
  link.node.clear();
  connection.in_flight -= link.unsettled.size();
  link.unsettled.clear();
  link.settled = 0;
  if (!counted) return;
  const auto found = parties_elsewhere_.find(connection.party);
  if (found != parties_elsewhere_.end() && --found->second.members == 0) parties_elsewhere_.erase(found);
}

void Shard::Impl::on_place(ConnectionId id, std::uint32_t search, Result<protocol::Stamp, Refusal> result) {
  Connection* connection = sessions_.find(id);
  if (connection == nullptr || connection->link->search != search) return;
  if (result) return settle_in(*connection, id, result.value());
  if (!result.error().elsewhere.empty()) return ask_elsewhere(*connection, id, result.error().elsewhere);
  not_placed(*connection, id, result.error());
}

void Shard::Impl::ask_elsewhere(Connection& connection, ConnectionId id, const std::string& node) {
  OwnerLink& link = *connection.link;
  link.node = node;
  if (!std::exchange(link.following, true)) shared_.peers->follow(connection.party, index_);
  shared_.peers->send(node, AttachMember{connection.party, id, connection.user, link.profile});
  link.timer = executor_.call_after(owner_patience, [this, id, search = link.search] {
    Connection* silent = sessions_.find(id);
    if (silent == nullptr || silent->link->search != search || silent->link->attached) return;
    silent->link->timer.reset();
    shared_.ownership.forget(silent->party);
    not_placed(*silent, id, owner_silent());
  });
}

/// The owner has it: from now on what the party is told reaches it, and what it says is done.
void Shard::Impl::settle_in(Connection& connection, ConnectionId id, const protocol::Stamp& told) {
  OwnerLink& link = *connection.link;
  if (link.timer) executor_.cancel(*std::exchange(link.timer, std::nullopt));
  link.attached = true;
  link.failures = 0;
  link.outage.reset();
  if (!connection.member) return become_member(connection, id, told, std::exchange(link.reply, {}));
  // Whatever it missed is in the whole state.
  hub_.note_told(connection.party, told);
  say_to_owner(connection, id, {std::string(sync_request), shared_.clock.now()}, std::chrono::steady_clock::now());
  for (Said& said : std::exchange(link.waiting, {})) {
    say_to_owner(connection, id, std::move(said), std::chrono::steady_clock::now());
  }
  resume_reading(connection);
}

/// The members of a lost server don't all come back at once.
Millis Shard::Impl::search_pause(const OwnerLink& link) {
  return pause_after(link.failures, first_search_pause, longest_search_pause, random_);
}

void Shard::Impl::not_placed(Connection& connection, ConnectionId id, const Refusal& refusal) {
  OwnerLink& link = *connection.link;
  if (!connection.member) {
    const Reply<void> reply = std::exchange(link.reply, {});
    forget(*connection.session);
    return reply(refusal);
  }
  if (!passes(refusal) || ++link.failures > most_searches) {
    return connection.session->close(close_code_of_lost(refusal));
  }
  leave_owner(connection);
  if (shared_.clock.now() - link.lost_at >= owner_patience) give_up_waiting(connection, refusal);
  link.timer = executor_.call_after(search_pause(link), [this, id] {
    Connection* waiting = sessions_.find(id);
    if (waiting == nullptr) return;
    waiting->link->timer.reset();
    seek_place(id);
  });
}

/// What a member says: to the shard that decides, to the server that does, or to whoever will.
void Shard::Impl::say_to_owner(Connection& connection, ConnectionId id, Said said, SteadyTime received) {
  OwnerLink& link = *connection.link;
  if (link.attached && !link.node.empty()) return say_elsewhere(connection, id, std::move(said));
  if (link.attached) {
    auto decoded = protocol::decode_command(said.text, connection.party);
    if (decoded) send_to_owner(connection, id, std::move(decoded).value(), received);
  } else if (link.outage) {
    refuse_said(connection, {std::move(said)}, *link.outage);
  } else {
    link.waiting.push_back(std::move(said));
    pause_at_limit(connection, link.waiting.size());
  }
}

void Shard::Impl::say_elsewhere(Connection& connection, ConnectionId id, Said said) {
  OwnerLink& link = *connection.link;
  said.at = shared_.clock.now();
  shared_.peers->send(link.node, MemberSaid{connection.party, id, said.text});
  link.unsettled.push_back(std::move(said));
  pause_at_limit(connection, ++connection.in_flight);
  if (!link.timer) watch_owner(connection, id, command_patience);
}

void Shard::Impl::pause_at_limit(Connection& connection, std::size_t waiting) {
  if (waiting < shared_.options.commands_in_flight || connection.reading_paused) return;
  connection.reading_paused = true;
  connection.session->pause_reading(true);
}

/// Nobody waits in silence: an owner that has not said for long what became of a command is not counted on.
void Shard::Impl::watch_owner(Connection& connection, ConnectionId id, Millis patience) {
  connection.link->timer = executor_.call_after(patience, [this, id, search = connection.link->search] {
    Connection* waiting = sessions_.find(id);
    if (waiting == nullptr || waiting->link->search != search || !waiting->link->attached) return;
    OwnerLink& link = *waiting->link;
    link.timer.reset();
    if (link.unsettled.empty()) return;
    const Millis waited = shared_.clock.now() - link.unsettled.front().at;
    if (waited < command_patience) return watch_owner(*waiting, id, command_patience - waited);
    shared_.ownership.forget(waiting->party);
    seek_place(id);
  });
}

void Shard::Impl::refuse_said(Connection& connection, const std::vector<Said>& said, const Refusal& refusal) {
  for (const Said& one : said) {
    if (!one.awaited) continue;
    send_error(connection, refusal);
    shared_.metrics.error(refusal.code);
  }
}

/// Whoever has it next gives the whole state, which shows what was done.
void Shard::Impl::give_up_unsettled(Connection& connection) {
  OwnerLink& link = *connection.link;
  connection.in_flight -= link.unsettled.size();
  refuse_said(connection, std::exchange(link.unsettled, {}), owner_lost());
}

/// What is said after a long search for an owner is not for later: nobody expects it to be done then.
void Shard::Impl::give_up_waiting(Connection& connection, const Refusal& refusal) {
  OwnerLink& link = *connection.link;
  link.outage = refusal;
  refuse_said(connection, std::exchange(link.waiting, {}), refusal);
  resume_reading(connection);
}

// ---- What happens to an owner.

/// The party's owner on this server let it go.
void Shard::Impl::on_owner_lost(ConnectionId id) {
  Connection* connection = sessions_.find(id);
  if (connection == nullptr) return;
  if (!connection->session->is_remote()) return seek_place(id);
  auto& session = static_cast<RemoteSession&>(*connection->session);
  shared_.peers->send(session.node(),
                      MemberReleased{session.party(), session.connection(), session.settled, session.taken});
  forget(session);
  remote_members_->remove(session);
}

template <class Matches>
void Shard::Impl::seek_places(Matches matches) {
  std::vector<ConnectionId> lost;
  sessions_.for_each_id([&](ConnectionId id, const Connection& connection) {
    if (connection.link && !connection.link->node.empty() && matches(connection)) lost.push_back(id);
  });
  for (const ConnectionId id : lost) seek_place(id);
}

void Shard::Impl::on_peer_gap(std::string sender) {
  submit([this, sender = std::move(sender)] {
    seek_places([&](const Connection& connection) { return connection.link->node == sender; });
  });
}

void Shard::Impl::on_peers_unheard() {
  submit([this] {
    seek_places([](const Connection&) { return true; });
  });
}

void Shard::Impl::on_peer_gone(const std::string& node) {
  for (RemoteSession* session : remote_members_->of(node)) drop_remote(*session, false);
  seek_places([&](const Connection& connection) { return connection.link->node == node; });
}

// ---- From other servers.

void Shard::Impl::on_party_told(const PartyId& party, std::shared_ptr<const PartyTold> told) {
  submit([this, party, told = std::move(told)] {
    const auto found = parties_elsewhere_.find(party);
    if (found == parties_elsewhere_.end() || found->second.owner != told->owner) return;
    if (told->number < found->second.next) return;
    if (told->number > found->second.next) return seek_places_of(party);
    ++found->second.next.number;
    hub_.deliver(party, told->blob, told->told);
  });
}

void Shard::Impl::on_peer_message(std::string sender, PeerMessage message) {
  submit([this, sender = std::move(sender), message = std::move(message)] {
    std::visit([this, &sender](const auto& one) { handle(sender, one); }, message);
  });
}

void Shard::Impl::handle(const std::string& sender, const MemberAttached& attached) {
  Connection* connection = sessions_.find(attached.connection);
  if (connection == nullptr || !connection->link) return;
  if (connection->link->node != sender || connection->link->attached) return;
  PartyElsewhere& party = parties_elsewhere_[attached.party];
  // Those who were told in an earlier series, or by somebody else, hear nothing any more.
  const bool anew = party.members > 0 && (party.owner != sender || party.next.series != attached.next.series);
  if (party.members == 0 || anew) party = {sender, attached.next, party.members};
  ++party.members;
  connection->link->attached = true;
  if (anew) seek_places_of(attached.party, attached.connection);
  settle_in(*connection, attached.connection, attached.told);
}

void Shard::Impl::handle(const std::string& sender, const MemberRefused& refused) {
  Connection* connection = sessions_.find(refused.connection);
  if (connection == nullptr || !connection->link) return;
  OwnerLink& link = *connection->link;
  if (link.node != sender || link.attached) return;
  shared_.ownership.forget(refused.party);
  if (link.timer) executor_.cancel(*std::exchange(link.timer, std::nullopt));
  const bool another = !refused.refusal.elsewhere.empty() && ++link.failures <= most_searches;
  if (!another) return not_placed(*connection, refused.connection, refused.refusal);
  link.node.clear();
  link.timer = executor_.call_after(search_pause(link), [this, id = refused.connection] {
    if (Connection* waiting = sessions_.find(id)) waiting->link->timer.reset();
    seek_place(id);
  });
}

void Shard::Impl::handle(const std::string& sender, const TellMember& told) {
  if (Connection* connection = member_of(sender, told.connection)) connection->session->deliver(told.blob);
}

void Shard::Impl::handle(const std::string& sender, const CloseMember& closed) {
  if (Connection* connection = member_of(sender, closed.connection)) connection->session->close(closed.code);
}

void Shard::Impl::handle(const std::string& sender, const MemberSettled& settled) {
  Connection* connection = member_of(sender, settled.connection);
  if (connection == nullptr || settled.settled < connection->link->settled) return;
  OwnerLink& link = *connection->link;
  const std::size_t count = std::min<std::size_t>(settled.settled - link.settled, link.unsettled.size());
  link.unsettled.erase(link.unsettled.begin(), link.unsettled.begin() + static_cast<std::ptrdiff_t>(count));
  link.settled += count;
  connection->in_flight -= count;
  resume_reading(*connection);
}

/// What the owner never took the next one gets; nobody notices.
void Shard::Impl::handle(const std::string& sender, const MemberReleased& released) {
  Connection* connection = member_of(sender, released.connection);
  if (connection == nullptr) return;
  shared_.ownership.forget(released.party);
  OwnerLink& link = *connection->link;
  handle(sender, MemberSettled{released.connection, released.settled});
  const std::size_t taken = std::min<std::size_t>(released.taken - link.settled, link.unsettled.size());
  const auto untouched = link.unsettled.begin() + static_cast<std::ptrdiff_t>(taken);
  connection->in_flight -= link.unsettled.size() - taken;
  link.waiting.insert(link.waiting.begin(), std::make_move_iterator(untouched),
                      std::make_move_iterator(link.unsettled.end()));
  link.unsettled.erase(untouched, link.unsettled.end());
  seek_place(released.connection);
}

void Shard::Impl::handle(const std::string& sender, const PartyMoved& moved) {
  shared_.ownership.forget(moved.party);
  seek_places([&](const Connection& connection) {
    return connection.party == moved.party && connection.link->node == sender;
  });
}

void Shard::Impl::handle(const std::string& sender, const PartyStands& stands) {
  const auto found = parties_elsewhere_.find(stands.party);
  if (found == parties_elsewhere_.end() || found->second.owner != sender) return;
  if (found->second.next < stands.next) seek_places_of(stands.party);
}

/// But for `settled`, who has just found one.
void Shard::Impl::seek_places_of(const PartyId& party, std::optional<ConnectionId> settled) {
  const Connection* stays = settled ? sessions_.find(*settled) : nullptr;
  seek_places([&](const Connection& connection) { return connection.party == party && &connection != stays; });
}

/// The connection, if it is a member by that server.
Connection* Shard::Impl::member_of(const std::string& node, ConnectionId id) {
  Connection* connection = sessions_.find(id);
  return connection != nullptr && connection->link && connection->link->node == node ? connection : nullptr;
}

// The link does what these are about.
void Shard::Impl::handle(const std::string&, const AttachAgain&) {}
void Shard::Impl::handle(const std::string&, const Beat&) {}

}  // namespace matinee::engine
