// The order of a queue: ranks under random insertions against a plain list, and shuffles that favour nobody.
#include "party/queue.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

QueueItemPtr item(const std::string& name) {
  return std::make_shared<const QueueItem>(
      QueueItem{QueueItemId{name}, ClipId{name}, std::nullopt, std::nullopt, {UserId{"host"}, "Host"}});
}

bool ranks_grow(const Queue& queue) {
  for (std::size_t i = 1; i < queue.entries.size(); ++i) {
    if (queue.entries[i - 1].rank >= queue.entries[i].rank) return false;
  }
  return true;
}

TEST(Queue, KeepsTheOrderWhereverItemsArePut) {
  std::mt19937 random(7);
  Queue queue;
  std::vector<std::string> plain;
  for (int i = 0; i < 400; ++i) {
    const std::string name = "item" + std::to_string(i);
    const std::size_t place = random() % (plain.size() + 1);
    plain.insert(plain.begin() + static_cast<std::ptrdiff_t>(place), name);
    insert(queue, place, {item(name)});
    ASSERT_TRUE(ranks_grow(queue)) << i;
  }
  for (std::size_t i = 0; i < plain.size(); ++i) EXPECT_EQ(queue.entries[i].item->id.str(), plain[i]);
}

TEST(Queue, RanksThatRunOutAreMadeAnewAndAllSaid) {
  Queue queue;
  insert(queue, 0, {item("first"), item("last")});
  std::size_t put = 0;
  int insertions = 0;
  while (put < 2 && insertions < 100) {
    put = insert(queue, 1, {item("between" + std::to_string(insertions++))}).size();
    ASSERT_TRUE(ranks_grow(queue));
  }
  EXPECT_GT(insertions, 15) << "there is room for many between two neighbours";
  EXPECT_EQ(put, queue.entries.size()) << "every rank that changed is to be stored";
}

TEST(Queue, AShuffleIsTheSameForTheSameSeedAndMovesNoRank) {
  Queue one;
  insert(one, 0, {item("a"), item("b"), item("c"), item("d"), item("e")});
  Queue other = one;
  shuffle(one, 42);
  shuffle(other, 42);
  EXPECT_EQ(testing::text_of(one), testing::text_of(other));
  EXPECT_TRUE(ranks_grow(one));
}

TEST(Queue, EveryOrderIsAsLikelyAsAnyOther) {
  std::map<std::string, int> orders;
  constexpr int kShuffles = 24'000;
  for (std::uint64_t seed = 0; seed < kShuffles; ++seed) {
    Queue queue;
    insert(queue, 0, {item("a"), item("b"), item("c"), item("d")});
    shuffle(queue, seed);
    ++orders[testing::text_of(queue)];
  }
  EXPECT_EQ(orders.size(), 24U);
  // A thousand each; five standard deviations either side.
  for (const auto& [order, count] : orders) EXPECT_NEAR(count, 1'000, 155) << order;
}

TEST(Queue, WhatComesNextDependsOnTheLoop) {
  Queue queue;
  EXPECT_EQ(next_up(queue), nullptr);
  queue.current = item("now");
  EXPECT_EQ(next_up(queue), nullptr);
  queue.loop = Loop::all;
  EXPECT_EQ(next_up(queue), queue.current) << "alone in a loop";
  insert(queue, 0, {item("then")});
  EXPECT_EQ(next_up(queue)->id.str(), "then");
  queue.loop = Loop::one;
  EXPECT_EQ(next_up(queue), queue.current);
}

}  // namespace
}  // namespace matinee::party
