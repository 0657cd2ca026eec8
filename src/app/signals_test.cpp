#include "app/signals.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <thread>

namespace matinee::app {
namespace {

TEST(Signals, TellsWhatTheOperatorMeans) {
  Signals signals;
  kill(getpid(), SIGHUP);
  EXPECT_EQ(signals.wait(), Event::reload);
  kill(getpid(), SIGTERM);
  EXPECT_EQ(signals.wait(), Event::stop);
  kill(getpid(), SIGINT);
  EXPECT_EQ(signals.wait(), Event::stop);
  EXPECT_EQ(signals.wait(Millis{0}), std::nullopt);
}

TEST(Signals, AnotherThreadCanEndAWait) {
  Signals signals;
  std::thread other([&signals] { signals.wake(); });
  EXPECT_EQ(signals.wait(), Event::wake);
  other.join();
  EXPECT_EQ(signals.wait(Millis{0}), std::nullopt) << "one wake, one event";
}

TEST(Signals, ABrokenPipeIsNoReasonToDie) {
  Signals signals;
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  close(ends[0]);
  EXPECT_EQ(write(ends[1], "x", 1), -1);
  close(ends[1]);
}

}  // namespace
}  // namespace matinee::app
