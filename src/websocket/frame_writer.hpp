// Writes frames: each function appends one whole frame to a string, so that many frames can travel as one blob.
// Pure functions, any thread. Nothing here is sent, queued or remembered.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "websocket/close.hpp"
#include "websocket/close_code.hpp"
#include "websocket/frame.hpp"

namespace matinee::websocket {

/// Bytes `append_text_frame` will append for a text of `payload_size` bytes.
constexpr std::size_t text_frame_size(std::size_t payload_size) {
  return frame_header_size(payload_size, false) + payload_size;
}

/// An unmasked, unfragmented text message. `text` must be UTF-8; that is not checked here.
void append_text_frame(std::string& out, std::string_view text);

/// An unmasked, unfragmented binary message.
void append_binary_frame(std::string& out, std::string_view bytes);

/// An unmasked ping. Throws std::invalid_argument if the payload exceeds max_control_payload_size bytes.
void append_ping_frame(std::string& out, std::string_view payload = {});

/// An unmasked pong; the answer to a ping carries the ping's payload. Throws as append_ping_frame does.
void append_pong_frame(std::string& out, std::string_view payload = {});

/// An unmasked close frame. `reason` must be UTF-8 and is shortened to what fits, at a character boundary. Throws
/// std::invalid_argument for a code that may not appear on the wire.
void append_close_frame(std::string& out, CloseCode code, std::string_view reason = {});

/// An unmasked close frame without code and reason.
void append_empty_close_frame(std::string& out);

/// The answer that completes the closing handshake: the peer's code without its reason, or an empty close frame if it
/// gave no code (RFC 6455, 5.5.1). `received` must be as read from the wire, which vouches for the code.
void append_close_reply(std::string& out, const Close& received);

/// The payload of a close frame, for append_masked_frame. Shortens and throws as append_close_frame does.
std::string encode_close_payload(CloseCode code, std::string_view reason = {});

/// A client's frame: masked with `key`, which a real client draws at random for every frame. Throws
/// std::invalid_argument for a control frame that is fragmented or over max_control_payload_size bytes.
void append_masked_frame(std::string& out, Opcode opcode, std::string_view payload, const MaskingKey& key,
                         bool fin = true);

/// Only a header; the payload follows from elsewhere. Writes what it is told, whether the combination is legal or not.
void append_frame_header(std::string& out, const FrameHeader& header);

}  // namespace matinee::websocket
