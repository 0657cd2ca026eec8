#include "websocket/header_decoder.hpp"

#include <algorithm>

namespace matinee::websocket {
namespace {

constexpr std::uint8_t fin_bit = 0x80;
constexpr std::uint8_t reserved_bits = 0x70;
constexpr std::uint8_t opcode_bits = 0x0F;

}  // namespace

std::optional<FailureReason> HeaderDecoder::consume(std::string_view& input) {
  if (size_ < fixed_part_size) {
    take(input);
    if (size_ < fixed_part_size) return std::nullopt;
    if (const auto failure = check_fixed_part()) return failure;
    needed_ = static_cast<std::uint8_t>(fixed_part_size + length_bytes() + (masked() ? sizeof(MaskingKey) : 0));
  }
  take(input);
  return complete() ? check_length() : std::nullopt;
}

FrameHeader HeaderDecoder::header() const {
  FrameHeader header{.opcode = static_cast<Opcode>(bytes_[0] & opcode_bits),
                     .fin = (bytes_[0] & fin_bit) != 0,
                     .masked = masked(),
                     .payload_size = payload_size()};
  if (masked()) {
    std::copy_n(bytes_.begin() + fixed_part_size + length_bytes(), sizeof(MaskingKey), header.masking_key.begin());
  }
  return header;
}

void HeaderDecoder::reset() {
  size_ = 0;
  needed_ = fixed_part_size;
}

void HeaderDecoder::take(std::string_view& input) {
  const std::size_t count = std::min<std::size_t>(needed_ - size_, input.size());
  std::copy_n(input.begin(), count, bytes_.begin() + size_);
  size_ = static_cast<std::uint8_t>(size_ + count);
  input.remove_prefix(count);
}

std::optional<FailureReason> HeaderDecoder::check_fixed_part() const {
  if ((bytes_[0] & reserved_bits) != 0) return FailureReason::reserved_bits_set;
  const auto opcode = static_cast<std::uint8_t>(bytes_[0] & opcode_bits);
  if (!is_known_opcode(opcode)) return FailureReason::reserved_opcode;
  if (is_control(Opcode{opcode})) {
    if ((bytes_[0] & fin_bit) == 0) return FailureReason::fragmented_control_frame;
    if (length_field() > max_control_payload_size) return FailureReason::control_frame_too_long;
  }
  if (role_ == Role::server && !masked()) return FailureReason::unmasked_frame;
  if (role_ == Role::client && masked()) return FailureReason::masked_frame;
  return std::nullopt;
}

std::optional<FailureReason> HeaderDecoder::check_length() const {
  const std::uint64_t size = payload_size();
  if (size >> 63 != 0) return FailureReason::length_out_of_range;
  if (length_field() == length_follows_in_16_bits && size <= max_7_bit_size) return FailureReason::length_not_minimal;
  if (length_field() == length_follows_in_64_bits && size <= max_16_bit_size) return FailureReason::length_not_minimal;
  return std::nullopt;
}

std::uint8_t HeaderDecoder::length_bytes() const {
  if (length_field() == length_follows_in_16_bits) return 2;
  if (length_field() == length_follows_in_64_bits) return 8;
  return 0;
}

std::uint64_t HeaderDecoder::payload_size() const {
  if (length_bytes() == 0) return length_field();
  std::uint64_t size = 0;
  for (std::size_t i = 0; i < length_bytes(); ++i) size = size << 8 | bytes_[fixed_part_size + i];
  return size;
}

}  // namespace matinee::websocket
