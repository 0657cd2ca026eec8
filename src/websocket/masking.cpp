#include "websocket/masking.hpp"

#include <cstring>

namespace matinee::websocket {

void apply_mask(std::span<char> bytes, const MaskingKey& key, std::uint64_t offset) {
  // The key, repeated over one machine word and rotated so that its first byte meets bytes[0]. Assembled in memory
  // order, so it is right on either endianness.
  std::uint8_t pattern[8];
  for (std::size_t i = 0; i < sizeof pattern; ++i) pattern[i] = key[(offset + i) % key.size()];
  std::uint64_t word_mask;
  std::memcpy(&word_mask, pattern, sizeof word_mask);

  std::size_t i = 0;
  for (; i + sizeof word_mask <= bytes.size(); i += sizeof word_mask) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data() + i, sizeof word);
    word ^= word_mask;
    std::memcpy(bytes.data() + i, &word, sizeof word);
  }
  // i is a multiple of 8, so the tail starts at the pattern's first byte.
  for (std::size_t j = 0; i < bytes.size(); ++i, ++j) bytes[i] = static_cast<char>(bytes[i] ^ pattern[j]);
}

}  // namespace matinee::websocket
