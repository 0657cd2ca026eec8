// The HTTP side of the WebSocket handshake (RFC 6455, 4.2): which requests ask for it, and whether they ask rightly.
// Pure functions, any thread. Who may open a socket is http_api's to say; the hash is in websocket/handshake.hpp.
#pragma once

#include <string>

#include "base/result.hpp"
#include "http_api/http.hpp"
#include "transport/request_reader.hpp"

namespace matinee::transport {

/// A GET over HTTP/1.1 that asks to become a WebSocket. Upgrades to anything else are ignored, as HTTP allows.
bool is_websocket_upgrade(const IncomingRequest& incoming);

/// The value of Sec-WebSocket-Accept, or the response that says what is wrong: 426 for another version, 400 for the key
/// or a body.
Result<std::string, http_api::Response> accept_handshake(const http_api::Request& request);

}  // namespace matinee::transport
