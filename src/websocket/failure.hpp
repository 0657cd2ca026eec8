// Every way a peer can break RFC 6455 or this endpoint's limits, with what to tell it. Plain values, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "websocket/close_code.hpp"

namespace matinee::websocket {

enum class FailureReason : std::uint8_t {
  reserved_bits_set,             ///< RSV1-3 without a negotiated extension.
  reserved_opcode,               ///< Opcode 3-7 or 11-15.
  unmasked_frame,                ///< From a client.
  masked_frame,                  ///< From a server.
  fragmented_control_frame,      ///< Close, ping or pong without FIN.
  control_frame_too_long,        ///< Over 125 bytes.
  length_not_minimal,            ///< A longer length field than the size needs.
  length_out_of_range,           ///< A 64-bit length with its highest bit set.
  continuation_without_message,  ///< A continuation frame while no message is in progress.
  message_not_finished,          ///< A text or binary frame while a message is in progress.
  close_payload_of_one_byte,     ///< Half a close code.
  invalid_close_code,            ///< A code that may not appear on the wire.
  close_reason_not_utf8,         ///< Text that is not UTF-8, in a close frame.
  text_not_utf8,                 ///< Text that is not UTF-8, in a message.
  message_too_big,               ///< Over the maximum message size, all fragments together.
};

/// The number of reasons above; they are consecutive from 0.
inline constexpr std::size_t failure_reason_count = 15;

/// The code to send in the close frame that answers this failure: 1002, 1007 or 1009.
CloseCode close_code_for(FailureReason reason);

/// What was wrong and what would be right, in one line of ASCII that fits a close frame.
std::string_view describe(FailureReason reason);

}  // namespace matinee::websocket
