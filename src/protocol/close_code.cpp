#include "protocol/close_code.hpp"

#include <array>

namespace matinee::protocol {
namespace {

constexpr std::array kCloseCodes{
    CloseCodeInfo{CloseCode::normal, "normal", ""},
    CloseCodeInfo{CloseCode::going_away, "going_away", "the server is shutting down"},
    CloseCodeInfo{CloseCode::protocol_error, "protocol_error", "the WebSocket protocol was violated"},
    CloseCodeInfo{CloseCode::invalid_payload, "invalid_payload", "text must be UTF-8"},
    CloseCodeInfo{CloseCode::message_too_big, "message_too_big", "the message is too big"},
    CloseCodeInfo{CloseCode::service_restart, "service_restart", "the server restarts; connect again"},
    CloseCodeInfo{CloseCode::slow_consumer, "slow_consumer", "the connection reads too slowly; connect again"},
    CloseCodeInfo{CloseCode::ping_timeout, "ping_timeout", "no answer to a ping"},
    CloseCodeInfo{CloseCode::token_expired, "token_expired", "the token expired; connect again with a new one"},
    CloseCodeInfo{CloseCode::party_ended, "party_ended", "the party has ended"},
    CloseCodeInfo{CloseCode::kicked, "kicked", "the host removed you from the party"},
    CloseCodeInfo{CloseCode::participant_limit, "participant_limit", "no place is left in the party"},
    CloseCodeInfo{CloseCode::left_party, "left_party", "you left the party"},
    CloseCodeInfo{CloseCode::abuse, "abuse", "too many invalid messages"},
    CloseCodeInfo{CloseCode::connection_limit, "connection_limit",
                  "you have too many connections open; close one first"},
    CloseCodeInfo{CloseCode::blocked, "blocked", "the operator of this server has blocked you"},
};

}  // namespace

std::span<const CloseCodeInfo> close_codes() {
  return kCloseCodes;
}

const CloseCodeInfo& info(CloseCode code) {
  for (const CloseCodeInfo& entry : kCloseCodes) {
    if (entry.code == code) return entry;
  }
  return kCloseCodes.front();
}

}  // namespace matinee::protocol
