// Finding parties: public ones, those of friends, those one took part in; whom a host keeps out, and the invitation.
#include "base/address_key.hpp"
#include "http_api/discovery_bodies.hpp"
#include "http_api/exchange.hpp"
#include "http_api/listing_query.hpp"
#include "http_api/of_party.hpp"
#include "http_api/routes.hpp"

namespace matinee::http_api {
namespace {

/// Kicks a host is shown, at most.
constexpr std::size_t max_kicks_listed = 1'000;

using Listings = std::vector<storage::PartyListing>;

/// Where anyone may become a guest, anyone may look; elsewhere whoever has a credential.
void list_public(const Services& services, const ExchangePtr& exchange) {
  auto principal = services.authentication.authenticate(exchange->request);
  const bool guests = services.dependencies.guests != nullptr;
  if (!principal && !guests) return exchange->refuse(principal.error());
  const std::string key = principal ? listing_key(principal.value().user_id)
                                    : "address " + address_key(services.forwarding.client_address(exchange->request));
  if (!admit_listing(services, exchange, key)) return;
  auto query = read_public_query(exchange->request);
  if (!query) return exchange->refuse(query.error());
  const std::size_t limit = query.value().limit;
  exchange->shard.public_parties(
      std::move(query).value(), answer<Listings>(exchange, [&services, limit](const Listings& listings) {
        return json_response(200, encode_public_parties(listings, limit, services.dependencies.clock.now()));
      }));
}

void list_friends_parties(const Services& services, const ExchangePtr& exchange) {
  if (!admit_listing(services, exchange, listing_key(exchange->user()))) return;
  const auto limit = read_listing_limit(exchange->request);
  if (!limit) return exchange->refuse(limit.error());
  exchange->shard.friends_parties(
      exchange->user(), limit.value(), answer<Listings>(exchange, [&services](const Listings& listings) {
        return json_response(200, encode_friends_parties(listings, services.dependencies.clock.now()));
      }));
}

void list_history(const Services& services, const ExchangePtr& exchange) {
  if (!admit_listing(services, exchange, listing_key(exchange->user()))) return;
  auto query = read_history_query(exchange->request, exchange->user());
  if (!query) return exchange->refuse(query.error());
  const std::size_t limit = query.value().limit;
  using History = std::vector<storage::Attendance>;
  exchange->shard.history(
      std::move(query).value(), answer<History>(exchange, [&services, limit](const History& history) {
        return json_response(200, encode_history(history, limit, services.dependencies.clock.now()));
      }));
}

void list_kicks(const ExchangePtr& exchange, const PartyId& party) {
  using Kicked = std::vector<storage::KickedUser>;
  exchange->shard.kicked_users(
      party, exchange->user(), max_kicks_listed,
      answer<Kicked>(exchange, [](const Kicked& kicked) { return json_response(200, encode_kicked_users(kicked)); }));
}

/// The old code lets nobody in from here on.
void rotate_invite_code(const ExchangePtr& exchange, const PartyId& party) {
  exchange->shard.rotate_invite_code(party, exchange->user(),
                                     answer<std::string>(exchange, [](const std::string& code) {
                                       return json_response(200, encode_invite_code(code));
                                     }));
}

}  // namespace

std::string listing_key(const UserId& user) {
  return "user " + user.str();
}

bool admit_listing(const Services& services, const ExchangePtr& exchange, const std::string& key) {
  const auto admitted = services.listing_limiter.admit(key, services.dependencies.clock.now());
  if (admitted) return true;
  services.dependencies.metrics.rate_limited(metrics::RateLimitKind::listing);
  exchange->refuse({ErrorCode::rate_limited, "You ask for lists too often; wait a little", admitted.error()});
  return false;
}

void add_discovery_routes(Router& router, const Services& services) {
  using metrics::Route;
  const auto bound = [&services](auto handle) {
    return [&services, handle](const ExchangePtr& exchange) { handle(services, exchange); };
  };
  const std::string parties = "/api/v1/watch-parties";
  router.add("GET", parties + "/public", Route::public_parties, Access::open, bound(list_public));
  router.add("GET", parties + "/friends", Route::friends_parties, Access::user, bound(list_friends_parties));
  router.add("GET", parties + "/history", Route::history, Access::user, bound(list_history));
  router.add("GET", parties + "/:id/kicks", Route::kicks, Access::user, of_party(list_kicks));
  router.add("POST", parties + "/:id/invite-code", Route::invite_code, Access::user, of_party(rotate_invite_code));
}

}  // namespace matinee::http_api
