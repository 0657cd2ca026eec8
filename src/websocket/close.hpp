// The payload of close frames (RFC 6455, 5.5.1). Pure functions, any thread. The codes are in close_code.hpp.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "websocket/close_code.hpp"
#include "websocket/failure.hpp"
#include "websocket/frame.hpp"

namespace matinee::websocket {

/// Bytes of reason a close frame has room for after its two-byte code.
inline constexpr std::size_t max_close_reason_size = max_control_payload_size - 2;

/// The peer's close frame.
struct Close {
  std::optional<CloseCode> code;  ///< Empty when the frame carried none (1005 in the APIs of browsers).
  std::string_view reason;        ///< UTF-8, at most max_close_reason_size bytes, often empty.
};

/// Reads the (unmasked) payload of a close frame; `reason` refers into it. Fails on a single byte, on a code that may
/// not appear on the wire, and on a reason that is not UTF-8.
Result<Close, FailureReason> decode_close_payload(std::string_view payload);

/// The longest prefix of `reason` that fits a close frame without cutting a UTF-8 character in two.
std::string_view fit_close_reason(std::string_view reason);

}  // namespace matinee::websocket
