// Collects and checks one frame header (RFC 6455, 5.2). Part of MessageReader and of no use without it: it knows the
// rules that a header decides alone, not those about the message the frame belongs to.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "websocket/failure.hpp"
#include "websocket/frame.hpp"

namespace matinee::websocket {

class HeaderDecoder {
 public:
  explicit HeaderDecoder(Role role) : role_(role) {}

  /// Removes header bytes from the front of `input`, at most up to the header's end. A failure is final.
  std::optional<FailureReason> consume(std::string_view& input);

  /// True once the whole header has been consumed; then `header()` may be taken, until `reset()` starts the next one.
  bool complete() const { return size_ == needed_; }
  FrameHeader header() const;
  void reset();

 private:
  void take(std::string_view& input);
  std::optional<FailureReason> check_fixed_part() const;
  std::optional<FailureReason> check_length() const;
  std::uint8_t length_field() const { return bytes_[1] & 0x7F; }
  std::uint8_t length_bytes() const;
  bool masked() const { return (bytes_[1] & 0x80) != 0; }
  std::uint64_t payload_size() const;

  static constexpr std::uint8_t fixed_part_size = 2;  // what every header has, and what tells how long it is

  Role role_;
  std::uint8_t size_ = 0;                  // bytes collected
  std::uint8_t needed_ = fixed_part_size;  // bytes to collect, as far as known
  std::array<std::uint8_t, max_frame_header_size> bytes_{};
};

}  // namespace matinee::websocket
