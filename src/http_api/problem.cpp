#include "http_api/problem.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace matinee::http_api {

Response problem(const Refusal& refusal) {
  return problem(refusal, protocol::info(refusal.code).http_status);
}

Response problem(const Refusal& refusal, unsigned status) {
  const protocol::ErrorCodeInfo& info = protocol::info(refusal.code);
  boost::json::object body;
  body["type"] = "about:blank";
  body["title"] = info.title;
  body["status"] = status;
  body["detail"] = refusal.detail.empty() ? info.title : std::string_view{refusal.detail};
  body["code"] = info.name;

  Response response;
  response.status = status;
  response.headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}};
  if (status == 401) response.headers.push_back({"WWW-Authenticate", "Bearer"});
  if (refusal.retry_after > Millis{0} || status == 429) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(refusal.retry_after).count();
    response.headers.push_back({"Retry-After", std::to_string(std::max<std::int64_t>(seconds, 1))});
  }
  response.body = boost::json::serialize(body);
  return response;
}

Response json_response(unsigned status, std::string body) {
  Response response;
  response.status = status;
  response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
  response.body = std::move(body);
  return response;
}

Response no_content() {
  Response response;
  response.status = 204;
  response.headers = {{"Cache-Control", "no-store"}};
  return response;
}

}  // namespace matinee::http_api
