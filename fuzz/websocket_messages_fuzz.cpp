// What the writer writes, MessageReader reads. The input is a list of operations of a peer that follows the rules, two
// bytes each:
//   byte 0   bits 0-2: 0 text, 1 binary, 2 large text, 3 large binary, 4-5 ping, 6-7 pong; bit 3: last fragment
//   byte 1   payload size in bytes, for a large one in units of 64
// While a message is in progress, text and binary continue it; one left open is finished at the end. The first byte
// also seeds the piece sizes.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>

#include "websocket/frame_test_support.hpp"
#include "websocket/frame_writer.hpp"

namespace {

using namespace matinee::websocket;

// A peer that follows the rules, and what its reader must see.
class LegalPeer {
 public:
  void apply(std::uint8_t operation, std::uint8_t size) {
    const auto kind = static_cast<std::uint8_t>(operation & 7);
    const std::string payload(size, static_cast<char>('a' + (operation + size) % 26));
    if (kind == 4 || kind == 5) {
      control(Opcode::ping, payload.substr(0, max_control_payload_size), "ping:");
    } else if (kind == 6 || kind == 7) {
      control(Opcode::pong, payload.substr(0, max_control_payload_size), "pong:");
    } else {
      data(kind % 2 == 0, kind < 2 ? payload : std::string(size * std::size_t{64}, payload.empty() ? ' ' : payload[0]),
           (operation & 8) != 0);
    }
  }

  void finish() {
    if (in_message_) data(true, "", true);
  }

  const std::string& bytes() const { return bytes_; }
  const testing::Records& expected() const { return expected_; }

 private:
  void control(Opcode opcode, const std::string& payload, const char* name) {
    append_masked_frame(bytes_, opcode, payload, next_key());
    expected_.push_back(name + payload);
  }

  void data(bool text, const std::string& payload, bool fin) {
    const Opcode opcode = in_message_ ? Opcode::continuation : text ? Opcode::text : Opcode::binary;
    if (!in_message_) message_ = text ? "text:" : "binary:";
    message_ += payload;
    append_masked_frame(bytes_, opcode, payload, next_key(), fin);
    in_message_ = !fin;
    if (fin) expected_.push_back(message_);
  }

  MaskingKey next_key() {
    MaskingKey key;
    for (auto& byte : key) byte = static_cast<std::uint8_t>(random_());
    return key;
  }

  std::minstd_rand random_;
  bool in_message_ = false;
  std::string message_;
  std::string bytes_;
  testing::Records expected_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 512) return 0;  // 256 operations, 4 MiB
  LegalPeer peer;
  for (std::size_t i = 0; i + 1 < size; i += 2) peer.apply(data[i], data[i + 1]);
  peer.finish();

  const ReaderOptions options{.max_message_size = 8 * 1024 * 1024};
  std::minstd_rand random(size > 0 ? 1u + (data[0] >> 4) : 1u);
  const auto read = testing::read_in_pieces(peer.bytes(), options, [&] { return 1 + random() % 3000; });
  if (read != peer.expected()) {
    std::cerr << "broken: a reader must see what the writer wrote\n";
    std::abort();
  }
  return 0;
}
