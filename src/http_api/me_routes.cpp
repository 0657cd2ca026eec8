// What somebody may ask about their own data: all of it, or none of it any more.
#include "auth/session_cookie.hpp"
#include "http_api/exchange.hpp"
#include "http_api/personal_bodies.hpp"
#include "http_api/routes.hpp"

namespace matinee::http_api {
namespace {

/// Following pages cost what a list costs.
void export_data(const Services& services, const ExchangePtr& exchange) {
  if (!admit_listing(services, exchange, listing_key(exchange->user()))) return;
  auto query = read_personal_query(exchange->request, exchange->user());
  if (!query) return exchange->refuse(query.error());
  exchange->shard.personal_record(
      std::move(query).value(),
      answer<storage::PersonalRecord>(exchange, [&services, exchange](const storage::PersonalRecord& record) {
        Response response = json_response(
            200, encode_personal_record(*exchange->principal, record, services.dependencies.clock.now()));
        response.headers.push_back({"Content-Disposition", "attachment; filename=\"matinee-data.json\""});
        return response;
      }));
}

/// The session ends with it. Whoever came with a token of a platform may come back with it, as somebody new.
void erase(const Services& services, const ExchangePtr& exchange) {
  if (!admit_listing(services, exchange, listing_key(exchange->user()))) return;
  exchange->shard.erase_user(exchange->user(), answer<bool>(exchange, [&services, exchange](bool done) {
                               Response response = no_content();
                               if (!done) response.status = 202;
                               const bool https =
                                   services.forwarding.own_origin(exchange->request).starts_with("https:");
                               response.headers.push_back({"Set-Cookie", auth::clear_session_cookie(https)});
                               return response;
                             }));
}

}  // namespace

void add_me_routes(Router& router, const Services& services) {
  using metrics::Route;
  const auto bound = [&services](auto handle) {
    return [&services, handle](const ExchangePtr& exchange) { handle(services, exchange); };
  };
  router.add("GET", "/api/v1/me/export", Route::me_export, Access::user, bound(export_data));
  router.add("DELETE", "/api/v1/me", Route::me, Access::user, bound(erase));
}

}  // namespace matinee::http_api
