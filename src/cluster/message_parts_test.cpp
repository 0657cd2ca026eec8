// Parts of messages: what is whole comes out as it went in, and nothing else comes out.
#include "cluster/message_parts.hpp"

#include <gtest/gtest.h>

namespace matinee::cluster {
namespace {

using Whole = std::optional<std::string>;
constexpr std::size_t plenty = 1'000'000;

TEST(MessageParts, PlacesAreReadAsTheyWereWritten) {
  const PartPlace place{"node-1_a", 18'446'744'073'709'551'615U, 3, 4};
  EXPECT_EQ(parse_part_place(to_text(place)), place);
}

TEST(MessageParts, WhatIsNoPlaceIsRefused) {
  for (const char* text : {"", "a", "a 1 0", "a 1 0 1 1", "a 1 1 1", " 1 0 1", "a x 0 1", "a 1 0 -1",
                           "a 1 0 4294967296", "a  1 0 1", "a 1 0 1 ", "a 1 0 1x"}) {
    EXPECT_EQ(parse_part_place(text), std::nullopt) << text;
  }
}

TEST(MessageParts, MessagesOfSeveralSendersComeTogetherSideBySide) {
  MessageAssembly assembly(plenty);
  EXPECT_EQ(assembly.add({"a", 1, 0, 2}, "Hello, "), std::nullopt);
  EXPECT_EQ(assembly.add({"b", 1, 0, 3}, "x"), std::nullopt);
  EXPECT_EQ(assembly.add({"a", 1, 1, 2}, "world"), Whole("Hello, world"));
  EXPECT_EQ(assembly.add({"b", 1, 1, 3}, ""), std::nullopt);
  EXPECT_EQ(assembly.add({"b", 1, 2, 3}, "y"), Whole("xy"));
  EXPECT_EQ(assembly.add({"a", 2, 0, 1}, "alone"), Whole("alone"));
}

TEST(MessageParts, AMessageThatLacksAPartIsDroppedAndTheNextIsWhole) {
  MessageAssembly assembly(plenty);
  EXPECT_EQ(assembly.add({"a", 1, 0, 3}, "1"), std::nullopt);
  EXPECT_EQ(assembly.add({"a", 1, 2, 3}, "3"), std::nullopt) << "the second was lost";
  EXPECT_EQ(assembly.add({"a", 2, 1, 2}, "2"), std::nullopt) << "the first was lost";
  EXPECT_EQ(assembly.add({"a", 3, 0, 2}, "1"), std::nullopt);
  EXPECT_EQ(assembly.add({"a", 4, 1, 2}, "2"), std::nullopt) << "of another message";
  EXPECT_EQ(assembly.add({"a", 5, 0, 2}, "1"), std::nullopt);
  EXPECT_EQ(assembly.add({"a", 6, 0, 2}, "1"), std::nullopt) << "the rest of the one before never came";
  EXPECT_EQ(assembly.add({"a", 6, 1, 2}, "2"), Whole("12"));
}

TEST(MessageParts, NoMoreIsKeptThanAllowedAndWhatWasDroppedMakesRoom) {
  MessageAssembly assembly(1'000);
  const std::string large(600, 'x');
  EXPECT_EQ(assembly.add({"a", 1, 0, 2}, large), std::nullopt);
  EXPECT_EQ(assembly.add({"a", 1, 1, 2}, large), std::nullopt) << "too large";
  EXPECT_EQ(assembly.add({"a", 2, 0, 2}, large), std::nullopt);
  EXPECT_EQ(assembly.add({"b", 1, 0, 1}, large), std::nullopt) << "no room beside the other";
  EXPECT_EQ(assembly.add({"a", 2, 1, 2}, "y"), Whole(large + "y"));
  EXPECT_EQ(assembly.add({"b", 2, 0, 1}, large), Whole(large));
  EXPECT_EQ(assembly.add({"a", 3, 0, 2}, large), std::nullopt);
  assembly.clear();
  EXPECT_EQ(assembly.add({"a", 3, 1, 2}, "y"), std::nullopt);
  EXPECT_EQ(assembly.add({"b", 3, 0, 1}, large), Whole(large));
}

}  // namespace
}  // namespace matinee::cluster
