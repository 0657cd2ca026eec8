#include "http_api/authentication.hpp"

#include <algorithm>
#include <optional>

#include "auth/header_text.hpp"
#include "auth/session_cookie.hpp"
#include "auth/subprotocol_credentials.hpp"
#include "engine/refusals.hpp"
#include "http_api/percent.hpp"

namespace matinee::http_api {
namespace {

using auth::SubprotocolCredentials;

bool changes_something(std::string_view method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

Refusal no_credential() {
  return unauthenticated("Send 'Authorization: Bearer <token>' or the session cookie of POST /api/v1/session");
}

Refusal foreign_origin() {
  return forbidden("Pages of this Origin are not allowed here; an operator can list it in allowed-origins");
}

}  // namespace

Refusal no_user() {
  return forbidden("This token is the operator's: it is good for /api/v1/admin/ and for nothing else");
}

Authentication::Authentication(const auth::TokenVerifier& verifier, const engine::Engine& engine,
                               const auth::OriginPolicy& origins,
                               auth::Tickets& tickets, const Clock& clock, const WallClock& wall_clock,
                               const Forwarding& forwarding)
    : verifier_(verifier),
      engine_(engine),
      origins_(origins),
      tickets_(tickets),
      clock_(clock),
      wall_clock_(wall_clock),
      forwarding_(forwarding) {}

Result<void, Refusal> Authentication::check_query(const Request& request) {
  if (has_query_parameter(request.query, "token") || has_query_parameter(request.query, "access_token")) {
    return unauthenticated(
        "A token in the URL is refused, because URLs are logged; send it in the Authorization header");
  }
  return success();
}

std::string_view Authentication::bearer_token(const Request& request) {
  constexpr std::string_view scheme = "Bearer ";
  std::string_view value = request.header("authorization");
  if (!auth::equal_ignoring_case(value.substr(0, scheme.size()), scheme)) return {};
  value.remove_prefix(scheme.size());
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  return value;
}

Result<auth::Principal, Refusal> Authentication::verify(std::string_view token) const {
  auto verified = verifier_.verify(token, wall_clock_.now());
  if (!verified) return unauthenticated(verified.error().message);
  return std::move(verified).value();
}

/// And nobody the operator has blocked.
Result<auth::Principal, Refusal> Authentication::admit(std::string_view token) const {
  auto principal = verify(token);
  if (!principal) return principal;
  const auth::Principal& who = principal.value();
  if (!who.server_operator && engine_.is_blocked(who.user_id)) return engine::user_blocked();
  return principal;
}

Result<auth::Principal, Refusal> Authentication::authenticate_bearer(const Request& request) const {
  const std::string_view token = bearer_token(request);
  if (token.empty()) return unauthenticated("Send 'Authorization: Bearer <token>'");
  return admit(token);
}

bool Authentication::cookie_allowed(const Request& request) const {
  return origins_.allows_cookie(request.header("origin"), forwarding_.own_origin(request));
}

Result<auth::Principal, Refusal> Authentication::authenticate(const Request& request) const {
  if (!bearer_token(request).empty()) return authenticate_bearer(request);
  const std::string cookies = request.joined_header("cookie");
  const auto token = auth::session_token(cookies);
  if (!token) return no_credential();
  auto principal = admit(*token);
  if (principal && changes_something(request.method) && !cookie_allowed(request)) return foreign_origin();
  return principal;
}

Result<void, Refusal> Authentication::check_upgrade_origin(const Request& request, bool by_cookie) const {
  const std::string_view origin = request.header("origin");
  const std::string own = forwarding_.own_origin(request);
  const bool allowed = by_cookie ? origins_.allows_cookie(origin, own) : origins_.allows_socket_with_token(origin, own);
  if (!allowed) return foreign_origin();
  return success();
}

Result<Authentication::Upgrade, Refusal> Authentication::authenticate_upgrade(const Request& request,
                                                                              const PartyId& party) const {
  auto offered = auth::parse_subprotocols(request.joined_header("sec-websocket-protocol"));
  if (!offered) return unauthenticated(offered.error());
  SubprotocolCredentials& credentials = offered.value();

  std::optional<Result<auth::Principal, Refusal>> principal;
  std::string single_use;
  bool by_cookie = false;
  const std::string cookies = request.joined_header("cookie");
  if (!bearer_token(request).empty()) {
    principal = verify(bearer_token(request));
  } else if (credentials.kind == SubprotocolCredentials::Kind::bearer) {
    principal = verify(credentials.credential);
  } else if (credentials.kind == SubprotocolCredentials::Kind::ticket) {
    auto redeemed = tickets_.redeem(credentials.credential, party, clock_.now());
    if (redeemed) {
      principal = std::move(redeemed->principal);
      single_use = std::move(redeemed->single_use);
    } else {
      principal = unauthenticated("The ticket is unknown, used, expired or for another party; ask for a new one");
    }
  } else if (const auto token = auth::session_token(cookies)) {
    by_cookie = true;
    principal = verify(*token);
  }
  if (!principal) return no_credential();
  if (!*principal) return principal->error();
  if (principal->value().server_operator) return no_user();
  if (auto checked = check_upgrade_origin(request, by_cookie); !checked) return checked.error();
  return Upgrade{std::move(*principal).value(), std::move(credentials.selected), std::move(single_use)};
}

}  // namespace matinee::http_api
