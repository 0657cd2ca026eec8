// Timers and tasks: their order, and what cancelling means; on the real loop only what needs threads.
#include "transport/event_loop.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <string>
#include <thread>
#include <vector>

namespace matinee::transport {
namespace {

constexpr TimePoint start{};

TEST(TimerQueue, RunsByDeadlineThenByAge) {
  TimerQueue timers;
  std::string ran;
  timers.add(start + Millis{2}, [&] { ran += 'c'; });
  timers.add(start + Millis{1}, [&] { ran += 'a'; });
  timers.add(start + Millis{1}, [&] { ran += 'b'; });
  timers.add(start + Millis{3}, [&] { ran += 'd'; });
  EXPECT_EQ(timers.next_deadline(), start + Millis{1});
  timers.run_due(start);
  EXPECT_EQ(ran, "");
  timers.run_due(start + Millis{2});
  EXPECT_EQ(ran, "abc");
  timers.run_due(start + Millis{3});
  EXPECT_EQ(ran, "abcd");
  EXPECT_EQ(timers.next_deadline(), std::nullopt);
}

TEST(TimerQueue, ACancelledTaskDoesNotRunEvenWhenItIsDueTogether) {
  TimerQueue timers;
  std::string ran;
  engine::TimerId second{};
  timers.add(start, [&] {
    ran += 'a';
    timers.cancel(second);
  });
  second = timers.add(start, [&] { ran += 'b'; });
  const auto third = timers.add(start, [&] { ran += 'c'; });
  timers.cancel(third);
  timers.cancel(third);
  timers.run_due(start);
  EXPECT_EQ(ran, "a");
  EXPECT_EQ(timers.size(), 0u);
}

TEST(TimerQueue, ATaskMayCancelItself) {
  TimerQueue timers;
  engine::TimerId own{};
  int runs = 0;
  own = timers.add(start, [&] {
    ++runs;
    timers.cancel(own);
  });
  timers.run_due(start);
  timers.run_due(start);
  EXPECT_EQ(runs, 1);
}

TEST(TimerQueue, WhatATaskAddsWaitsForTheNextRound) {
  TimerQueue timers;
  int runs = 0;
  std::function<void()> again = [&] {
    ++runs;
    timers.add(start, again);
  };
  timers.add(start, again);
  timers.run_due(start);
  EXPECT_EQ(runs, 1);
  timers.run_due(start);
  EXPECT_EQ(runs, 2);
}

TEST(EventLoop, RunsPostedTasksInOrderOnItsThread) {
  EventLoop loop;
  std::vector<int> ran;
  std::promise<std::thread::id> done;
  for (int i = 0; i < 100; ++i) loop.post([&ran, i] { ran.push_back(i); });
  loop.post([&] { done.set_value(std::this_thread::get_id()); });
  loop.start();
  EXPECT_NE(done.get_future().get(), std::this_thread::get_id());
  loop.stop();
  loop.join();
  ASSERT_EQ(ran.size(), 100u);
  EXPECT_TRUE(std::is_sorted(ran.begin(), ran.end()));
}

TEST(EventLoop, AnswersManyWakesWithFewDrainsAndLosesNone) {
  EventLoop loop;
  std::atomic<int> submitted{0};
  int drains = 0;  // the loop's thread
  std::promise<void> all;
  constexpr int threads = 4;
  constexpr int wakes = 1'000;
  loop.on_wake([&] {
    ++drains;
    if (drains == 1) all.set_value();
  });
  std::vector<std::thread> wakers;
  for (int i = 0; i < threads; ++i) {
    wakers.emplace_back([&] {
      for (int n = 0; n < wakes; ++n) {
        ++submitted;
        loop.wake();
      }
    });
  }
  for (auto& waker : wakers) waker.join();
  // The loop was not running: all of it is one drain, and the last submission is seen by it.
  loop.start();
  all.get_future().get();
  loop.stop();
  loop.join();
  EXPECT_EQ(drains, 1);
  EXPECT_EQ(submitted.load(), threads * wakes);
}

TEST(EventLoop, AWakeDuringADrainBringsAnotherOne) {
  EventLoop loop;
  int drains = 0;
  std::promise<void> second;
  loop.on_wake([&] {
    if (++drains == 1) loop.wake();
    if (drains == 2) second.set_value();
  });
  loop.start();
  loop.wake();
  second.get_future().get();
  loop.stop();
  loop.join();
  EXPECT_EQ(drains, 2);
}

TEST(EventLoop, TimersRunInTimeAndNotBefore) {
  EventLoop loop;
  std::string ran;
  std::promise<void> done;
  const auto began = loop.now();
  loop.post([&] {
    const auto cancelled = loop.call_after(Millis{1}, [&] { ran += 'x'; });
    loop.call_after(Millis{20}, [&] {
      ran += 'c';
      done.set_value();
    });
    loop.call_after(Millis{10}, [&] { ran += 'b'; });
    loop.call_after(Millis{0}, [&] { ran += 'a'; });
    loop.cancel(cancelled);
  });
  loop.start();
  done.get_future().get();
  EXPECT_GE(loop.now() - began, Millis{20});
  loop.stop();
  loop.join();
  EXPECT_EQ(ran, "abc");
}

TEST(Loops, StopAndJoinAllOfThem) {
  Loops loops(3);
  EXPECT_EQ(loops.executors().size(), 3u);
  loops.start();
  std::promise<void> ran;
  loops[2].post([&] { ran.set_value(); });
  ran.get_future().get();
  loops.stop();
  loops.join();
}

}  // namespace
}  // namespace matinee::transport
