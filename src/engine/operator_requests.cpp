// Shard: what the server's operator asks for. What is live is collected from shard to shard; nothing here waits, and
// nothing is kept for it beyond what a party's EventTrace has.
#include <algorithm>
#include <utility>

#include "engine/refusals.hpp"
#include "engine/shard_impl.hpp"

namespace matinee::engine {

using protocol::Refusal;

void Shard::Impl::on_every_shard(std::size_t first, std::function<bool(Impl&)> visit, Task done) {
  if (first >= shared_.shards.size()) return submit(std::move(done));
  Impl& target = *shared_.shards[first]->impl_;
  target.submit([this, first, &target, visit = std::move(visit), done = std::move(done)] {
    const bool go_on = visit(target);
    on_every_shard(go_on ? first + 1 : shared_.shards.size(), visit, done);
  });
}

ConnectionView Shard::Impl::view_of(const Connection& connection) const {
  return {SessionRegistry::id_of(*connection.session),
          connection.user,
          connection.party,
          connection.since,
          connection.session->waiting_bytes(),
          connection.in_flight,
          connection.reading_paused};
}

void Shard::Impl::overview_parties(storage::PublicQuery query, Reply<std::vector<PartyOverview>> reply) {
  query.every = true;
  const auto add_live = [this, reply](std::vector<storage::PartyListing> listings) {
    const auto parties = std::make_shared<std::vector<PartyOverview>>();
    for (storage::PartyListing& listing : listings) parties->push_back({std::move(listing)});
    const auto visit = [parties](Impl& shard) {
      for (PartyOverview& party : *parties) {
        const PartyActor* actor = shard.directory_.find(party.listing.id);
        if (actor == nullptr) continue;
        party.in_memory = true;
        party.connections = actor->connection_count();
        party.connected = actor->connected_users();
        party.listing.playback = actor->told_playback();
      }
      return true;
    };
    on_every_shard(0, visit, [parties, reply] { reply(std::move(*parties)); });
  };
  read<std::vector<storage::PartyListing>>(
      [query = std::move(query)](storage::Store& store) { return store.public_parties(query); },
      [add_live, reply](Result<std::vector<storage::PartyListing>, Refusal> listings) {
        listings ? add_live(std::move(listings).value()) : reply(listings.error());
      });
}

void Shard::Impl::inspect_party(const PartyId& party, std::size_t connections, Reply<PartyInspection> reply) {
  at_owner(party, [this, connections, reply = std::move(reply)](Impl& owner, Result<PartyActor*, Refusal> actor) {
    if (!actor) return reply_from(owner, reply)(actor.error());
    const auto seen = std::make_shared<PartyInspection>(actor.value()->inspect(connections));
    const auto visit = [seen](Impl& shard) {
      for (PartyConnection& one : seen->connections) {
        if (const Connection* found = shard.sessions_.find(one.connection.id)) one.connection = shard.view_of(*found);
      }
      return true;
    };
    on_every_shard(0, visit, [seen, reply] {
      // One that went meanwhile is nobody's any more.
      std::erase_if(seen->connections, [](const PartyConnection& one) { return one.connection.user.empty(); });
      reply(std::move(*seen));
    });
  });
}

void Shard::Impl::trace_party(const PartyId& party, Reply<std::vector<TracedEvent>> reply) {
  at_owner(party, [this, reply = std::move(reply)](Impl& owner, Result<PartyActor*, Refusal> actor) {
    const auto answer = reply_from(owner, reply);
    actor ? answer(actor.value()->traced_events()) : answer(actor.error());
  });
}

/// Takes as long as the shard has connections, for a moment: an operator asks seldom.
void Shard::Impl::collect_connections(const ConnectionQuery& query, ConnectionPage& page) const {
  std::vector<const Connection*> found;
  sessions_.for_each([&](const Connection& connection) {
    const bool behind = !query.after || SessionRegistry::id_of(*connection.session) > *query.after;
    const bool theirs = !query.user || connection.user == *query.user;
    if (behind && theirs) found.push_back(&connection);
  });
  const std::size_t taken = std::min(found.size(), query.limit - page.connections.size());
  const auto end = found.begin() + static_cast<std::ptrdiff_t>(taken);
  std::partial_sort(found.begin(), end, found.end(), [](const Connection* one, const Connection* other) {
    return SessionRegistry::id_of(*one->session) < SessionRegistry::id_of(*other->session);
  });
  std::for_each(found.begin(), end, [&](const Connection* one) { page.connections.push_back(view_of(*one)); });
}

void Shard::Impl::list_connections(ConnectionQuery query, Reply<ConnectionPage> reply) {
  const auto page = std::make_shared<ConnectionPage>();
  const auto visit = [query = std::move(query), page](Impl& shard) {
    page->total += shard.session_count();
    if (page->connections.size() < query.limit) shard.collect_connections(query, *page);
    return true;
  };
  on_every_shard(0, visit, [page, reply = std::move(reply)] { reply(std::move(*page)); });
}

void Shard::Impl::close_party(const PartyId& party, Reply<void> reply) {
  command(party, UserId{}, party::Close{}, std::move(reply));
}

void Shard::Impl::close_sockets_of(const UserId& user) {
  on_every_shard(
      0,
      [user](Impl& shard) {
        shard.sessions_.for_each([&](Connection& connection) {
          if (connection.user == user) connection.session->close(protocol::CloseCode::blocked);
        });
        return true;
      },
      [] {});
}

void Shard::Impl::block_user(storage::BlockedUser who, Reply<void> reply) {
  who.at = shared_.clock.now();
  const auto done = [this, user = who.user, reply = std::move(reply)](const storage::StoreResult<void>& result) {
    if (!result && result.error().kind == storage::StoreErrorKind::conflict) {
      return reply(Refusal{protocol::ErrorCode::conflict, "as many users are blocked as may be; unblock some first", {}});
    }
    if (!result) return reply(refusal_for(result.error()));
    shared_.blocked.add(user);
    close_sockets_of(user);
    reply(success());
  };
  shared_.committer.submit(storage::BlockUser{std::move(who)}, completion(done));
}

void Shard::Impl::unblock_user(const UserId& user, Reply<void> reply) {
  shared_.committer.submit(storage::UnblockUser{user}, completion([this, user, reply = std::move(reply)](
                                                                      const storage::StoreResult<void>& result) {
                             if (!result) return reply(refusal_for(result.error()));
                             shared_.blocked.remove(user);
                             reply(success());
                           }));
}

void Shard::Impl::blocked_users(Reply<std::vector<storage::BlockedUser>> reply) {
  read<std::vector<storage::BlockedUser>>([](storage::Store& store) { return store.blocked_users(); },
                                          std::move(reply));
}

void Shard::Impl::refresh_blocked_users() {
  blocked_users([this](Result<std::vector<storage::BlockedUser>, Refusal> blocked) {
    if (!blocked) return;  // looked at again soon
    std::vector<UserId> users;
    for (const storage::BlockedUser& one : blocked.value()) users.push_back(one.user);
    for (const UserId& user : shared_.blocked.replace(users)) close_sockets_of(user);
  });
  executor_.call_after(shared_.options.blocked_users_refresh, [this] { refresh_blocked_users(); });
}

void Shard::overview_parties(storage::PublicQuery query, Reply<std::vector<PartyOverview>> reply) {
  impl_->overview_parties(std::move(query), std::move(reply));
}
void Shard::inspect_party(PartyId party, std::size_t connections, Reply<PartyInspection> reply) {
  impl_->inspect_party(party, connections, std::move(reply));
}
void Shard::trace_party(PartyId party, Reply<std::vector<TracedEvent>> reply) {
  impl_->trace_party(party, std::move(reply));
}
void Shard::list_connections(ConnectionQuery query, Reply<ConnectionPage> reply) {
  impl_->list_connections(std::move(query), std::move(reply));
}
void Shard::close_party(PartyId party, Reply<void> reply) {
  impl_->close_party(party, std::move(reply));
}
void Shard::block_user(UserId user, std::string reason, Reply<void> reply) {
  impl_->block_user({std::move(user), std::move(reason), {}}, std::move(reply));
}
void Shard::unblock_user(UserId user, Reply<void> reply) {
  impl_->unblock_user(user, std::move(reply));
}
void Shard::blocked_users(Reply<std::vector<storage::BlockedUser>> reply) {
  impl_->blocked_users(std::move(reply));
}

}  // namespace matinee::engine
