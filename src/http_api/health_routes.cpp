// For whoever operates the server: is it alive, can it work, what does it measure.
#include "http_api/exchange.hpp"
#include "http_api/response_bodies.hpp"
#include "http_api/routes.hpp"

namespace matinee::http_api {
namespace {

void show_ready(const Services& services, const ExchangePtr& exchange) {
  if (!services.dependencies.ready()) {
    return exchange->refuse({ErrorCode::overloaded, "This server is leaving, or has lost its cluster"});
  }
  if (services.dependencies.engine.ready()) return exchange->respond(json_response(200, encode_status("ready")));
  exchange->refuse({ErrorCode::storage_unavailable, "The database does not answer; changes would fail"});
}

void show_metrics(const Services& services, const ExchangePtr& exchange) {
  Response response;
  response.headers = {{"Content-Type", std::string{metrics::exposition_content_type}}, {"Cache-Control", "no-store"}};
  response.body = services.dependencies.metrics.exposition();
  exchange->respond(std::move(response));
}

}  // namespace

void add_health_routes(Router& router, const Services& services) {
  using metrics::Route;
  router.add("GET", "/healthz", Route::healthz, Access::open,
             [](const ExchangePtr& exchange) { exchange->respond(json_response(200, encode_status("ok"))); });
  router.add("GET", "/readyz", Route::readyz, Access::open,
             [&services](const ExchangePtr& exchange) { show_ready(services, exchange); });
  router.add("GET", "/metrics", Route::metrics, Access::open,
             [&services](const ExchangePtr& exchange) { show_metrics(services, exchange); });
}

}  // namespace matinee::http_api
