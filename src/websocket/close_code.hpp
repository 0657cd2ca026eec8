// Close codes (RFC 6455, 7.4): what they mean and which may travel. Matinee's own (4000-4999) are declared in
// protocol/.
#pragma once

#include <cstdint>

namespace matinee::websocket {

/// Why a connection ends. Source: RFC 6455, 7.4.1, and the IANA registry "WebSocket Close Code Number". Applications
/// may use 3000-3999 (registered) and 4000-4999 (private) by casting.
enum class CloseCode : std::uint16_t {
  normal = 1000,               ///< The purpose of the connection is fulfilled.
  going_away = 1001,           ///< The server shuts down, or the browser left the page.
  protocol_error = 1002,       ///< The peer broke the framing rules.
  unsupported_data = 1003,     ///< A type of message this endpoint can't accept.
  reserved = 1004,             ///< No meaning yet; never on the wire.
  no_status_received = 1005,   ///< Says that a close frame carried no code; never on the wire.
  abnormal_closure = 1006,     ///< Says that no close frame came; never on the wire.
  invalid_payload = 1007,      ///< Text that is not UTF-8.
  policy_violation = 1008,     ///< Nothing more specific applies.
  message_too_big = 1009,      ///< Larger than this endpoint accepts.
  mandatory_extension = 1010,  ///< A client misses an extension it needs.
  internal_error = 1011,       ///< The server met an unexpected condition.
  service_restart = 1012,      ///< The server restarts; reconnect after a random delay.
  try_again_later = 1013,      ///< The server is overloaded.
  bad_gateway = 1014,          ///< A gateway got an invalid answer from upstream.
  tls_handshake = 1015,        ///< Says that TLS failed; never on the wire.
};

/// True for the codes an endpoint may send and must accept: 1000-1003, 1007-1014, 3000-4999.
constexpr bool may_appear_on_wire(CloseCode code) {
  const auto value = static_cast<std::uint16_t>(code);
  return (value >= 1000 && value <= 1003) || (value >= 1007 && value <= 1014) || (value >= 3000 && value <= 4999);
}

}  // namespace matinee::websocket
