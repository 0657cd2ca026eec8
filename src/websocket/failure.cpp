#include "websocket/failure.hpp"

namespace matinee::websocket {

CloseCode close_code_for(FailureReason reason) {
  switch (reason) {
    case FailureReason::text_not_utf8:
    case FailureReason::close_reason_not_utf8:
      return CloseCode::invalid_payload;
    case FailureReason::message_too_big:
      return CloseCode::message_too_big;
    default:
      return CloseCode::protocol_error;
  }
}

std::string_view describe(FailureReason reason) {
  switch (reason) {
    case FailureReason::reserved_bits_set:
      return "reserved bits set in a frame header: no extension was negotiated, all three must be 0";
    case FailureReason::reserved_opcode:
      return "reserved opcode: it must be 0 continuation, 1 text, 2 binary, 8 close, 9 ping or 10 pong";
    case FailureReason::unmasked_frame:
      return "frame is not masked: a client must mask every frame";
    case FailureReason::masked_frame:
      return "frame is masked: a server must not mask any frame";
    case FailureReason::fragmented_control_frame:
      return "fragmented control frame: close, ping and pong must be a single frame";
    case FailureReason::control_frame_too_long:
      return "control frame is too long: close, ping and pong carry at most 125 bytes";
    case FailureReason::length_not_minimal:
      return "payload length is not in its shortest form: 7 bits up to 125, 16 bits up to 65535";
    case FailureReason::length_out_of_range:
      return "payload length is out of range: the highest of its 64 bits must be 0";
    case FailureReason::continuation_without_message:
      return "continuation frame without a message: a text or binary frame must come first";
    case FailureReason::message_not_finished:
      return "new message inside an unfinished one: continuation frames must finish it first";
    case FailureReason::close_payload_of_one_byte:
      return "close frame with one byte: it must be empty or start with a two-byte code";
    case FailureReason::invalid_close_code:
      return "invalid close code: 1000-1003, 1007-1014 and 3000-4999 may be sent";
    case FailureReason::close_reason_not_utf8:
      return "close reason is not UTF-8";
    case FailureReason::text_not_utf8:
      return "text message is not UTF-8";
    case FailureReason::message_too_big:
      return "message is too big";
  }
  return "unknown failure";
}

}  // namespace matinee::websocket
