#include "auth/password_pool.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include <future>
#include <thread>

namespace matinee::auth {
namespace {

constexpr PasswordPool::Cost cheap{crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN};

PasswordPool::Options cheaply(std::size_t most_waiting = 32) {
  return {1, most_waiting, cheap};
}

std::optional<std::string> hash_of(PasswordPool& pool, const std::string& password) {
  std::promise<std::optional<std::string>> answer;
  pool.hash(password, [&](std::optional<std::string> hash) { answer.set_value(std::move(hash)); });
  return answer.get_future().get();
}

std::optional<bool> fits(PasswordPool& pool, const std::string& hash, const std::string& password) {
  std::promise<std::optional<bool>> answer;
  pool.compare(hash, password, [&](std::optional<bool> result) { answer.set_value(result); });
  return answer.get_future().get();
}

TEST(PasswordPool, TellsTheRightPasswordFromOthers) {
  PasswordPool pool(cheaply());
  const auto hash = hash_of(pool, "open sesame");
  ASSERT_TRUE(hash);
  EXPECT_EQ(fits(pool, *hash, "open sesame"), true);
  EXPECT_EQ(fits(pool, *hash, "open sesam"), false);
  EXPECT_EQ(fits(pool, *hash, "Open sesame"), false);
  EXPECT_EQ(fits(pool, *hash, ""), false);
}

TEST(PasswordPool, HashesAreArgon2idAndSalted) {
  PasswordPool pool(cheaply());
  const auto one = hash_of(pool, "open sesame");
  const auto other = hash_of(pool, "open sesame");
  ASSERT_TRUE(one && other);
  EXPECT_TRUE(one->starts_with("$argon2id$"));
  EXPECT_NE(*one, *other);
  EXPECT_EQ(one->find("sesame"), std::string::npos);
}

TEST(PasswordPool, NothingFitsWhatIsNoHash) {
  PasswordPool pool(cheaply());
  EXPECT_NE(fits(pool, "", ""), true);
  EXPECT_NE(fits(pool, "$argon2id$", "open sesame"), true);
}

TEST(PasswordPool, WorksOnAThreadOfItsOwn) {
  PasswordPool pool(cheaply());
  std::promise<std::thread::id> answer;
  pool.hash("open sesame", [&](const auto&) { answer.set_value(std::this_thread::get_id()); });
  EXPECT_NE(answer.get_future().get(), std::this_thread::get_id());
}

TEST(PasswordPool, RefusesAtOnceWhenTooManyWait) {
  PasswordPool pool(cheaply(1));
  std::promise<void> begun;
  std::promise<void> go;
  pool.hash("first", [&](const auto&) {
    begun.set_value();
    go.get_future().wait();
  });
  begun.get_future().wait();
  std::promise<std::optional<std::string>> second;
  pool.hash("second", [&](std::optional<std::string> hash) { second.set_value(std::move(hash)); });
  bool refused = false;
  pool.hash("third", [&](std::optional<std::string> hash) { refused = !hash; });
  EXPECT_TRUE(refused);
  go.set_value();
  EXPECT_TRUE(second.get_future().get());
}

}  // namespace
}  // namespace matinee::auth
