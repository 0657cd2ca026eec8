#include "transport/upgrade.hpp"

#include <algorithm>
#include <string_view>

#include "transport/http_text.hpp"
#include "transport/rejection.hpp"
#include "websocket/handshake.hpp"

namespace matinee::transport {

namespace {

using protocol::ErrorCode;

bool has_list_element(const http_api::Request& request, std::string_view name, std::string_view element) {
  return std::any_of(request.headers.begin(), request.headers.end(), [&](const http_api::Header& header) {
    return header.name == name && list_contains(header.value, element);
  });
}

std::ptrdiff_t count(const http_api::Request& request, std::string_view name) {
  return std::count_if(request.headers.begin(), request.headers.end(),
                       [&](const http_api::Header& header) { return header.name == name; });
}

http_api::Response bad_request(std::string_view detail) {
  return to_response({400, ErrorCode::invalid_request, detail});
}

http_api::Response wrong_version() {
  auto response = to_response({426, ErrorCode::upgrade_required, "Sec-WebSocket-Version must be 13."});
  response.headers.push_back({"Sec-WebSocket-Version", "13"});
  response.headers.push_back({"Upgrade", "websocket"});
  return response;
}

}  // namespace

bool is_websocket_upgrade(const IncomingRequest& incoming) {
  const auto& request = incoming.request;
  return incoming.http_1_1 && request.method == "GET" && has_list_element(request, "upgrade", "websocket") &&
         has_list_element(request, "connection", "upgrade");
}

Result<std::string, http_api::Response> accept_handshake(const http_api::Request& request) {
  if (count(request, "sec-websocket-version") != 1 || request.header("sec-websocket-version") != "13") {
    return wrong_version();
  }
  const std::string_view key = request.header("sec-websocket-key");
  if (count(request, "sec-websocket-key") != 1 || !websocket::is_valid_key(key)) {
    return bad_request("Sec-WebSocket-Key must appear once and hold 16 bytes in base64.");
  }
  if (!request.body.empty()) return bad_request("A request to open a WebSocket must not have a body.");
  return websocket::accept_for_key(key);
}

}  // namespace matinee::transport
