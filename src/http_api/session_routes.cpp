// The session cookie: made from a bearer token or for a guest, looked at, and cleared.
#include <fmt/format.h>

#include "auth/session_cookie.hpp"
#include "http_api/exchange.hpp"
#include "http_api/request_bodies.hpp"
#include "http_api/response_bodies.hpp"
#include "http_api/routes.hpp"

namespace matinee::http_api {
namespace {

bool over_https(const Services& services, const Request& request) {
  return services.forwarding.own_origin(request).starts_with("https:");
}

void set_cookie(const Services& services, const Request& request, const auth::Principal& principal,
                std::string_view token, Response& response) {
  std::optional<Millis> lifetime;
  if (principal.expires_at) lifetime = *principal.expires_at - services.dependencies.wall_clock.now();
  response.headers.push_back({"Set-Cookie", auth::set_session_cookie(token, lifetime, over_https(services, request))});
}

/// Checks the bearer token itself rather than asking for access `user`: a cookie must not be able to renew itself.
void create(const Services& services, const ExchangePtr& exchange) {
  const auto principal = services.authentication.authenticate_bearer(exchange->request);
  if (!principal) return exchange->refuse(principal.error());
  if (principal.value().server_operator) return exchange->refuse(no_user());
  Response response = no_content();
  set_cookie(services, exchange->request, principal.value(), Authentication::bearer_token(exchange->request), response);
  exchange->respond(std::move(response));
}

void create_guest(const Services& services, const ExchangePtr& exchange) {
  const auth::GuestIdentities* guests = services.dependencies.guests;
  if (guests == nullptr) {
    return exchange->refuse(forbidden("Guests are off on this server; sign in on its platform"));
  }
  auto name = read_guest_name(exchange->request);
  if (!name) return exchange->refuse(name.error());
  const std::string address = services.forwarding.client_address(exchange->request);
  if (const auto admitted = services.guest_limiter.admit(address, services.dependencies.clock.now()); !admitted) {
    services.dependencies.metrics.rate_limited(metrics::RateLimitKind::guest);
    const auto limit = services.dependencies.settings.limits.guests_per_hour_per_address;
    return exchange->refuse(
        {ErrorCode::rate_limited, fmt::format("At most {} guests an hour from one address", limit), admitted.error()});
  }
  const auto admission = guests->admit(std::move(name).value(), services.dependencies.wall_clock.now());
  Response response = json_response(201, encode_guest(admission));
  set_cookie(services, exchange->request, admission.principal, admission.token, response);
  exchange->respond(std::move(response));
}

void show(const ExchangePtr& exchange) {
  exchange->respond(json_response(200, encode_session(*exchange->principal)));
}

/// Needs no valid session: one that has expired is to be cleared too.
void clear(const Services& services, const ExchangePtr& exchange) {
  if (!services.authentication.cookie_allowed(exchange->request)) {
    return exchange->refuse(forbidden("Pages of this Origin may not end sessions here"));
  }
  Response response = no_content();
  response.headers.push_back({"Set-Cookie", auth::clear_session_cookie(over_https(services, exchange->request))});
  exchange->respond(std::move(response));
}

}  // namespace

void add_session_routes(Router& router, const Services& services) {
  using metrics::Route;
  const auto bound = [&services](auto handle) {
    return [&services, handle](const ExchangePtr& exchange) { handle(services, exchange); };
  };
  router.add("POST", "/api/v1/session", Route::session, Access::open, bound(create));
  router.add("GET", "/api/v1/session", Route::session, Access::user, show);
  router.add("DELETE", "/api/v1/session", Route::session, Access::open, bound(clear));
  router.add("POST", "/api/v1/session/guest", Route::session_guest, Access::open, bound(create_guest));
}

}  // namespace matinee::http_api
