// The contract of Sender, over real sockets, for each kind that this machine allows.
#include "transport/sender.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "base/file_descriptor.hpp"

namespace matinee::transport {
namespace {

struct Kind {
  std::string name;
  std::function<std::unique_ptr<Sender>()> make;
};

std::vector<Kind> kinds_allowed_here() {
  std::vector<Kind> kinds{{"plain", make_plain_sender}};
  if (make_ring_sender()) kinds.push_back({"ring", [] { return std::move(make_ring_sender()).value(); }});
  return kinds;
}

/// Both ends of one connection.
struct Pair {
  Pair() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0) throw std::bad_alloc();
    near.reset(ends[0]);
    far.reset(ends[1]);
  }

  std::string received() {
    std::string text;
    std::array<char, 4096> buffer;
    for (ssize_t count = 0; (count = ::recv(far.get(), buffer.data(), buffer.size(), 0)) > 0;) {
      text.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return text;
  }

  /// Leaves no room for another byte.
  void fill() {
    const std::string plenty(64 * 1024, '.');
    while (::send(near.get(), plenty.data(), plenty.size(), 0) > 0) {
    }
  }

  FileDescriptor near;
  FileDescriptor far;
};

class SenderTest : public ::testing::TestWithParam<Kind> {
 protected:
  /// An attempt to send `parts` over `socket`.
  SendAttempt attempt(int socket, std::vector<std::string> parts) {
    std::vector<std::string>& texts = texts_.emplace_back(std::move(parts));
    std::vector<iovec>& slices = slices_.emplace_back();
    for (std::string& text : texts) slices.push_back({text.data(), text.size()});
    return {socket, slices};
  }

  /// As many pairs, and one attempt for each: "0", "1", ...
  void prepare(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const Pair& pair = pairs.emplace_back();
      attempts.push_back(attempt(pair.near.get(), {std::to_string(i)}));
    }
  }

  /// All arrived but those `except` is true for.
  void expect_delivered(const std::function<bool(std::size_t)>& except) {
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (except(i)) continue;
      const std::string text = std::to_string(i);
      EXPECT_EQ(attempts[i].result, static_cast<std::int64_t>(text.size())) << i;
      EXPECT_EQ(pairs[i].received(), text);
    }
  }

  std::unique_ptr<Sender> sender = GetParam().make();
  std::deque<Pair> pairs;
  std::vector<SendAttempt> attempts;

 private:
  std::deque<std::vector<std::string>> texts_;
  std::deque<std::vector<iovec>> slices_;
};

TEST_P(SenderTest, SendsToEachSocketItsOwnBytes) {
  for (const std::size_t count : {1u, 3u, 4u, 5u, 255u, 256u, 257u, 600u}) {
    pairs.clear();
    attempts.clear();
    prepare(count);
    sender->send(attempts);
    expect_delivered([](std::size_t) { return false; });
  }
}

TEST_P(SenderTest, GathersSlicesInOrder) {
  prepare(6);
  attempts[2] = attempt(pairs[2].near.get(), {"one ", "two ", "three"});
  std::vector<std::string> many(64, "ab");
  attempts[4] = attempt(pairs[4].near.get(), many);
  sender->send(attempts);
  EXPECT_EQ(pairs[2].received(), "one two three");
  EXPECT_EQ(attempts[4].result, 128);
  EXPECT_EQ(pairs[4].received().size(), 128u);
  expect_delivered([](std::size_t i) { return i == 2 || i == 4; });
}

TEST_P(SenderTest, SendsToOneSocketTwiceInOrder) {
  prepare(8);
  attempts[7] = attempt(pairs[0].near.get(), {"later"});
  sender->send(attempts);
  EXPECT_EQ(pairs[0].received(), "0later");
}

TEST_P(SenderTest, SaysWhenASocketIsFull) {
  prepare(6);
  pairs[3].fill();
  sender->send(attempts);
  EXPECT_EQ(attempts[3].result, -EAGAIN);
  expect_delivered([](std::size_t i) { return i == 3; });
}

TEST_P(SenderTest, SaysHowMuchOfALargeSendWasTaken) {
  prepare(6);
  const std::string large(16 * 1024 * 1024, 'x');
  attempts[1] = attempt(pairs[1].near.get(), {large});
  attempts[2] = attempt(pairs[2].near.get(), {"head ", large});
  sender->send(attempts);
  for (const std::size_t i : {1u, 2u}) {
    EXPECT_GT(attempts[i].result, 0);
    EXPECT_LT(attempts[i].result, 16 * 1024 * 1024);
    EXPECT_EQ(pairs[i].received().size(), static_cast<std::size_t>(attempts[i].result));
  }
  expect_delivered([](std::size_t i) { return i == 1 || i == 2; });
}

TEST_P(SenderTest, AClientThatIsGoneIsAnErrorAndNoSignal) {
  prepare(6);
  pairs[5].far.reset();
  sender->send(attempts);
  EXPECT_EQ(attempts[5].result, -EPIPE);
  expect_delivered([](std::size_t i) { return i == 5; });
}

TEST_P(SenderTest, OneThatFailsLeavesTheOthersAlone) {
  for (std::size_t failing = 0; failing < 9; ++failing) {
    pairs.clear();
    attempts.clear();
    prepare(9);
    attempts[failing].socket = -1;
    sender->send(attempts);
    EXPECT_EQ(attempts[failing].result, -EBADF);
    expect_delivered([failing](std::size_t i) { return i == failing; });
  }
}

TEST_P(SenderTest, NothingIsUnderWayAfterwards) {
  prepare(6);
  pairs[3].fill();
  sender->send(attempts);
  pairs[3].received();  // room again: a send that waited for it would arrive now
  sender->send(std::span(attempts).first(1));
  EXPECT_EQ(pairs[3].received(), "");
}

INSTANTIATE_TEST_SUITE_P(Kinds, SenderTest, ::testing::ValuesIn(kinds_allowed_here()),
                         [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace matinee::transport
