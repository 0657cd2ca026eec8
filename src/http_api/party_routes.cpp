// Parties: create, look at, change, what happened, leave, end, and the ticket for the socket. Joining is in
// admission_routes.cpp.
#include "base/text.hpp"
#include "http_api/exchange.hpp"
#include "http_api/of_party.hpp"
#include "http_api/passwords.hpp"
#include "http_api/request_bodies.hpp"
#include "http_api/response_bodies.hpp"
#include "http_api/roster_query.hpp"
#include "http_api/routes.hpp"

namespace matinee::http_api {
namespace {

party::Profile profile_of(const auth::Principal& principal) {
  return {principal.display_name, principal.avatar_url};
}

void create(const Services& services, const ExchangePtr& exchange) {
  auto body = read_new_party(exchange->request, services.dependencies.settings.limits);
  if (!body) return exchange->refuse(body.error());
  NewParty& party = body.value();
  engine::CreatePartyRequest request{
      exchange->user(), profile_of(*exchange->principal), std::move(party.title), party.playlist,
      party.visibility, party.max_participants,           party.settings};
  const auto created = answer<engine::PartyView>(exchange, [](const engine::PartyView& view) {
    Response response = json_response(201, encode_created_party(view));
    response.headers.push_back({"Location", "/api/v1/watch-parties/" + view.id.str()});
    return response;
  });
  if (!party.password) return exchange->shard.create_party(std::move(request), created);
  hash_password(services, exchange, std::move(*party.password), [exchange, request, created](std::string hash) mutable {
    request.password_hash = std::move(hash);
    exchange->shard.create_party(std::move(request), created);
  });
}

void details(const ExchangePtr& exchange, const PartyId& party) {
  exchange->shard.details(party, exchange->user(), answer<engine::PartyView>(exchange, [](const auto& view) {
                            return json_response(200, encode_party_details(view));
                          }));
}

void participants(const ExchangePtr& exchange, const PartyId& party) {
  auto query = read_roster_query(exchange->request);
  if (!query) return exchange->refuse(query.error());
  exchange->shard.participants(party, exchange->user(), std::move(query).value(),
                               answer<engine::RosterPage>(exchange, [](const engine::RosterPage& page) {
                                 return json_response(
                                     200, protocol::encode_participants(page.participants, page.total, page.next));
                               }));
}

/// Answers with all settings as they are afterwards.
void change_settings(const ExchangePtr& exchange, const PartyId& party) {
  const auto patch = read_settings_patch(exchange->request);
  if (!patch) return exchange->refuse(patch.error());
  const auto show = answer<engine::PartyView>(
      exchange, [](const auto& view) { return json_response(200, encode_settings(view.settings)); });
  exchange->shard.command(party, exchange->user(), party::ChangeSettings{patch.value()},
                          [exchange, party, show](Result<void, Refusal> result) {
                            if (!result) return exchange->refuse_counted(result.error());
                            exchange->shard.details(party, exchange->user(), show);
                          });
}

void feed(const ExchangePtr& exchange, const PartyId& party) {
  exchange->shard.feed(party, exchange->user(), answer<std::string>(exchange, [](const std::string& events) {
                         return json_response(200, events);
                       }));
}

void leave(const ExchangePtr& exchange, const PartyId& party) {
  exchange->shard.command(party, exchange->user(), party::Leave{}, answer<void>(exchange, no_content));
}

void end(const ExchangePtr& exchange, const PartyId& party) {
  exchange->shard.command(party, exchange->user(), party::End{}, answer<void>(exchange, no_content));
}

/// A ticket for participants; the party's owner is asked first whether the user is one.
void create_ticket(const Services& services, const ExchangePtr& exchange, const PartyId& party) {
  exchange->shard.details(
      party, exchange->user(),
      answer<engine::PartyView>(exchange, [&services, exchange](const engine::PartyView& view) {
        const ServerTime now = services.dependencies.clock.now();
        const std::string ticket = services.dependencies.tickets.issue(*exchange->principal, view.id, now);
        return json_response(201, encode_ticket(ticket, now + services.dependencies.settings.auth.ticket_ttl));
      }));
}

/// The transport takes upgrade requests before they get here.
void refuse_plain_get(const ExchangePtr& exchange) {
  Response response =
      problem({ErrorCode::upgrade_required, "This endpoint speaks WebSocket; send 'Upgrade: websocket'"});
  response.headers.push_back({"Upgrade", "websocket"});
  exchange->respond(std::move(response));
}

}  // namespace

void add_party_routes(Router& router, const Services& services) {
  using metrics::Route;
  const auto bound = [&services](auto handle) {
    return [&services, handle](const ExchangePtr& exchange) { handle(services, exchange); };
  };
  const auto ticket = [&services](const ExchangePtr& exchange, const PartyId& party) {
    create_ticket(services, exchange, party);
  };
  const std::string parties = "/api/v1/watch-parties";
  router.add("POST", parties, Route::watch_parties, Access::user, bound(create));
  router.add("GET", parties + "/:id", Route::watch_party, Access::user, of_party(details));
  router.add("PATCH", parties + "/:id/settings", Route::settings, Access::user, of_party(change_settings));
  router.add("GET", parties + "/:id/participants", Route::participants, Access::user, of_party(participants));
  router.add("GET", parties + "/:id/feed", Route::feed, Access::user, of_party(feed));
  router.add("DELETE", parties + "/:id/leave", Route::leave, Access::user, of_party(leave));
  router.add("POST", parties + "/:id/end", Route::end, Access::user, of_party(end));
  router.add("POST", parties + "/:id/ws-ticket", Route::ws_ticket, Access::user, of_party(ticket));
  router.add("GET", parties + "/:id/ws", Route::ws, Access::user, refuse_plain_get);
}

}  // namespace matinee::http_api
