#include "base/utf8.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace matinee {
namespace {

// Length of the run of ASCII bytes at the start, in whole words: most text is ASCII, and a word is one test.
std::size_t ascii_prefix(std::string_view bytes) {
  constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080;
  std::size_t i = 0;
  for (std::uint64_t word; i + sizeof word <= bytes.size(); i += sizeof word) {
    std::memcpy(&word, bytes.data() + i, sizeof word);
    if ((word & high_bits) != 0) break;
  }
  return i;
}

}  // namespace

bool Utf8Validator::append(std::string_view bytes) {
  while (!bytes.empty()) {
    if (complete()) bytes.remove_prefix(ascii_prefix(bytes));
    // Up to the end of the word that was not all ASCII, then try words again.
    const std::size_t count = std::min(bytes.size(), sizeof(std::uint64_t));
    for (const char byte : bytes.substr(0, count)) {
      if (!append_byte(static_cast<std::uint8_t>(byte))) return false;
    }
    bytes.remove_prefix(count);
  }
  return true;
}

bool Utf8Validator::append_byte(std::uint8_t byte) {
  if (missing_ == 0) return start_character(byte);
  if (byte < lowest_ || byte > highest_) return false;
  expect(static_cast<std::uint8_t>(missing_ - 1), 0x80, 0xBF);
  return true;
}

// Unicode 15.0, table 3-7: what may follow each leading byte.
bool Utf8Validator::start_character(std::uint8_t lead) {
  if (lead <= 0x7F) return true;
  if (lead < 0xC2) return false;  // a continuation byte, or C0/C1: an overlong two-byte form
  if (lead <= 0xDF) {
    expect(1, 0x80, 0xBF);
  } else if (lead <= 0xEF) {
    expect(2, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);  // no overlong forms, no surrogates
  } else if (lead <= 0xF4) {
    expect(3, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);  // no overlong forms, <= U+10FFFF
  } else {
    return false;
  }
  return true;
}

void Utf8Validator::expect(std::uint8_t missing, std::uint8_t lowest, std::uint8_t highest) {
  missing_ = missing;
  lowest_ = lowest;
  highest_ = highest;
}

bool is_valid_utf8(std::string_view text) {
  Utf8Validator validator;
  return validator.append(text) && validator.complete();
}

}  // namespace matinee
