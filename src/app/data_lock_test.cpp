#include "app/data_lock.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>

namespace matinee::app {
namespace {

TEST(DataLock, LetsOneInAtATime) {
  const auto database = std::filesystem::path(::testing::TempDir()) / "data_lock_test.db";
  auto first = DataLock::take(database);
  ASSERT_TRUE(first) << first.error();
  const auto second = DataLock::take(database);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().find("another server is using"), std::string::npos);
  {
    const DataLock moved = std::move(first).value();
    EXPECT_FALSE(DataLock::take(database));
  }
  EXPECT_TRUE(DataLock::take(database));
}

TEST(DataLock, SaysWhyTheFileCannotBeMade) {
  const auto lock = DataLock::take("/dev/null/all.db");
  ASSERT_FALSE(lock);
  EXPECT_NE(lock.error().find("can't open /dev/null/all.db.lock"), std::string::npos) << lock.error();
}

}  // namespace
}  // namespace matinee::app
