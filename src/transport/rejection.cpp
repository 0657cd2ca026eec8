#include "transport/rejection.hpp"

#include <string>

namespace matinee::transport {

http_api::Response to_response(const Rejection& rejection) {
  const protocol::ErrorCodeInfo& code = protocol::info(rejection.code);
  std::string body = R"({"type":"about:blank","title":")";
  body += code.title;
  body += R"(","status":)" + std::to_string(rejection.status) + R"(,"code":")";
  body += code.name;
  body += R"(","detail":")";
  body += rejection.detail;
  body += "\"}";
  http_api::Response response;
  response.status = rejection.status;
  response.headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}};
  response.body = std::move(body);
  return response;
}

}  // namespace matinee::transport
