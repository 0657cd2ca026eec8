#include "protocol/error_code.hpp"

#include <array>

namespace matinee::protocol {
namespace {

constexpr std::array kErrorCodes{
    ErrorCodeInfo{ErrorCode::unauthorized_command, "UNAUTHORIZED_COMMAND", 403, "Only the host may do this"},
    ErrorCodeInfo{ErrorCode::invalid_command, "INVALID_COMMAND", 400, "The command is malformed"},
    ErrorCodeInfo{ErrorCode::party_ended, "PARTY_ENDED", 404, "The party has ended"},
    ErrorCodeInfo{ErrorCode::participant_limit, "PARTICIPANT_LIMIT", 403, "The party is full"},
    ErrorCodeInfo{ErrorCode::rate_limited, "RATE_LIMITED", 429, "Too many requests"},
    ErrorCodeInfo{ErrorCode::invalid_request, "INVALID_REQUEST", 400, "The request is malformed"},
    ErrorCodeInfo{ErrorCode::unauthenticated, "UNAUTHENTICATED", 401, "Authentication is required"},
    ErrorCodeInfo{ErrorCode::forbidden, "FORBIDDEN", 403, "Not allowed"},
    ErrorCodeInfo{ErrorCode::not_participant, "NOT_PARTICIPANT", 403, "Not a participant of this party"},
    ErrorCodeInfo{ErrorCode::kicked, "KICKED", 403, "Kicked from this party"},
    ErrorCodeInfo{ErrorCode::connection_limit, "CONNECTION_LIMIT", 403, "Too many connections open"},
    ErrorCodeInfo{ErrorCode::invitation_invalid, "INVITATION_INVALID", 403, "The invitation lets nobody in any more"},
    ErrorCodeInfo{ErrorCode::password_required, "PASSWORD_REQUIRED", 403, "The party has a password"},
    ErrorCodeInfo{ErrorCode::wrong_password, "WRONG_PASSWORD", 403, "The password is wrong"},
    ErrorCodeInfo{ErrorCode::join_declined, "JOIN_DECLINED", 403, "The host did not let you in"},
    ErrorCodeInfo{ErrorCode::blocked, "BLOCKED", 403, "Blocked on this server"},
    ErrorCodeInfo{ErrorCode::muted, "MUTED", 403, "Muted in this party"},
    ErrorCodeInfo{ErrorCode::not_found, "NOT_FOUND", 404, "Not found"},
    ErrorCodeInfo{ErrorCode::method_not_allowed, "METHOD_NOT_ALLOWED", 405, "Method not allowed"},
    ErrorCodeInfo{ErrorCode::conflict, "CONFLICT", 409, "Not possible in the present state"},
    ErrorCodeInfo{ErrorCode::too_large, "TOO_LARGE", 413, "The request is too large"},
    ErrorCodeInfo{ErrorCode::unsupported_media_type, "UNSUPPORTED_MEDIA_TYPE", 415, "Send application/json"},
    ErrorCodeInfo{ErrorCode::upgrade_required, "UPGRADE_REQUIRED", 426, "Connect with a WebSocket"},
    ErrorCodeInfo{ErrorCode::storage_unavailable, "STORAGE_UNAVAILABLE", 503, "Storage is unavailable"},
    ErrorCodeInfo{ErrorCode::overloaded, "OVERLOADED", 503, "The server is at its limit"},
    ErrorCodeInfo{ErrorCode::request_timeout, "REQUEST_TIMEOUT", 408, "The request took too long to arrive"},
    ErrorCodeInfo{ErrorCode::internal, "INTERNAL", 500, "Internal error"},
};

constexpr bool in_declaration_order() {
  for (std::size_t i = 0; i < kErrorCodes.size(); ++i) {
    if (static_cast<std::size_t>(kErrorCodes[i].code) != i) return false;
  }
  return kErrorCodes.size() == static_cast<std::size_t>(ErrorCode::internal) + 1;
}
static_assert(in_declaration_order(), "info() indexes by code");

}  // namespace

std::span<const ErrorCodeInfo> error_codes() {
  return kErrorCodes;
}

const ErrorCodeInfo& info(ErrorCode code) {
  return kErrorCodes[static_cast<std::size_t>(code)];
}

}  // namespace matinee::protocol
