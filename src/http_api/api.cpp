#include "http_api/api.hpp"

#include <chrono>
#include <exception>

#include "base/log.hpp"
#include "base/text.hpp"
#include "http_api/api_dependencies.hpp"
#include "http_api/exchange.hpp"
#include "http_api/routes.hpp"
#include "http_api/services.hpp"

namespace matinee::http_api {

class Api::Impl {
 public:
  explicit Impl(ApiDependencies dependencies) : services_(dependencies), router_(make_router(services_)) {}

  void handle(engine::Shard& shard, Request request, Respond respond) const;
  bool is_for_operators(const Request& request) const;
  std::string client_address(const Request& request) const { return services_.forwarding.client_address(request); }
  Result<UpgradeTicket, Response> authorize_upgrade(const Request& request) const;

 private:
  Respond finishing(const Request& request, metrics::Route label, Respond respond) const;
  void route(const ExchangePtr& exchange, Match match) const;
  void serve(const ExchangePtr& exchange, Match match) const;
  std::optional<Refusal> refusal_of(Access access, const auth::Principal& principal) const;
  Result<UpgradeTicket, Refusal> check_upgrade(const Request& request) const;

  Services services_;
  Router router_;
};

namespace {

Refusal unknown_path() {
  return not_found("There is no such endpoint; GET /openapi.json lists those there are");
}
Refusal malformed_path() {
  return invalid_request("The path has broken percent-encoding");
}

Response wrong_method(const std::string& allow) {
  Response response = problem({ErrorCode::method_not_allowed, "This endpoint allows " + allow});
  response.headers.push_back({"Allow", allow});
  return response;
}

}  // namespace

/// Wraps `respond`: what every response gets, and what is measured of it. Keeps of the request what that takes.
Respond Api::Impl::finishing(const Request& request, metrics::Route label, Respond respond) const {
  Request origin_only;
  origin_only.peer_address = request.peer_address;
  origin_only.secure = request.secure;
  for (const Header& header : request.headers) {
    if (header.name == "origin" || header.name == "host" || header.name.starts_with("x-forwarded-")) {
      origin_only.headers.push_back(header);
    }
  }
  const auto method = metrics::method_from(request.method);
  const auto started = std::chrono::steady_clock::now();
  // What another server passed on gets its headers there.
  return [this, origin_only = std::move(origin_only), label, method, started, passed_on = request.passed_on > 0,
          respond = std::move(respond)](Response response) {
    if (!passed_on) {
      response.headers.push_back({"X-Content-Type-Options", "nosniff"});
      services_.cors.allow(origin_only, response);
    }
    const auto duration = std::chrono::steady_clock::now() - started;
    services_.dependencies.metrics.http_request(label, method, response.status, duration);
    // The route, not the path: an invite code lets in whoever reads it.
    log::debug("http_request",
               {{"method", metrics::label(method)},
                {"route", metrics::label(label)},
                {"status", response.status},
                {"duration_us", std::chrono::duration_cast<std::chrono::microseconds>(duration).count()}});
    respond(std::move(response));
  };
}

void Api::Impl::handle(engine::Shard& shard, Request request, Respond respond) const {
  Match match = router_.match(request.method, request.path);
  Respond finish = finishing(request, match.label, std::move(respond));
  const auto exchange = std::make_shared<Exchange>(
      Exchange{shard, std::move(request), std::move(finish), services_.dependencies.metrics, {}, std::nullopt,
               services_.dependencies.peers});
  try {
    route(exchange, std::move(match));
  } catch (const std::exception&) {
    exchange->refuse({ErrorCode::internal, {}});
  }
}

bool Api::Impl::is_for_operators(const Request& request) const {
  const Match match = router_.match(request.method, request.path);
  if (match.kind != Match::Kind::found) return false;
  return match.route->access == Access::server_operator || match.label == metrics::Route::healthz ||
         match.label == metrics::Route::readyz || match.label == metrics::Route::metrics;
}

void Api::Impl::route(const ExchangePtr& exchange, Match match) const {
  const Request& request = exchange->request;
  if (match.kind == Match::Kind::malformed) return exchange->refuse(malformed_path());
  if (auto checked = Authentication::check_query(request); !checked) {
    return exchange->refuse(checked.error());
  }
  if (match.kind == Match::Kind::no_such_path) return exchange->refuse(unknown_path());
  if (match.kind == Match::Kind::no_such_method) {
    if (request.method == "OPTIONS") return exchange->respond(services_.cors.preflight(request, match.allow));
    exchange->metrics.error(ErrorCode::method_not_allowed);
    return exchange->respond(wrong_method(match.allow));
  }
  serve(exchange, std::move(match));
}

std::optional<Refusal> Api::Impl::refusal_of(Access access, const auth::Principal& principal) const {
  if (access == Access::user && principal.server_operator) return no_user();
  if (access == Access::server_operator && !services_.is_operator(principal)) {
    return forbidden("Only operators of this server may do this: users named in admin-users, or a token of matinee admin");
  }
  return std::nullopt;
}

void Api::Impl::serve(const ExchangePtr& exchange, Match match) const {
  if (match.route->access != Access::open) {
    auto principal = services_.authentication.authenticate(exchange->request);
    if (!principal) return exchange->refuse(principal.error());
    exchange->principal = std::move(principal).value();
    if (const auto refusal = refusal_of(match.route->access, *exchange->principal)) return exchange->refuse(*refusal);
  }
  exchange->parameters = std::move(match.parameters);
  match.route->handler(exchange);
}

Result<UpgradeTicket, Refusal> Api::Impl::check_upgrade(const Request& request) const {
  if (auto checked = Authentication::check_query(request); !checked) return checked.error();
  Match match = router_.match(request.method, request.path);
  if (match.kind == Match::Kind::malformed) return malformed_path();
  if (match.kind != Match::Kind::found || match.label != metrics::Route::ws) {
    return not_found("Sockets are opened at /api/v1/watch-parties/<id>/ws");
  }
  PartyId party{match.parameters["id"]};
  auto upgrade = services_.authentication.authenticate_upgrade(request, party);
  if (!upgrade) return upgrade.error();
  if (!is_valid_id(party.str())) return not_found("There is no such party");
  auth::Principal& principal = upgrade.value().principal;
  engine::Credentials credentials{
      principal.user_id,
      {principal.display_name, principal.avatar_url},
      principal.expires_at,
      std::move(upgrade.value().single_use)};
  return UpgradeTicket{std::move(party), std::move(credentials), std::move(upgrade.value().subprotocol)};
}

Result<UpgradeTicket, Response> Api::Impl::authorize_upgrade(const Request& request) const {
  auto ticket = check_upgrade(request);
  if (!ticket) {
    services_.dependencies.metrics.error(ticket.error().code);
    return problem(ticket.error());
  }
  return std::move(ticket).value();
}

Api::Api(ApiDependencies dependencies) : impl_(std::make_unique<Impl>(dependencies)) {}
Api::~Api() = default;

void Api::handle(engine::Shard& shard, Request request, Respond respond) const {
  impl_->handle(shard, std::move(request), std::move(respond));
}

bool Api::is_for_operators(const Request& request) const {
  return impl_->is_for_operators(request);
}

std::string Api::client_address(const Request& request) const {
  return impl_->client_address(request);
}

Result<UpgradeTicket, Response> Api::authorize_upgrade(const Request& request) const {
  return impl_->authorize_upgrade(request);
}

Response Api::refusal(const protocol::Refusal& refusal) const {
  return problem(refusal);
}

}  // namespace matinee::http_api
