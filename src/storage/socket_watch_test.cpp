// SocketWatch: ends a wait that takes too long, and leaves alone what ended in time.
#include "storage/socket_watch.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

namespace matinee::storage {
namespace {

class SocketWatchTest : public testing::Test {
 protected:
  SocketWatchTest() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_), 0); }
  ~SocketWatchTest() override {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }

  int ends_[2] = {-1, -1};
};

TEST_F(SocketWatchTest, AWaitBeyondItsDeadlineEnds) {
  SocketWatch watch;
  for (int i = 0; i < 2; ++i) {
    const auto deadline = watch.deadline(ends_[0], Millis{1});
    char byte = 0;
    EXPECT_EQ(::read(ends_[0], &byte, 1), 0) << "as if the other side had closed";
  }
}

TEST_F(SocketWatchTest, WhatEndedInTimeIsLeftAlone) {
  SocketWatch watch;
  const auto others = watch.deadline(-1, Millis{1});
  { const auto deadline = watch.deadline(ends_[0], Millis{3'600'000}); }
  int sentinel[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sentinel), 0);
  const auto due = watch.deadline(sentinel[0], Millis{1});
  char byte = 0;
  EXPECT_EQ(::read(sentinel[0], &byte, 1), 0) << "the watch has looked at all of them by now";
  EXPECT_EQ(::write(ends_[1], "x", 1), 1);
  EXPECT_EQ(::read(ends_[0], &byte, 1), 1);
  ::close(sentinel[0]);
  ::close(sentinel[1]);
}

}  // namespace
}  // namespace matinee::storage
