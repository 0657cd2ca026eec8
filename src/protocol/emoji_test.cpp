#include "protocol/emoji.hpp"

#include <gtest/gtest.h>

namespace matinee::protocol {
namespace {

TEST(Emoji, OfEveryKindAreOne) {
  for (const char* emoji : {"🔥",
                            "👏",
                            "😂",
                            "❤",
                            "❤️",
                            "👍🏽",
                            "👨‍👩‍👧‍👦",
                            "👩🏽‍🚀",
                            "🏳️‍🌈",
                            "🏴‍☠️",
                            "🇩🇪",
                            "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
                            "1️⃣",
                            "#⃣",
                            "*️⃣",
                            "©️",
                            "🏻",
                            "👁️‍🗨️",
                            "🧑🏻‍❤️‍💋‍🧑🏿",
                            "🫩",
                            "🐻‍❄️",
                            "❤️‍🔥",
                            "↔️",
                            "⛹🏿‍♀️"}) {
    EXPECT_TRUE(is_emoji(emoji)) << emoji;
  }
}

TEST(Emoji, OtherTextIsNone) {
  for (const char* text : {"",
                           "a",
                           "1",
                           "#",
                           "+",
                           ":fire:",
                           "🔥🔥",
                           "🔥 ",
                           " 🔥",
                           "🇩",
                           "🇩🇪🇫",
                           "‍",
                           "🔥‍",
                           "‍🔥",
                           "️",
                           "👨‍a",
                           "🔥a",
                           "あ",
                           "é",
                           "🏴󠁧󠁢",
                           "🔥󠁧󠁢󠁿",
                           "👍🏽🏽",
                           "<b>",
                           "1a⃣",
                           "❤️️"}) {
    EXPECT_FALSE(is_emoji(text)) << text;
  }
}

}  // namespace
}  // namespace matinee::protocol
