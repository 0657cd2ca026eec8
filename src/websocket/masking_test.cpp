#include "websocket/masking.hpp"

#include <gtest/gtest.h>

#include <string>

namespace matinee::websocket {
namespace {

constexpr MaskingKey key{0x37, 0xFA, 0x21, 0x3D};

TEST(Masking, MasksTheExampleOfTheRfc) {
  std::string text = "Hello";
  apply_mask(text, key);
  EXPECT_EQ(text, "\x7F\x9F\x4D\x51\x58");
}

// RFC 6455, 5.3: octet i is XORed with octet i MOD 4 of the key.
TEST(Masking, FollowsTheDefinitionForEveryLengthOffsetAndAlignment) {
  const std::string original = "0123456789abcdefghijklmnopqrstuvwxyz";
  for (std::size_t start = 0; start < 9; ++start) {
    for (std::size_t size = 0; start + size <= original.size(); ++size) {
      for (std::uint64_t offset = 0; offset < 9; ++offset) {
        std::string masked = original;
        apply_mask(std::span(masked).subspan(start, size), key, offset);
        std::string expected = original;
        for (std::size_t i = 0; i < size; ++i) {
          expected[start + i] = static_cast<char>(expected[start + i] ^ key[(offset + i) % 4]);
        }
        ASSERT_EQ(masked, expected) << start << ' ' << size << ' ' << offset;
      }
    }
  }
}

TEST(Masking, TwiceIsNothing) {
  std::string text = "the same operation masks and unmasks";
  apply_mask(text, key, 3);
  apply_mask(text, key, 3);
  EXPECT_EQ(text, "the same operation masks and unmasks");
}

}  // namespace
}  // namespace matinee::websocket
