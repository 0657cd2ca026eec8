// Hostile bytes into decode_command, as the text of one message to the party "party-uuid".
// Checked: there is either a message or a reason that may be sent back (not empty, UTF-8, under 2 KiB), and the same
// bytes always mean the same.
#include <cstdint>
#include <cstdlib>
#include <iostream>

#include "protocol/protocol_test_support.hpp"

namespace {

using namespace matinee;

constexpr std::size_t longest_detail = 2 * 1024;

void require(bool condition, const char* what) {
  if (condition) return;
  std::cerr << "broken: " << what << '\n';
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto result = protocol::decode_command(text, protocol::testing::party_id);
  if (result) {
    require(!result.value().type.empty(), "a message has a type");
  } else {
    const std::string& detail = result.error().detail;
    require(!detail.empty(), "an error has a detail");
    require(detail.size() < longest_detail, "a detail is short");
    require(protocol::testing::is_sendable(detail), "a detail is UTF-8");
  }
  require(protocol::testing::decoded(text) == protocol::testing::decoded(text), "decoding is deterministic");
  return 0;
}
