// The parts of the opening handshake that are not plain HTTP (RFC 6455, 4.2 and 11.3). Pure functions, any thread.
// Upgrade, Connection, version, Origin and authentication are checked where HTTP is read, in transport/.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace matinee::websocket {

/// True if `key`, the value of Sec-WebSocket-Key, is the base64 form of 16 bytes: 22 digits and "==".
bool is_valid_key(std::string_view key);

/// The value of Sec-WebSocket-Accept that answers `key`: base64(SHA-1(key + the GUID of RFC 6455, 1.3)). Throws
/// std::runtime_error if the crypto library refuses SHA-1, which is a fault of the installation.
std::string accept_for_key(std::string_view key);

/// Where a Sec-WebSocket-Protocol value stops being a list of names.
struct InvalidSubprotocols {
  std::size_t offset;     ///< Bytes from the start of the value.
  std::string_view what;  ///< Static text: what was wrong and what would be right.
};

/// The names offered in a Sec-WebSocket-Protocol value, in the client's order of preference; they refer into `value`.
/// Several such headers count as one, joined with commas. Empty list elements are skipped (RFC 9110, 5.6.1.2). Names
/// may hold any visible ASCII but a comma, although the grammar's tokens exclude "/" and "=": clients send base64 in
/// them.
Result<std::vector<std::string_view>, InvalidSubprotocols> parse_subprotocols(std::string_view value);

}  // namespace matinee::websocket
