// BoxedMap: what it holds, beside a std::map.
#include "base/boxed_map.hpp"

#include <gtest/gtest.h>

#include <string>

namespace matinee {
namespace {

TEST(BoxedMap, FindsWhatWasPutIn) {
  BoxedMap<std::string, int> map;
  EXPECT_EQ(map.find("ada"), nullptr);
  EXPECT_EQ(map.try_emplace("ada", 1), 1);
  EXPECT_EQ(map.try_emplace("ada", 2), 1) << "what is there stays";
  ++map.try_emplace("bob");
  ASSERT_NE(map.find("ada"), nullptr);
  EXPECT_EQ(*map.find("ada"), 1);
  EXPECT_EQ(*map.find("bob"), 1);
  EXPECT_EQ(map.find("carol"), nullptr);
}

TEST(BoxedMap, TakesOnePointerWhileItIsEmpty) {
  EXPECT_EQ(sizeof(BoxedMap<std::string, int>), sizeof(void*));
  BoxedMap<std::string, int> map;
  map.erase("nobody");
  EXPECT_TRUE(map.empty());
  map.try_emplace("ada", 1);
  map.try_emplace("bob", 2);
  map.erase("ada");
  EXPECT_FALSE(map.empty());
  EXPECT_EQ(map.find("ada"), nullptr);
  map.erase("bob");
  EXPECT_TRUE(map.empty());
  map.try_emplace("ada", 1);
  map.clear();
  EXPECT_TRUE(map.empty());
}

}  // namespace
}  // namespace matinee
