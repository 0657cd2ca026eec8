// What a client may know of the server before it signs in, and the descriptions of the API itself.
#include "http_api/exchange.hpp"
#include "http_api/response_bodies.hpp"
#include "http_api/routes.hpp"

namespace matinee::http_api {
namespace {

Handler serve_description(std::string_view document) {
  return [document](const ExchangePtr& exchange) {
    Response response = json_response(200, std::string{document});
    response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-cache"}};
    exchange->respond(std::move(response));
  };
}

}  // namespace

void add_config_routes(Router& router, const Services& services) {
  const ApiDependencies& dependencies = services.dependencies;
  router.add("GET", "/api/v1/config", metrics::Route::config, Access::open, [&services](const ExchangePtr& exchange) {
    const bool guests = services.dependencies.guests != nullptr;
    exchange->respond(json_response(200, encode_config(guests, services.sample, services.dependencies.version)));
  });
  router.add("GET", "/openapi.json", metrics::Route::api_description, Access::open,
             serve_description(dependencies.openapi));
  router.add("GET", "/asyncapi.json", metrics::Route::api_description, Access::open,
             serve_description(dependencies.asyncapi));
}

}  // namespace matinee::http_api
