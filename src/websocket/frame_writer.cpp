#include "websocket/frame_writer.hpp"

#include <span>
#include <stdexcept>

#include "websocket/masking.hpp"

namespace matinee::websocket {
namespace {

void append_big_endian(std::string& out, std::uint64_t value, unsigned bytes) {
  while (bytes-- > 0) out.push_back(static_cast<char>(value >> (8 * bytes)));
}

void append_unmasked_frame(std::string& out, Opcode opcode, std::string_view payload) {
  append_frame_header(out, {.opcode = opcode, .payload_size = payload.size()});
  out.append(payload);
}

void require_control_frame_size(std::string_view payload) {
  if (payload.size() > max_control_payload_size) {
    throw std::invalid_argument("control frame payload of " + std::to_string(payload.size()) +
                                " bytes: at most 125 are allowed");
  }
}

void append_control_frame(std::string& out, Opcode opcode, std::string_view payload) {
  require_control_frame_size(payload);
  append_unmasked_frame(out, opcode, payload);
}

}  // namespace

void append_text_frame(std::string& out, std::string_view text) {
  append_unmasked_frame(out, Opcode::text, text);
}

void append_binary_frame(std::string& out, std::string_view bytes) {
  append_unmasked_frame(out, Opcode::binary, bytes);
}

void append_ping_frame(std::string& out, std::string_view payload) {
  append_control_frame(out, Opcode::ping, payload);
}

void append_pong_frame(std::string& out, std::string_view payload) {
  append_control_frame(out, Opcode::pong, payload);
}

void append_close_frame(std::string& out, CloseCode code, std::string_view reason) {
  append_control_frame(out, Opcode::close, encode_close_payload(code, reason));
}

void append_empty_close_frame(std::string& out) {
  append_control_frame(out, Opcode::close, {});
}

void append_close_reply(std::string& out, const Close& received) {
  if (received.code) {
    append_close_frame(out, *received.code);
  } else {
    append_empty_close_frame(out);
  }
}

std::string encode_close_payload(CloseCode code, std::string_view reason) {
  const auto value = static_cast<std::uint16_t>(code);
  if (!may_appear_on_wire(code)) {
    throw std::invalid_argument("close code " + std::to_string(value) +
                                ": only 1000-1003, 1007-1014 and 3000-4999 may be sent");
  }
  std::string payload;
  append_big_endian(payload, value, 2);
  payload.append(fit_close_reason(reason));
  return payload;
}

void append_masked_frame(std::string& out, Opcode opcode, std::string_view payload, const MaskingKey& key, bool fin) {
  if (is_control(opcode)) {
    require_control_frame_size(payload);
    if (!fin) throw std::invalid_argument("control frames can't be fragmented");
  }
  append_frame_header(
      out, {.opcode = opcode, .fin = fin, .masked = true, .masking_key = key, .payload_size = payload.size()});
  const std::size_t start = out.size();
  out.append(payload);
  apply_mask(std::span(out).subspan(start), key);
}

void append_frame_header(std::string& out, const FrameHeader& header) {
  constexpr std::uint8_t fin_bit = 0x80;
  constexpr std::uint8_t mask_bit = 0x80;
  out.push_back(static_cast<char>((header.fin ? fin_bit : 0) | static_cast<std::uint8_t>(header.opcode)));

  const std::uint8_t mask = header.masked ? mask_bit : 0;
  if (header.payload_size <= max_7_bit_size) {
    out.push_back(static_cast<char>(mask | header.payload_size));
  } else if (header.payload_size <= max_16_bit_size) {
    out.push_back(static_cast<char>(mask | length_follows_in_16_bits));
    append_big_endian(out, header.payload_size, 2);
  } else {
    out.push_back(static_cast<char>(mask | length_follows_in_64_bits));
    append_big_endian(out, header.payload_size, 8);
  }
  if (header.masked) out.append(header.masking_key.begin(), header.masking_key.end());
}

}  // namespace matinee::websocket
