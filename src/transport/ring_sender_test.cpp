// What a ring that fails leaves behind: everything is sent once, in another way, and the ring is not trusted again.
#include "transport/ring_sender.hpp"

#include <gtest/gtest.h>
#include <liburing.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <deque>
#include <limits>
#include <string>
#include <vector>

#include "base/file_descriptor.hpp"

namespace matinee::transport {
namespace {

constexpr unsigned everything = std::numeric_limits<unsigned>::max();

// What the "kernel" of a test does; senders take a plain function.
unsigned taken_at_most = everything;
int submissions = 0;

/// Hands over the first `taken_at_most` entries only; fails when that is none.
int submit_some(io_uring* ring) {
  ++submissions;
  if (taken_at_most == 0) return -EBUSY;
  const unsigned prepared = ring->sq.sqe_tail;
  ring->sq.sqe_tail = std::min(prepared, ring->sq.sqe_head + std::min(taken_at_most, everything - ring->sq.sqe_head));
  const int submitted = io_uring_submit(ring);
  ring->sq.sqe_tail = prepared;
  return submitted;
}

class RingSenderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    taken_at_most = everything;
    submissions = 0;
    auto made = make_ring_sender_over(submit_some, [this] { ++given_up_; });
    if (!made) GTEST_SKIP() << "no io_uring here: " << made.error();
    sender_ = std::move(made).value();
    submissions = 0;
    for (std::size_t i = 0; i < ends_.size(); ++i) {
      std::array<int, 2> pair{};
      ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair.data()), 0);
      near_[i].reset(pair[0]);
      ends_[i].reset(pair[1]);
      texts_[i] = std::to_string(i);
      slices_[i] = {texts_[i].data(), texts_[i].size()};
    }
  }

  void send_to_all() {
    std::vector<SendAttempt> attempts;
    for (std::size_t i = 0; i < ends_.size(); ++i) attempts.push_back({near_[i].get(), std::span(&slices_[i], 1)});
    sender_->send(attempts);
    for (std::size_t i = 0; i < ends_.size(); ++i) {
      EXPECT_EQ(attempts[i].result, static_cast<std::int64_t>(texts_[i].size())) << i;
    }
  }

  /// Everyone got their own text, once.
  void expect_each_once() {
    for (std::size_t i = 0; i < ends_.size(); ++i) {
      std::array<char, 64> buffer;
      const ssize_t received = ::recv(ends_[i].get(), buffer.data(), buffer.size(), 0);
      EXPECT_EQ(std::string(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(received, 0))), texts_[i]) << i;
    }
  }

  int given_up_ = 0;

 private:
  static constexpr std::size_t count = 12;
  std::unique_ptr<Sender> sender_;
  std::array<FileDescriptor, count> near_;
  std::array<FileDescriptor, count> ends_;
  std::array<std::string, count> texts_;
  std::array<iovec, count> slices_;
};

TEST_F(RingSenderTest, GoesOnWithTheRingWhileItTakesEverything) {
  for (int round = 1; round <= 3; ++round) {
    send_to_all();
    expect_each_once();
    EXPECT_EQ(submissions, round);
  }
  EXPECT_EQ(given_up_, 0);
}

TEST_F(RingSenderTest, WhatASubmissionLeftOutIsSentOnceAndTheRingGivenUp) {
  taken_at_most = 5;
  send_to_all();
  expect_each_once();
  EXPECT_EQ(submissions, 1);

  // Entries are still in the ring: another submission would send them for a second time.
  taken_at_most = everything;
  send_to_all();
  expect_each_once();
  EXPECT_EQ(submissions, 1);
  EXPECT_EQ(given_up_, 1);
}

TEST_F(RingSenderTest, ASubmissionThatFailsAltogetherIsSentInstead) {
  taken_at_most = 0;
  send_to_all();
  expect_each_once();
  taken_at_most = everything;
  send_to_all();
  expect_each_once();
  EXPECT_EQ(submissions, 1);
  EXPECT_EQ(given_up_, 1);
}

}  // namespace
}  // namespace matinee::transport
