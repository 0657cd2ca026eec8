// Poller: who is told of what, once for each readiness, over real sockets.
#include "transport/poller.hpp"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <functional>
#include <new>
#include <string>

namespace matinee::transport {
namespace {

/// One end is watched; what it is told is written down: r and w.
class Watch final : public Poller::Watched {
 public:
  explicit Watch(Poller& poller) : poller_(poller) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0) throw std::bad_alloc();
    near.reset(ends[0]);
    far.reset(ends[1]);
    token = poller_.add(near.get(), *this);
  }
  ~Watch() { poller_.remove(token); }

  void on_readable() override {
    told += 'r';
    if (on_told) on_told();
  }
  void on_writable() override {
    told += 'w';
    if (on_told) on_told();
  }
  std::uint32_t wanted() const override { return waits_for; }
  void abandon() override { told += 'a'; }

  void wait_for(std::uint32_t what) {
    waits_for = what;
    poller_.want(token, what);
  }
  void client_sends() { ASSERT_EQ(::send(far.get(), "x", 1, 0), 1); }
  void read() {
    std::array<char, 16> bytes;
    ::recv(near.get(), bytes.data(), bytes.size(), 0);
  }

  FileDescriptor near;
  FileDescriptor far;
  Poller::Token token;
  std::uint32_t waits_for = Poller::readable;
  std::string told;
  std::function<void()> on_told;

 private:
  Poller& poller_;
};

class PollerTest : public ::testing::Test {
 protected:
  /// Whether the loop would be woken.
  bool has_work() { return poller.wait(0); }

  /// A turn of the loop.
  void run() {
    poller.wait(0);
    poller.tell_ready();
  }

  Poller poller;
  Watch first{poller};
  Watch second{poller};
};

TEST_F(PollerTest, TellsWhoHasSomethingToRead) {
  run();
  EXPECT_EQ(first.told + second.told, "");
  EXPECT_FALSE(has_work());
  second.client_sends();
  EXPECT_TRUE(has_work());
  run();
  EXPECT_EQ(first.told, "");
  EXPECT_EQ(second.told, "r");
}

TEST_F(PollerTest, ASocketTheKernelWatchesNoMoreCostsNobodyElseAnything) {
  first.waits_for = Poller::nothing;
  first.client_sends();
  run();  // told, and not watched any more
  EXPECT_EQ(first.told, "r");
  first.near.reset();  // a descriptor that is closed can't be added
  EXPECT_FALSE(poller.want(first.token, Poller::readable));
  second.client_sends();
  run();
  EXPECT_EQ(first.told, "r");
  EXPECT_EQ(second.told, "r");
}

TEST_F(PollerTest, TellsAgainWhatWasNotReadToTheEnd) {
  first.client_sends();
  run();
  run();
  EXPECT_EQ(first.told, "rr");
  first.read();
  run();
  EXPECT_EQ(first.told, "rr");
}

TEST_F(PollerTest, DoesNotWakeTheLoopForWhatNobodyWaitsFor) {
  first.client_sends();
  first.waits_for = Poller::nothing;
  run();
  EXPECT_EQ(first.told, "r");
  EXPECT_FALSE(has_work());
  first.client_sends();
  first.far.reset();
  EXPECT_FALSE(has_work()) << "not even for the end of the connection";
  first.wait_for(Poller::readable);
  run();
  EXPECT_TRUE(first.told.starts_with("rr"));
}

TEST_F(PollerTest, TellsOfRoomOnlyWhileThatIsWanted) {
  first.wait_for(Poller::readable | Poller::writable);
  run();
  EXPECT_EQ(first.told, "w");
  first.waits_for = Poller::readable;
  run();
  EXPECT_FALSE(has_work());
  first.client_sends();
  first.told.clear();
  run();
  EXPECT_EQ(first.told, "r");
}

TEST_F(PollerTest, ALostConnectionIsToldToWhoeverWaits) {
  first.wait_for(Poller::readable | Poller::writable);
  first.far.reset();
  run();
  EXPECT_EQ(first.told, "rw");
}

TEST_F(PollerTest, NothingIsToldAfterLeaving) {
  first.client_sends();
  second.client_sends();
  // Whichever is told first makes the other leave, whose event is already at hand.
  first.on_told = [this] { poller.remove(second.token); };
  second.on_told = [this] { poller.remove(first.token); };
  run();
  EXPECT_EQ((first.told + second.told).size(), 1u);
}

TEST_F(PollerTest, ALateEventDoesNotReachWhoTookTheSlot) {
  const Poller::Token old = first.token;
  poller.remove(old);
  Watch third(poller);
  EXPECT_EQ(third.token.slot, old.slot);
  EXPECT_EQ(poller.find(old), nullptr);
  EXPECT_EQ(poller.find(third.token), &third);
  poller.remove(old);
  third.client_sends();
  run();
  EXPECT_EQ(third.told, "r");
}

TEST_F(PollerTest, OneMayLeaveInTheMiddleOfItsOwnEvent) {
  first.wait_for(Poller::readable | Poller::writable);
  first.client_sends();
  first.on_told = [this] { poller.remove(first.token); };
  run();
  EXPECT_EQ(first.told, "r");
}

TEST_F(PollerTest, AbandonsEveryoneStillThereOnce) {
  poller.remove(first.token);
  poller.abandon_all();
  EXPECT_EQ(first.told, "");
  EXPECT_EQ(second.told, "a");
}

TEST_F(PollerTest, EveryRingEndsOneWaitAndTellsNobody) {
  const FileDescriptor doorbell(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  poller.add_doorbell(doorbell.get());
  for (int ring = 0; ring < 2; ++ring) {
    EXPECT_FALSE(poller.wait(0));
    ASSERT_EQ(::eventfd_write(doorbell.get(), 1), 0);
    EXPECT_TRUE(poller.wait(-1));
    poller.tell_ready();
  }
  EXPECT_EQ(first.told + second.told, "");
}

}  // namespace
}  // namespace matinee::transport
