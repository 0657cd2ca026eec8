// For tests and fuzz targets only: frames as raw as needed to break every rule, and readers' events as comparable text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "websocket/frame_reader.hpp"
#include "websocket/masking.hpp"

namespace matinee::websocket::testing {

inline constexpr MaskingKey test_key{0x37, 0xFA, 0x21, 0x3D};  // the key of the examples in RFC 6455, 5.7

enum class LengthForm : std::uint8_t { minimal, bits_16, bits_64 };

/// A frame that may be illegal in every field. By default a legal, masked, unfragmented text frame.
struct RawFrame {
  Opcode opcode = Opcode::text;
  std::string payload{};
  bool fin = true;
  std::uint8_t reserved_bits = 0;  // RSV1-3 as the number 0-7
  std::optional<MaskingKey> key = test_key;
  LengthForm length_form = LengthForm::minimal;
  std::optional<std::uint64_t> announced_size{};  // what the header says instead of the payload's size
};

inline std::string encode(const RawFrame& frame) {
  const std::uint64_t size = frame.announced_size.value_or(frame.payload.size());
  unsigned length_bytes = size <= max_7_bit_size ? 0 : size <= max_16_bit_size ? 2 : 8;
  if (frame.length_form == LengthForm::bits_16) length_bytes = 2;
  if (frame.length_form == LengthForm::bits_64) length_bytes = 8;
  const std::uint64_t length_field = length_bytes == 0 ? size : length_bytes == 2 ? 126 : 127;

  std::string bytes;
  const auto put = [&](std::uint64_t byte) { bytes.push_back(static_cast<char>(byte)); };
  put((frame.fin ? 0x80u : 0u) | frame.reserved_bits << 4 | static_cast<unsigned>(frame.opcode));
  put((frame.key ? 0x80u : 0u) | length_field);
  for (unsigned i = length_bytes; i-- > 0;) put(size >> (8 * i));
  if (frame.key) bytes.append(frame.key->begin(), frame.key->end());
  const std::string_view key = frame.key ? std::string_view(bytes).substr(bytes.size() - 4) : std::string_view();
  const std::string mask(key);
  for (std::size_t i = 0; i < frame.payload.size(); ++i) {
    bytes.push_back(mask.empty() ? frame.payload[i] : static_cast<char>(frame.payload[i] ^ mask[i % 4]));
  }
  return bytes;
}

inline std::string encode(const std::vector<RawFrame>& frames) {
  std::string bytes;
  for (const RawFrame& frame : frames) bytes += encode(frame);
  return bytes;
}

/// The payload of a close frame with any code at all.
inline std::string raw_close_payload(std::uint16_t code, std::string_view reason = {}) {
  return std::string{static_cast<char>(code >> 8), static_cast<char>(code)}.append(reason);
}

/// Events as text: "text:...", "binary:...", "ping:...", "pong:...", "close:1000:...", "close:none:",
/// "failure:1002:<what>".
using Records = std::vector<std::string>;

struct Recorder {
  std::string operator()(const TextMessage& e) const { return std::string("text:").append(e.text); }
  std::string operator()(const BinaryMessage& e) const { return std::string("binary:").append(e.bytes); }
  std::string operator()(const Ping& e) const { return std::string("ping:").append(e.payload); }
  std::string operator()(const Pong& e) const { return std::string("pong:").append(e.payload); }
  std::string operator()(const Close& e) const {
    const std::string code = e.code ? std::to_string(static_cast<unsigned>(*e.code)) : "none";
    return ("close:" + code + ":").append(e.reason);
  }
  std::string operator()(const Failure& e) const {
    return ("failure:" + std::to_string(static_cast<unsigned>(e.close_code)) + ":").append(e.what);
  }
};

inline std::string record(const Event& event) {
  return std::visit(Recorder{}, event);
}

inline std::string failure_record(FailureReason reason) {
  return record(Failure{reason, close_code_for(reason), describe(reason)});
}

/// Feeds one piece and appends what comes of it.
inline void read_piece(MessageReader& reader, std::string_view piece, Records& records) {
  while (const auto event = reader.next(piece)) records.push_back(record(*event));
}

/// Feeds `bytes` in pieces of the sizes that `next_size()` returns, each at least 1.
template <class NextSize>
Records read_in_pieces(std::string_view bytes, ReaderOptions options, NextSize next_size) {
  MessageReader reader(options);
  Records records;
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, next_size());
    bytes.remove_prefix(piece.size());
    read_piece(reader, piece, records);
  }
  return records;
}

inline Records read_whole(std::string_view bytes, ReaderOptions options = {}) {
  return read_in_pieces(bytes, options, [&] { return bytes.size(); });
}

inline Records read_bytewise(std::string_view bytes, ReaderOptions options = {}) {
  return read_in_pieces(bytes, options, [] { return std::size_t{1}; });
}

}  // namespace matinee::websocket::testing
