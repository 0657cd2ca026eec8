// Authentication: from a request to the principal it speaks for. Immutable, shared by all shards. Knows the four ways
// in (header, session cookie, ticket, bearer subprotocol); doesn't know parties, whose owner decides who may do what.
#pragma once

#include <string>

#include "auth/origin_policy.hpp"
#include "auth/principal.hpp"
#include "auth/tickets.hpp"
#include "auth/token_verifier.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/wall_clock.hpp"
#include "engine/engine.hpp"
#include "http_api/forwarding.hpp"
#include "http_api/http.hpp"
#include "http_api/problem.hpp"

namespace matinee::http_api {

/// For who shows the operator's token where a user is asked for.
Refusal no_user();

class Authentication {
 public:
  /// The references outlive the object. `engine` knows who is blocked.
  Authentication(const auth::TokenVerifier& verifier, const engine::Engine& engine, const auth::OriginPolicy& origins, auth::Tickets& tickets,
                 const Clock& clock, const WallClock& wall_clock, const Forwarding& forwarding);

  /// Refuses a token in the query string, whoever it belongs to: URLs end up in logs and histories.
  static Result<void, Refusal> check_query(const Request& request);

  /// By `Authorization: Bearer`, else by the session cookie. A cookie together with a foreign Origin is refused for
  /// methods that change something.
  Result<auth::Principal, Refusal> authenticate(const Request& request) const;

  /// By `Authorization: Bearer` alone.
  Result<auth::Principal, Refusal> authenticate_bearer(const Request& request) const;

  /// The token of `Authorization: Bearer`, a view into the request; empty when there is none.
  static std::string_view bearer_token(const Request& request);

  /// Whether a page of the request's Origin may ride on the session cookie; true without an Origin.
  bool cookie_allowed(const Request& request) const;

  struct Upgrade {
    auth::Principal principal;
    std::string subprotocol;   ///< to select; empty: none
    std::string single_use{};  ///< as auth::Redeemed
  };
  /// For opening the socket of `party`: header, ticket, bearer subprotocol, cookie, the first that is there. Whoever is
  /// blocked hears it over the socket, where a page can read it: the engine refuses them. Browsers
  /// ask nobody before they open a socket, so the Origin is checked here for every credential.
  Result<Upgrade, Refusal> authenticate_upgrade(const Request& request, const PartyId& party) const;

 private:
  Result<auth::Principal, Refusal> verify(std::string_view token) const;
  Result<auth::Principal, Refusal> admit(std::string_view token) const;
  Result<void, Refusal> check_upgrade_origin(const Request& request, bool by_cookie) const;

  const auth::TokenVerifier& verifier_;
  const engine::Engine& engine_;
  const auth::OriginPolicy& origins_;
  auth::Tickets& tickets_;
  const Clock& clock_;           // of tickets, which are this server's own
  const WallClock& wall_clock_;  // of tokens
  const Forwarding& forwarding_;
};

}  // namespace matinee::http_api
