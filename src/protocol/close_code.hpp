// The catalogue of WebSocket close codes. By range: 1001, 1012 and 4000-4499 mean reconnect with backoff, 4500-4999
// mean don't. schema/close_codes.json mirrors it for other languages; a test compares the two.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace matinee::protocol {

enum class CloseCode : std::uint16_t {
  normal = 1000,
  going_away = 1001,
  protocol_error = 1002,
  invalid_payload = 1007,
  message_too_big = 1009,
  service_restart = 1012,
  slow_consumer = 4008,
  ping_timeout = 4009,
  token_expired = 4401,
  party_ended = 4500,
  kicked = 4501,
  participant_limit = 4502,
  left_party = 4503,
  abuse = 4504,
  connection_limit = 4505,
  blocked = 4506,
};

struct CloseCodeInfo {
  CloseCode code;
  std::string_view name;    ///< in metrics and in the SDK: "slow_consumer"
  std::string_view reason;  ///< sent in the close frame
};

std::span<const CloseCodeInfo> close_codes();
const CloseCodeInfo& info(CloseCode code);

/// Whether a client that got this code should connect again, with backoff and jitter.
constexpr bool is_reconnectable(std::uint16_t code) {
  return code < 4500 || code > 4999;
}

}  // namespace matinee::protocol
