// For the server's operators: parties, connections, what happened lately and how long it took, closing a party,
// blocking a user. The router lets operators alone get here; what they do is logged with who did it.
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "http_api/admin_bodies.hpp"
#include "http_api/exchange.hpp"
#include "http_api/of_party.hpp"
#include "http_api/routes.hpp"

namespace matinee::http_api {
namespace {

/// Apart from what the same person does as a user.
bool admit_operator(const Services& services, const ExchangePtr& exchange) {
  return admit_listing(services, exchange, "operator " + exchange->user().str());
}

void list_parties(const Services& services, const ExchangePtr& exchange) {
  auto query = read_overview_query(exchange->request);
  if (!query) return exchange->refuse(query.error());
  const std::size_t limit = query.value().limit;
  using Overviews = std::vector<engine::PartyOverview>;
  exchange->shard.overview_parties(
      std::move(query).value(), answer<Overviews>(exchange, [&services, limit](const Overviews& parties) {
        return json_response(200, encode_overviews(parties, limit, services.dependencies.clock.now()));
      }));
}

void show_party(const ExchangePtr& exchange, const PartyId& party) {
  const auto shown = read_connections_shown(exchange->request);
  if (!shown) return exchange->refuse(shown.error());
  exchange->shard.inspect_party(party, shown.value(),
                                answer<engine::PartyInspection>(exchange, [](const engine::PartyInspection& seen) {
                                  return json_response(200, encode_inspection(seen));
                                }));
}

void show_events(const ExchangePtr& exchange, const PartyId& party) {
  using Events = std::vector<engine::TracedEvent>;
  exchange->shard.trace_party(party, answer<Events>(exchange, [](const Events& events) {
                                return json_response(200, encode_traced_events(events));
                              }));
}

void close_party(const ExchangePtr& exchange, const PartyId& party) {
  exchange->shard.close_party(party, answer<void>(exchange, [exchange, party] {
                                log::info("party_closed_by_operator",
                                          {{"party", party.str()}, {"operator", exchange->user().str()}});
                                return no_content();
                              }));
}

void list_connections(const ExchangePtr& exchange) {
  auto query = read_connection_query(exchange->request);
  if (!query) return exchange->refuse(query.error());
  const std::size_t limit = query.value().limit;
  exchange->shard.list_connections(
      std::move(query).value(), answer<engine::ConnectionPage>(exchange, [limit](const engine::ConnectionPage& page) {
        return json_response(200, encode_connections(page, limit));
      }));
}

void list_blocked(const ExchangePtr& exchange) {
  using Blocked = std::vector<storage::BlockedUser>;
  exchange->shard.blocked_users(answer<Blocked>(exchange, [](const Blocked& blocked) {
    return json_response(200, encode_blocked_users(blocked));
  }));
}

/// Nobody has to exist to be blocked: platforms know more users than a server does.
std::optional<UserId> named_user(const ExchangePtr& exchange) {
  const std::string& id = exchange->parameters["user_id"];
  if (is_valid_id(id)) return UserId{id};
  exchange->refuse(not_found("No user can have this id"));
  return std::nullopt;
}

void block(const Services& services, const ExchangePtr& exchange) {
  const auto user = named_user(exchange);
  if (!user) return;
  if (services.is_operator(*user)) {
    return exchange->refuse(
        {ErrorCode::conflict, "Operators can't be blocked; take the user out of admin-users first"});
  }
  auto reason = read_block(exchange->request);
  if (!reason) return exchange->refuse(reason.error());
  exchange->shard.block_user(*user, std::move(reason).value(), answer<void>(exchange, [exchange, user] {
                               log::info("user_blocked",
                                         {{"user", user->str()}, {"operator", exchange->user().str()}});
                               return no_content();
                             }));
}

void unblock(const ExchangePtr& exchange) {
  const auto user = named_user(exchange);
  if (!user) return;
  exchange->shard.unblock_user(*user, answer<void>(exchange, [exchange, user] {
                                 log::info("user_unblocked",
                                           {{"user", user->str()}, {"operator", exchange->user().str()}});
                                 return no_content();
                               }));
}

}  // namespace

void add_admin_routes(Router& router, const Services& services) {
  using metrics::Route;
  const auto add = [&](std::string_view method, const std::string& path, Route label, Handler handler) {
    router.add(method, "/api/v1/admin" + path, label, Access::server_operator,
               [&services, handler = std::move(handler)](const ExchangePtr& exchange) {
                 if (admit_operator(services, exchange)) handler(exchange);
               });
  };
  add("GET", "/parties", Route::admin_parties,
      [&services](const ExchangePtr& exchange) { list_parties(services, exchange); });
  add("GET", "/parties/:id", Route::admin_party, of_party(show_party));
  add("GET", "/parties/:id/events", Route::admin_party_events, of_party(show_events));
  add("POST", "/parties/:id/close", Route::admin_party_close, of_party(close_party));
  add("GET", "/connections", Route::admin_connections, list_connections);
  add("GET", "/blocked-users", Route::blocked_users, list_blocked);
  add("PUT", "/blocked-users/:user_id", Route::blocked_user,
      [&services](const ExchangePtr& exchange) { block(services, exchange); });
  add("DELETE", "/blocked-users/:user_id", Route::blocked_user, unblock);
}

}  // namespace matinee::http_api
