// Hostile bytes into MessageReader. Layout of an input:
//   byte 0    bit 0: read as client instead of server; bits 1-7: choice of the size limit
//   byte 1    seed of the piece sizes
//   the rest  what the peer sends
// Checked: the events do not depend on how the bytes are cut, nothing follows a Close or Failure, no message exceeds
// the limit or is broken text, and memory stays within bounds.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>

#include "base/utf8.hpp"
#include "websocket/frame_test_support.hpp"

namespace {

using namespace matinee::websocket;

void require(bool condition, const char* what) {
  if (condition) return;
  std::cerr << "broken: " << what << '\n';
  std::abort();
}

void check_event(const Event& event, const ReaderOptions& options) {
  if (const auto* message = std::get_if<TextMessage>(&event)) {
    require(message->text.size() <= options.max_message_size, "text message within the limit");
    require(matinee::is_valid_utf8(message->text), "text message is UTF-8");
  } else if (const auto* binary = std::get_if<BinaryMessage>(&event)) {
    require(binary->bytes.size() <= options.max_message_size, "binary message within the limit");
  } else if (const auto* close = std::get_if<Close>(&event)) {
    require(!close->code || may_appear_on_wire(*close->code), "close code may appear on the wire");
    require(matinee::is_valid_utf8(close->reason), "close reason is UTF-8");
  }
}

// Like testing::read_in_pieces, looking at every event and at the memory after every piece.
template <class NextSize>
testing::Records read_checked(std::string_view bytes, const ReaderOptions& options, NextSize next_size) {
  MessageReader reader(options);
  testing::Records records;
  while (!bytes.empty()) {
    std::string_view piece = bytes.substr(0, next_size());
    bytes.remove_prefix(piece.size());
    while (const auto event = reader.next(piece)) {
      require(records.empty() || !(records.back().starts_with("close:") || records.back().starts_with("failure:")),
              "nothing follows the last event");
      check_event(*event, options);
      records.push_back(testing::record(*event));
    }
    require(piece.empty(), "all input is taken");
    // std::string grows by doubling; a message and a control frame may both be half read.
    const std::size_t bound = 2 * (std::size_t{options.max_message_size} + max_control_payload_size);
    require(reader.buffered_capacity() <= bound, "memory within bounds");
    require(!reader.finished() || reader.buffered_capacity() == 0, "no memory after the last event");
  }
  return records;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::array<std::uint32_t, 6> limits{16 * 1024, 0, 1, 125, 300, 70'000};
  if (size < 2) return 0;
  const ReaderOptions options{.role = (data[0] & 1) != 0 ? Role::client : Role::server,
                              .max_message_size = limits[(data[0] >> 1) % limits.size()]};
  std::minstd_rand random(data[1] + 1u);
  const std::size_t largest_piece = 1 + data[1] % 32;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);

  const auto whole = read_checked(bytes, options, [&] { return bytes.size(); });
  const auto pieces = read_checked(bytes, options, [&] { return 1 + random() % largest_piece; });
  require(whole == pieces, "events do not depend on how the input is cut");
  return 0;
}
