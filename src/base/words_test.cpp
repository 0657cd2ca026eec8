#include "base/words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace matinee {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Words, AreFoldedAndCutAtEverythingElse) {
  EXPECT_THAT(words_of("Dr. Caligari's CABINET (1920)"), ElementsAre("dr", "caligari", "s", "cabinet", "1920"));
  EXPECT_THAT(words_of("Über-Kino ÉTÉ"), ElementsAre("über", "kino", "été"));
  EXPECT_THAT(words_of("НОЧНОЙ ДОЗОР"), ElementsAre("ночной", "дозор"));
  EXPECT_THAT(words_of("七人の侍 ABC"), ElementsAre("七人の侍", "abc"));
}

TEST(Words, AreNamedOnce) {
  EXPECT_THAT(words_of("movie Movie MOVIE night"), ElementsAre("movie", "night"));
}

TEST(Words, OfNothingAreNone) {
  EXPECT_THAT(words_of(""), IsEmpty());
  EXPECT_THAT(words_of(" 🎬 … !"), IsEmpty());
}

TEST(Hexadecimal, SortsAsTheBytesDo) {
  EXPECT_EQ(hexadecimal("ab\xff"), "6162ff");
  EXPECT_LT(hexadecimal("ab"), hexadecimal("abc"));
  EXPECT_LT(hexadecimal("abz"), hexadecimal("ac"));
}

}  // namespace
}  // namespace matinee
