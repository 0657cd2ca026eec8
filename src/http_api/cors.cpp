#include "http_api/cors.hpp"

#include <string>

namespace matinee::http_api {

void Cors::allow(const Request& request, Response& response) const {
  response.headers.push_back({"Vary", "Origin"});
  const std::string_view origin = request.header("origin");
  if (origin.empty()) return;
  const std::string own = forwarding_.own_origin(request);
  if (origins_.allows_cookie(origin, own)) {
    response.headers.push_back({"Access-Control-Allow-Origin", std::string{origin}});
    response.headers.push_back({"Access-Control-Allow-Credentials", "true"});
  } else if (origins_.allows(origin, own)) {
    response.headers.push_back({"Access-Control-Allow-Origin", "*"});
  } else {
    return;
  }
  response.headers.push_back({"Access-Control-Expose-Headers", "Location, Retry-After, WWW-Authenticate"});
}

Response Cors::preflight(const Request& request, std::string_view methods) const {
  Response response;
  response.status = 204;
  response.headers.push_back({"Allow", std::string{methods}});
  const bool asked = !request.header("access-control-request-method").empty();
  if (asked && origins_.allows(request.header("origin"), forwarding_.own_origin(request))) {
    response.headers.push_back({"Access-Control-Allow-Methods", std::string{methods}});
    response.headers.push_back({"Access-Control-Allow-Headers", "Authorization, Content-Type, If-Range, Range"});
    response.headers.push_back({"Access-Control-Max-Age", "600"});
  }
  return response;
}

}  // namespace matinee::http_api
