// Shard: the sockets its thread accepted: attaching, messages, answers it can give without the party's owner.
#include <fmt/format.h>

#include <utility>

#include "engine/metric_labels.hpp"
#include "engine/shard_impl.hpp"
#include "metrics/metrics.hpp"

namespace matinee::engine {

using protocol::ErrorCode;
using protocol::Refusal;

namespace {

/// Tokens one connection may show: each costs a signature check on the shard's thread.
constexpr party::RateLimit kRenewals{10, Millis{60'000}};

/// Between two steps of closing gradually.
constexpr Millis kClosingStep{50};

Refusal too_many_connections(std::size_t limit) {
  return {ErrorCode::connection_limit,
          fmt::format("you have {} connections to this server open, the most one user may have", limit), Millis{0}};
}

/// Whether the party's owner has to decide; the rest the shard answers itself.
bool is_for_owner(const protocol::DecodedMessage& message) {
  return !std::holds_alternative<protocol::TimeSync>(message.message) &&
         !std::holds_alternative<protocol::Authenticate>(message.message);
}

}  // namespace

void Shard::Impl::attach(Session& session, const PartyId& party, Credentials credentials, Reply<void> reply) {
  // Whoever is blocked from now on has their sockets closed; whoever was is not let in here.
  if (shared_.blocked.contains(credentials.user)) return reply(user_blocked());
  if (!shared_.user_connections.add(credentials.user)) {
    return reply(too_many_connections(shared_.options.connections_per_user_total));
  }
  Connection connection;
  connection.party = party;
  connection.user = credentials.user;
  connection.token_expires_at = credentials.expires_at;
  connection.since = shared_.clock.now();
  if (shared_.peers) {
    connection.link = std::make_unique<OwnerLink>(OwnerLink{.profile = credentials.profile, .reply = std::move(reply)});
    const ConnectionId added = sessions_.add(session, std::move(connection));
    return credentials.single_use.empty() ? seek_place(added) : use_up(added, credentials.single_use);
  }
  const ConnectionId id = sessions_.add(session, std::move(connection));
  at_owner(party, [this, &session, id, credentials = std::move(credentials), reply = std::move(reply)](
                      Impl& owner, Result<PartyActor*, Refusal> actor) {
    const Reply<protocol::Stamp> attached =
        reply_from<protocol::Stamp>(owner, [this, &session, id, reply](Result<protocol::Stamp, Refusal> result) {
          on_attached(session, id, std::move(result), reply);
        });
    if (!actor) return attached(actor.error());
    actor.value()->connect({index_, id}, credentials.user, credentials.profile, attached);
  });
}

/// What may open one socket only opens it when no server of the cluster has had it before.
void Shard::Impl::use_up(ConnectionId id, const std::string& single_use) {
  constexpr party::RateLimit once{1, Millis{3'600'000}};
  const storage::RateToken token{UserId{"ticket:" + single_use}, "ticket", once, shared_.clock.now()};
  shared_.committer.submit(
      storage::TakeToken{token}, completion([this, id](const storage::StoreResult<void>& taken) {
        Connection* connection = sessions_.find(id);
        if (connection == nullptr) return;
        if (taken) return seek_place(id);
        const bool used = taken.error().kind == storage::StoreErrorKind::rate_limited;
        not_placed(*connection, id,
                   used ? Refusal{ErrorCode::unauthenticated, "The ticket was used already; ask for a new one", {}}
                        : refusal_for(taken.error()));
      }));
}

void Shard::Impl::on_attached(Session& session, ConnectionId id, Result<protocol::Stamp, Refusal> result,
                              const Reply<void>& reply) {
  Connection* connection = sessions_.find(id);
  if (connection == nullptr) return;  // it was detached meanwhile; the owner has been told
  if (!result) {
    forget(session);
    return reply(result.error());
  }
  become_member(*connection, id, result.value(), reply);
}

void Shard::Impl::become_member(Connection& connection, ConnectionId id, const protocol::Stamp& told,
                                const Reply<void>& reply) {
  connection.member = true;
  hub_.add(connection.party, *connection.session, told);
  if (connection.token_expires_at) token_expiry_.watch(id, *connection.token_expires_at);
  reply(success());
}

void Shard::Impl::detach(Session& session, bool clean) {
  Connection* connection = sessions_.find(session);
  if (connection == nullptr) return;
  const ConnectionRef ref{index_, SessionRegistry::id_of(session)};
  if (connection->member) hub_.remove(connection->party, session);
  if (connection->token_expires_at) token_expiry_.forget_one();
  if (connection->link && !connection->link->node.empty()) {
    shared_.peers->send(connection->link->node, DetachMember{connection->party, ref.id, clean});
    return forget(session);
  }
  at_owner(connection->party, [ref, clean](Impl&, Result<PartyActor*, Refusal> actor) {
    if (actor) actor.value()->disconnect(ref, clean);
  });
  forget(session);
}

void Shard::Impl::forget(Session& session) {
  Connection* connection = sessions_.find(session);
  if (connection != nullptr && connection->link) {
    leave_owner(*connection);
    if (connection->link->following) shared_.peers->unfollow(connection->party, index_);
  }
  if (connection != nullptr && !session.is_remote()) shared_.user_connections.remove(connection->user);
  sessions_.remove(session);
}

void Shard::Impl::refuse(Session& session, const PartyId& party, const Refusal& refusal) {
  const protocol::Stamp nothing_told;
  const protocol::EventContext context{party, nothing_told, shared_.clock.now()};
  session.deliver(single(protocol::encode_error(context, refusal), Delivery::kept));
}

void Shard::Impl::on_text(Session& session, std::string_view text) {
  const auto received = std::chrono::steady_clock::now();
  Connection* connection = sessions_.find(session);
  if (connection == nullptr || !connection->member) return;
  auto decoded = protocol::decode_command(text, connection->party);
  if (!decoded) return on_invalid(*connection, decoded.error());
  const ConnectionId id = SessionRegistry::id_of(session);
  const OwnerLink* link = connection->link.get();
  if (link != nullptr && (!link->attached || !link->node.empty()) && is_for_owner(decoded.value())) {
    return say_to_owner(*connection, id, said(text, decoded.value()), received);
  }
  on_message(*connection, id, std::move(decoded).value(), received);
}

/// Of players' reports and of typing nobody expects to hear; a request for the state is answered by whoever is found
/// next.
Said Shard::Impl::said(std::string_view text, const protocol::DecodedMessage& message) const {
  const metrics::CommandKind kind = metrics::command_kind_from(message.type);
  const bool awaited = kind != metrics::CommandKind::sync_request && kind != metrics::CommandKind::typing &&
                       kind != metrics::CommandKind::report;
  return {std::string(text), shared_.clock.now(), awaited};
}

void Shard::Impl::on_binary(Session& session) {
  Connection* connection = sessions_.find(session);
  if (connection == nullptr || !connection->member) return;
  on_invalid(*connection, {"commands are text messages with JSON; this one was binary", {}});
}

void Shard::Impl::on_message(Connection& connection, ConnectionId id, protocol::DecodedMessage message,
                             SteadyTime received) {
  if (const auto* request = std::get_if<protocol::TimeSync>(&message.message)) {
    answer_time_sync(connection, *request, shared_.clock.now());
  } else if (const auto* request_to_renew = std::get_if<protocol::Authenticate>(&message.message)) {
    renew_token(connection, id, *request_to_renew);
  } else {
    send_to_owner(connection, id, std::move(message), received);
  }
}

void Shard::Impl::on_invalid(Connection& connection, const protocol::DecodeError& error) {
  const party::RateLimit& limit = shared_.options.invalid_frames;
  const ServerTime now = shared_.clock.now();
  const bool flood = connection.invalid_frames.room(limit, now) == 0;
  connection.invalid_frames.record(limit, now);
  const Refusal refusal{ErrorCode::invalid_command, error.detail, Millis{0}};
  count(metrics::command_kind_from(error.type), {refusal});
  send_error(connection, refusal);
  if (!flood) return;
  shared_.metrics.rate_limited(metrics::RateLimitKind::invalid_frame);
  connection.session->close(protocol::CloseCode::abuse);
}

void Shard::Impl::send_to_owner(Connection& connection, ConnectionId id, protocol::DecodedMessage message,
                                SteadyTime received) {
  if (++connection.in_flight >= shared_.options.commands_in_flight && !connection.reading_paused) {
    connection.reading_paused = true;
    connection.session->pause_reading(true);
  }
  if (connection.held) return connection.held->push_back({std::move(message), received});
  pass_on(connection, id, std::move(message), received);
}

void Shard::Impl::pass_on(Connection& connection, ConnectionId id, protocol::DecodedMessage message,
                          SteadyTime received) {
  const metrics::CommandKind kind = metrics::command_kind_from(message.type);
  if (const auto* add = std::get_if<protocol::AddToQueue>(&message.message)) {
    return queue_for(connection, id, *add, received);
  }
  at_owner(connection.party, [this, id, kind, received, user = connection.user, message = std::move(message.message)](
                                 Impl& owner, Result<PartyActor*, Refusal> actor) mutable {
    const ConnectionRef from{index_, id};
    Answer answer = [this, &owner, id, kind, from, actor](const Settled& settled) {
      const bool told = tell_refusal(actor, from, settled);
      owner.settle_at(index_, [this, id, kind, settled, told] { on_settled(id, kind, settled, told); });
    };
    if (!actor) return answer({actor.error()});
    if (auto* command = std::get_if<party::Command>(&message)) {
      if (auto* chat = std::get_if<party::Chat>(command)) chat->id = MessageId{owner.ids_.uuid()};
      if (auto* change = std::get_if<party::ChangeQueue>(command)) owner.choose_seed(*change);
      actor.value()->command(*command, user, received, std::move(answer));
    } else {
      actor.value()->sync(from, std::get<protocol::SyncRequest>(message), std::move(answer));
    }
  });
}

/// On the owner's thread: among all else the party tells, while it is this server's to tell. Otherwise the connection's
/// own shard says it.
bool Shard::Impl::tell_refusal(const Result<PartyActor*, Refusal>& actor, const ConnectionRef& to,
                               const Settled& settled) const {
  const bool tells = actor.has_value() && shared_.ownership.holds();
  if (settled.refusal && tells) actor.value()->send_error(to, *settled.refusal);
  return tells;
}

/// Looks the clips up first; a party's owner never waits for that, and the connection's later messages do.
void Shard::Impl::queue_for(Connection& connection, ConnectionId id, const protocol::AddToQueue& request,
                            SteadyTime received) {
  connection.held.emplace();
  constexpr auto kind = metrics::CommandKind::queue_add;
  const auto give = [this, id, received, party = connection.party,
                     user = connection.user](Result<party::Command, Refusal> resolved) {
    at_owner(party, [this, id, received, user, resolved = std::move(resolved)](Impl& owner,
                                                                               Result<PartyActor*, Refusal> actor) {
      const ConnectionRef from{index_, id};
      Answer answer = [this, &owner, id, from, actor](const Settled& settled) {
        const bool told = tell_refusal(actor, from, settled);
        owner.settle_at(index_, [this, id, settled, told] { on_settled(id, kind, settled, told); });
      };
      if (!actor) return answer({actor.error()});
      if (!resolved) return answer({resolved.error()});
      actor.value()->command(resolved.value(), user, received, std::move(answer));
    });
    release_held(id);
  };
  prepare_queueing(connection.party, connection.user, request, give);
}

/// In their order, up to the next one that has to be looked up.
void Shard::Impl::release_held(ConnectionId id) {
  Connection* connection = sessions_.find(id);
  if (connection == nullptr || !connection->held) return;
  std::vector<HeldMessage> messages = std::move(*connection->held);
  connection->held.reset();
  for (HeldMessage& held : messages) {
    connection = sessions_.find(id);
    if (connection == nullptr) return;
    if (connection->held) {
      connection->held->push_back(std::move(held));
    } else {
      pass_on(*connection, id, std::move(held.message), held.received);
    }
  }
}

/// The owner is done with a command of this connection. `told`: it also told the connection of a refusal.
void Shard::Impl::on_settled(ConnectionId id, metrics::CommandKind kind, const Settled& settled, bool told) {
  count(kind, settled);
  Connection* connection = sessions_.find(id);
  if (connection == nullptr) return;
  if (settled.refusal && !told) send_error(*connection, *settled.refusal);
  --connection->in_flight;
  if (connection->session->is_remote()) remote_members_->settled(static_cast<RemoteSession&>(*connection->session));
  resume_reading(*connection);
}

void Shard::Impl::resume_reading(Connection& connection) {
  if (!connection.reading_paused || connection.in_flight > shared_.options.commands_in_flight / 2) return;
  connection.reading_paused = false;
  connection.session->pause_reading(false);
}

/// A command of a socket: its outcome, and its error event where it had one.
void Shard::Impl::count(metrics::CommandKind kind, const Settled& settled) {
  count_outcome(kind, settled);
  if (!settled.refusal) return;
  shared_.metrics.error(settled.refusal->code);
  if (settled.refusal->code != ErrorCode::rate_limited || kind == metrics::CommandKind::authenticate) return;
  shared_.metrics.rate_limited(rate_limit_kind(kind));
}

/// Alone for commands that came over HTTP, where every problem response counts as an error already.
void Shard::Impl::count_outcome(metrics::CommandKind kind, const Settled& settled) {
  if (settled.refusal) return shared_.metrics.command(kind, command_outcome(settled.refusal->code));
  shared_.metrics.command(kind, settled.ignored ? metrics::CommandOutcome::ignored : metrics::CommandOutcome::accepted);
}

void Shard::Impl::answer_time_sync(Connection& connection, const protocol::TimeSync& request, ServerTime received) {
  const protocol::Stamp* told = hub_.told(connection.party);
  if (told == nullptr) return;
  const ServerTime now = shared_.clock.now();
  const protocol::EventContext context{connection.party, *told, now};
  const auto as_number = [](ServerTime time) { return static_cast<double>(to_unix_ms(time)); };
  connection.session->deliver(
      single(protocol::encode_time_sync(context, request.t0, as_number(received), as_number(now)), Delivery::kept));
  count(metrics::CommandKind::time_sync, {});
}

void Shard::Impl::renew_token(Connection& connection, ConnectionId id, const protocol::Authenticate& request) {
  const auto refused = [&](std::string detail) {
    const Refusal refusal{ErrorCode::unauthenticated, std::move(detail), Millis{0}};
    count(metrics::CommandKind::authenticate, {refusal});
    send_error(connection, refusal);
  };
  const ServerTime asked = shared_.clock.now();
  if (connection.renewals.room(kRenewals, asked) == 0) {
    const Refusal often{ErrorCode::rate_limited, "a token need not be renewed this often",
                        connection.renewals.retry_after(kRenewals, asked)};
    count(metrics::CommandKind::authenticate, {often});
    return send_error(connection, often);
  }
  connection.renewals.record(kRenewals, asked);
  const auto checked = shared_.token_check(request.token);
  if (!checked) return refused(checked.error());
  if (checked.value().user != connection.user) {
    return refused("the token is another user's; only a token of the same user can renew this connection");
  }
  if (connection.token_expires_at) token_expiry_.forget_one();
  connection.token_expires_at = checked.value().expires_at;
  if (connection.token_expires_at) token_expiry_.watch(id, *connection.token_expires_at);
  const protocol::Stamp* told = hub_.told(connection.party);
  if (told == nullptr) return;
  const protocol::EventContext context{connection.party, *told, shared_.clock.now()};
  connection.session->deliver(
      single(protocol::encode_authenticated(context, connection.token_expires_at), Delivery::kept));
  count(metrics::CommandKind::authenticate, {});
}

std::optional<WallTime> Shard::Impl::token_expiry_of(ConnectionId id) {
  const Connection* connection = sessions_.find(id);
  return connection == nullptr ? std::nullopt : connection->token_expires_at;
}

void Shard::Impl::on_token_due(ConnectionId id) {
  Connection* connection = sessions_.find(id);
  if (connection != nullptr) connection->session->close(protocol::CloseCode::token_expired);
}

void Shard::Impl::send_error(Connection& connection, const Refusal& refusal) {
  const protocol::Stamp* told = hub_.told(connection.party);
  if (told == nullptr) return;
  const protocol::EventContext context{connection.party, *told, shared_.clock.now()};
  connection.session->deliver(single(protocol::encode_error(context, refusal), Delivery::kept));
}

void Shard::Impl::close_all(protocol::CloseCode code) {
  sessions_.for_each([code](Connection& connection) {
    if (!connection.session->is_remote()) connection.session->close(code);
  });
}

void Shard::Impl::close_gradually(protocol::CloseCode code, Millis time) {
  std::vector<ConnectionId> ids;
  sessions_.for_each_id([&ids](ConnectionId id, const Connection& connection) {
    if (!connection.session->is_remote()) ids.push_back(id);
  });
  const std::size_t steps = static_cast<std::size_t>(time / kClosingStep) + 1;
  const std::size_t at_once = ids.size() / steps + 1;
  close_next(std::move(ids), at_once, code);
}

void Shard::Impl::close_next(std::vector<ConnectionId> ids, std::size_t at_once, protocol::CloseCode code) {
  for (std::size_t i = 0; i < at_once && !ids.empty(); ++i) {
    if (Connection* connection = sessions_.find(ids.back())) connection->session->close(code);
    ids.pop_back();
  }
  if (ids.empty()) return;
  executor_.call_after(kClosingStep, [this, ids = std::move(ids), at_once, code] { close_next(ids, at_once, code); });
}

std::optional<protocol::CloseCode> close_code_for(const Refusal& refusal) {
  switch (refusal.code) {
    case ErrorCode::party_ended:
      return protocol::CloseCode::party_ended;
    case ErrorCode::participant_limit:
      return protocol::CloseCode::participant_limit;
    case ErrorCode::connection_limit:
      return protocol::CloseCode::connection_limit;
    case ErrorCode::blocked:
      return protocol::CloseCode::blocked;
    default:
      return std::nullopt;
  }
}

}  // namespace matinee::engine
