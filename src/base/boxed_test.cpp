#include "base/boxed.hpp"

#include <gtest/gtest.h>

#include <string>

namespace matinee {
namespace {

TEST(Boxed, TakesOnePointer) {
  EXPECT_EQ(sizeof(Boxed<std::string>), sizeof(void*));
}

TEST(Boxed, IsEmptyUntilItIsGivenAValue) {
  Boxed<std::string> boxed;
  EXPECT_FALSE(boxed);
  EXPECT_EQ(boxed, std::nullopt);
  boxed = std::string("one");
  ASSERT_TRUE(boxed.has_value());
  EXPECT_EQ(*boxed, "one");
  EXPECT_EQ(boxed->size(), 3u);
  boxed.emplace(2, 'x');
  EXPECT_EQ(*boxed, "xx");
  boxed.reset();
  EXPECT_FALSE(boxed.has_value());
}

TEST(Boxed, CopiesTheValue) {
  Boxed<std::string> original = std::string("one");
  Boxed<std::string> copy = original;
  *copy += " more";
  EXPECT_EQ(*original, "one");
  EXPECT_EQ(*copy, "one more");
  EXPECT_FALSE(original == copy);
  copy = original;
  EXPECT_TRUE(original == copy);
  const Boxed<std::string>& same = copy;
  copy = same;
  EXPECT_EQ(*copy, "one");
  copy = std::nullopt;
  EXPECT_FALSE(original == copy);
  EXPECT_EQ(*original, "one");
}

TEST(Boxed, MovesLeaveItEmpty) {
  Boxed<std::string> from = std::string("one");
  const Boxed<std::string> to = std::move(from);
  EXPECT_EQ(*to, "one");
  EXPECT_FALSE(from);  // NOLINT(bugprone-use-after-move): that it is empty is what is tested
}

}  // namespace
}  // namespace matinee
