// The catalogue of error codes, shared by HTTP problem details and socket error events. schema/errors.json mirrors it
// for other languages; a test compares the two.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace matinee::protocol {

enum class ErrorCode : std::uint8_t {
  // The specification's own.
  unauthorized_command,  ///< management command by someone who may not
  invalid_command,       ///< malformed socket command
  party_ended,
  participant_limit,
  rate_limited,
  // Added.
  invalid_request,  ///< malformed HTTP body or parameter
  unauthenticated,  ///< no token, or one that does not verify
  forbidden,        ///< known, but not allowed
  not_participant,  ///< no seat in this party
  kicked,
  connection_limit,  ///< this user has as many connections open as one may
  invitation_invalid,  ///< used up, expired, revoked, or never there
  password_required,
  wrong_password,
  join_declined,     ///< host or co-host did not let them in
  blocked,           ///< by the server's operator, from all of it
  muted,             ///< may not write or react in this party for now
  not_found,
  method_not_allowed,
  conflict,
  too_large,  ///< headers or body over the limit
  unsupported_media_type,
  upgrade_required,     ///< plain GET on the socket endpoint
  storage_unavailable,  ///< the database can't take the change; nothing was changed
  overloaded,           ///< a connection or queue limit of the server; try again later
  request_timeout,
  internal,
};

struct ErrorCodeInfo {
  ErrorCode code;
  std::string_view name;  ///< on the wire: "RATE_LIMITED"
  unsigned http_status;
  std::string_view title;  ///< a short summary that does not change from case to case
};

/// Every code once, in declaration order.
std::span<const ErrorCodeInfo> error_codes();
const ErrorCodeInfo& info(ErrorCode code);
inline std::string_view to_string(ErrorCode code) {
  return info(code).name;
}

/// What a caller is told when something was refused.
struct Refusal {
  ErrorCode code = ErrorCode::internal;
  std::string detail;     ///< what was wrong, where, and what would be right; safe to show
  Millis retry_after{0};  ///< > 0: when trying again makes sense
  /// The server of the cluster that can answer instead of this one; empty for all that is told to clients. Whoever gets
  /// such a refusal passes the question on.
  std::string elsewhere{};
};

}  // namespace matinee::protocol
