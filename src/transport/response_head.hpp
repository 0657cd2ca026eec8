// Writes the heads of responses. Pure functions, any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "http_api/http.hpp"

namespace matinee::transport {

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7).
std::string http_date(std::chrono::system_clock::time_point time);

/// Bytes of the body `response` stands for, sent or not.
std::uint64_t body_size(const http_api::Response& response);

/// Whether a response with this status may have a body at all (RFC 9110, 6.4.1).
constexpr bool status_allows_body(unsigned status) {
  return status >= 200 && status != 204 && status != 304;
}

/// How the connection goes on, for the Connection field.
struct Persistence {
  bool keep_alive = true;
  bool http_1_1 = true;  ///< the request's version: an HTTP/1.0 client has to be told that the connection stays
};

/// Status line and fields up to and including the empty line. Control characters in field values, which would be a bug
/// of whoever made the response, become spaces.
std::string response_head(const http_api::Response& response, Persistence persistence, std::string_view date);

/// The 101 that ends HTTP on this connection (RFC 6455, 4.2.2). `subprotocol` may be empty.
std::string switching_protocols_head(std::string_view accept, std::string_view subprotocol);

inline constexpr std::string_view continue_head = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace matinee::transport
