// The vocabulary of RFC 6455 frames: opcodes, the header, size limits. Plain values, usable on any thread.
// Reading is in frame_reader.hpp, writing in frame_writer.hpp, close codes in close.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace matinee::websocket {

/// Which end of the connection this process is. A server reads masked and writes unmasked frames, a client the reverse
/// (RFC 6455, 5.1).
enum class Role : std::uint8_t { server, client };

/// RFC 6455, 11.8. Every other value (3-7, 11-15) is reserved.
enum class Opcode : std::uint8_t {
  continuation = 0x0,
  text = 0x1,
  binary = 0x2,
  close = 0x8,
  ping = 0x9,
  pong = 0xA,
};

constexpr bool is_control(Opcode opcode) {
  return (static_cast<std::uint8_t>(opcode) & 0x8) != 0;
}

/// True for the six opcodes above; `value` is the low four bits of a frame's first byte.
constexpr bool is_known_opcode(std::uint8_t value) {
  return value <= 0x2 || (value >= 0x8 && value <= 0xA);
}

/// The four bytes a client's payload is XORed with, in wire order (RFC 6455, 5.3).
using MaskingKey = std::array<std::uint8_t, 4>;

/// A frame without its payload. RSV bits are not represented: no extension is negotiated, so they are always 0.
struct FrameHeader {
  Opcode opcode = Opcode::continuation;
  bool fin = true;  ///< Last (or only) frame of its message.
  bool masked = false;
  MaskingKey masking_key{};        ///< Meaningful only when `masked`.
  std::uint64_t payload_size = 0;  ///< Bytes, below 2^63.
};

/// Bytes a control frame may carry at most (RFC 6455, 5.5).
inline constexpr std::size_t max_control_payload_size = 125;

/// Bytes of the longest header: 2 fixed, 8 of length, 4 of masking key.
inline constexpr std::size_t max_frame_header_size = 14;

/// Payload sizes up to this one are written in the header's second byte itself.
inline constexpr std::uint64_t max_7_bit_size = 125;

/// Payload sizes up to this one are written as 16 bits after it, larger ones as 64.
inline constexpr std::uint64_t max_16_bit_size = 0xFFFF;

/// Values of the 7-bit length field that announce a longer one (RFC 6455, 5.2).
inline constexpr std::uint8_t length_follows_in_16_bits = 126;
inline constexpr std::uint8_t length_follows_in_64_bits = 127;

/// Bytes the header of a frame with `payload_size` bytes takes, in the minimal length encoding the RFC demands.
constexpr std::size_t frame_header_size(std::uint64_t payload_size, bool masked) {
  const std::size_t length = payload_size <= max_7_bit_size ? 0 : payload_size <= max_16_bit_size ? 2 : 8;
  return 2 + length + (masked ? 4 : 0);
}

}  // namespace matinee::websocket
