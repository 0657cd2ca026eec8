// How a party was attended, for those who run it.
#include "http_api/analytics_body.hpp"
#include "http_api/exchange.hpp"
#include "http_api/of_party.hpp"
#include "http_api/routes.hpp"

namespace matinee::http_api {

/// Reads more than most: counts as a list does.
void add_analytics_routes(Router& router, const Services& services) {
  const auto show = [&services](const ExchangePtr& exchange, const PartyId& party) {
    if (!admit_listing(services, exchange, listing_key(exchange->user()))) return;
    exchange->shard.analytics(party, exchange->user(),
                              answer<engine::Analytics>(exchange, [party](const engine::Analytics& analytics) {
                                return json_response(200, encode_analytics(party, analytics));
                              }));
  };
  router.add("GET", "/api/v1/watch-parties/:id/analytics", metrics::Route::analytics, Access::user, of_party(show));
}

}  // namespace matinee::http_api
