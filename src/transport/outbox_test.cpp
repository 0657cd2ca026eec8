// What waits for a slow client and what gives way: single rules, then random sequences against a slow, obvious model.
#include "transport/outbox.hpp"

#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace matinee::transport {
namespace {

using engine::Blob;
using engine::BlobPtr;
using engine::Delivery;

struct Frame {
  std::string text;
  Delivery delivery;
};

BlobPtr blob_of(const std::vector<Frame>& frames) {
  auto blob = std::make_shared<Blob>();
  for (const auto& frame : frames) {
    blob->pieces.push_back({static_cast<std::uint32_t>(blob->bytes.size()),
                            static_cast<std::uint32_t>(frame.text.size()), frame.delivery});
    blob->bytes += frame.text;
  }
  return blob;
}

/// Takes up to `bytes` as a socket would.
std::string take(Outbox& outbox, std::size_t bytes) {
  std::string taken;
  while (taken.size() < bytes && !outbox.empty()) {
    std::array<std::string_view, 3> slices;
    const std::size_t count = outbox.gather(slices);
    std::string offered;
    for (std::size_t i = 0; i < count; ++i) offered += slices[i];
    offered.resize(std::min(offered.size(), bytes - taken.size()));
    outbox.consume(offered.size());
    taken += offered;
  }
  return taken;
}

std::string take_all(Outbox& outbox) {
  return take(outbox, std::string::npos);
}

TEST(Outbox, GivesBackWhatItGotInOrder) {
  Outbox outbox;
  outbox.enqueue(blob_of({{"aa", Delivery::kept}, {"bb", Delivery::playback}}));
  outbox.enqueue(blob_of({{"cc", Delivery::kept}}));
  EXPECT_EQ(outbox.bytes(), 6u);
  EXPECT_EQ(take(outbox, 3), "aab");
  EXPECT_EQ(take_all(outbox), "bcc");
  EXPECT_TRUE(outbox.empty());
  EXPECT_EQ(outbox.bytes(), 0u);
}

TEST(Outbox, PiecesOfOneBlobTravelAsOneSlice) {
  Outbox outbox;
  outbox.enqueue(blob_of({{"aa", Delivery::kept}, {"bb", Delivery::kept}, {"cc", Delivery::kept}}), 1);
  std::array<std::string_view, 4> slices;
  ASSERT_EQ(outbox.gather(slices), 1u);
  EXPECT_EQ(slices[0], "abbcc");
}

TEST(Outbox, ALaterStateStandsForPlaybackAndStateBeforeIt) {
  Outbox outbox;
  outbox.enqueue(blob_of({{"play1", Delivery::playback}, {"state1", Delivery::state}}));
  outbox.enqueue(blob_of({{"chat", Delivery::kept}}));
  const auto change = outbox.enqueue(blob_of({{"seek2", Delivery::playback}, {"state2", Delivery::state}}));
  EXPECT_EQ(change.conflated, 2u) << "state1 and seek2";
  EXPECT_EQ(take_all(outbox), "chatstate2");
}

TEST(Outbox, AFrameThatWasBegunIsFinished) {
  Outbox outbox;
  outbox.enqueue(blob_of({{"state1", Delivery::state}}), 2);
  outbox.enqueue(blob_of({{"state2", Delivery::state}}));
  EXPECT_EQ(take(outbox, 4 + 1), "ate1s");
  outbox.enqueue(blob_of({{"state3", Delivery::state}}));
  EXPECT_EQ(take_all(outbox), "tate2state3");
}

TEST(Outbox, AboveTheSoftLimitDroppableGoesOldestFirst) {
  Outbox outbox({10, 100});
  outbox.enqueue(blob_of({{"type1", Delivery::droppable}, {"chat1", Delivery::kept}}));
  auto change = outbox.enqueue(blob_of({{"type2", Delivery::droppable}}));
  EXPECT_EQ(change.dropped, 1u);
  EXPECT_EQ(outbox.bytes(), 10u);
  change = outbox.enqueue(blob_of({{"chat2", Delivery::kept}, {"chat3", Delivery::kept}}));
  EXPECT_EQ(change.dropped, 1u);
  EXPECT_FALSE(change.over_hard_limit);
  EXPECT_EQ(take_all(outbox), "chat1chat2chat3");
}

TEST(Outbox, TellsWhenTheHardLimitIsPassed) {
  Outbox outbox({10, 20});
  EXPECT_FALSE(outbox.enqueue(blob_of({{std::string(20, 'k'), Delivery::kept}})).over_hard_limit);
  EXPECT_TRUE(outbox.enqueue(blob_of({{"k", Delivery::kept}})).over_hard_limit);
}

TEST(Outbox, DropWaitingKeepsTheRestOfABegunFrame) {
  Outbox outbox;
  outbox.enqueue(blob_of({{"begun", Delivery::kept}, {"waiting", Delivery::kept}}), 3);
  outbox.drop_waiting();
  EXPECT_EQ(take_all(outbox), "un");
  outbox.enqueue(blob_of({{"waiting", Delivery::kept}}));
  outbox.drop_waiting();
  EXPECT_TRUE(outbox.empty());
}

TEST(Outbox, LetsGoOfBlobsThatWereSent) {
  Outbox outbox;
  const auto first = blob_of({{"first", Delivery::kept}});
  outbox.enqueue(first);
  outbox.enqueue(blob_of({{"second", Delivery::kept}}));
  EXPECT_EQ(first.use_count(), 2);
  take(outbox, 5);
  EXPECT_EQ(first.use_count(), 1);
}

// The same rules without any economy: whole frames in a list, the first perhaps partly sent.
class Model {
 public:
  Model(std::size_t soft) : soft_(soft) {}

  void enqueue(const std::vector<Frame>& frames, std::size_t sent) {
    for (const auto& frame : frames) {
      if (sent >= frame.text.size()) {
        sent -= frame.text.size();
        continue;
      }
      if (frame.delivery == Delivery::state) {
        std::erase_if(waiting_, [](const Waiting& w) {
          return w.sent == 0 && (w.frame.delivery == Delivery::state || w.frame.delivery == Delivery::playback);
        });
      }
      waiting_.push_back({frame, sent});
      sent = 0;
    }
    for (auto w = waiting_.begin(); w != waiting_.end() && bytes() > soft_;) {
      w = w->sent == 0 && w->frame.delivery == Delivery::droppable ? waiting_.erase(w) : w + 1;
    }
  }

  std::string take(std::size_t bytes) {
    std::string taken;
    while (taken.size() < bytes && !waiting_.empty()) {
      auto& first = waiting_.front();
      taken += first.frame.text[first.sent++];
      if (first.sent == first.frame.text.size()) waiting_.pop_front();
    }
    return taken;
  }

  std::size_t bytes() const {
    std::size_t sum = 0;
    for (const auto& w : waiting_) sum += w.frame.text.size() - w.sent;
    return sum;
  }

 private:
  struct Waiting {
    Frame frame;
    std::size_t sent;
  };
  std::size_t soft_;
  std::deque<Waiting> waiting_;
};

/// Every frame ends with ';' and has no other; its first letter tells its kind, then comes its number.
std::vector<std::string> whole_frames(const std::string& stream) {
  std::vector<std::string> frames;
  std::size_t at = 0;
  while (at < stream.size()) {
    const std::size_t end = stream.find(';', at);
    EXPECT_NE(end, std::string::npos) << "half a frame at the end";
    frames.push_back(stream.substr(at, end - at));
    at = end + 1;
  }
  return frames;
}

class RandomSequence {
 public:
  explicit RandomSequence(unsigned seed)
      : random_(seed), soft_(below(300)), outbox_({soft_, 1'000'000}), model_(soft_) {}

  void run() {
    for (int step = 0; step < 300; ++step) {
      below(3) == 0 ? write() : enqueue();
      ASSERT_EQ(outbox_.bytes(), model_.bytes());
    }
    stream_ += take_all(outbox_);
    check();
  }

 private:
  std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_); }

  Frame make_frame() {
    constexpr std::array kinds = {Delivery::playback, Delivery::state, Delivery::kept, Delivery::droppable};
    const std::size_t kind = below(4);
    const std::string name = "pskd"[kind] + std::to_string(++number_);
    if (kinds[kind] == Delivery::kept) kept_.push_back(name);
    if (kinds[kind] == Delivery::state) last_state_ = name;
    return {name + std::string(below(20), '.') + ";", kinds[kind]};
  }

  void enqueue() {
    std::vector<Frame> frames;
    for (std::size_t i = 1 + below(4); i > 0; --i) frames.push_back(make_frame());
    const auto blob = blob_of(frames);
    // As the session does: what can be sent at once never gets here.
    const std::size_t sent = outbox_.empty() ? below(blob->bytes.size() + 1) : 0;
    stream_ += blob->bytes.substr(0, sent);
    outbox_.enqueue(blob, sent);
    model_.enqueue(frames, sent);
  }

  void write() {
    const std::size_t bytes = below(60);
    const std::string taken = take(outbox_, bytes);
    ASSERT_EQ(taken, model_.take(bytes));
    stream_ += taken;
  }

  void check() {
    std::vector<std::string> kept;
    std::string state;
    int last_number = 0;
    for (const auto& frame : whole_frames(stream_)) {
      const std::string name = frame.substr(0, frame.find('.'));
      const int number = std::stoi(name.substr(1));
      EXPECT_GT(number, last_number) << "out of order";
      last_number = number;
      if (name[0] == 'k') kept.push_back(name);
      if (name[0] == 's') state = name;
    }
    EXPECT_EQ(kept, kept_) << "every kept frame, in order";
    EXPECT_EQ(state, last_state_) << "a drained client has the latest state";
  }

  std::mt19937 random_;
  std::size_t soft_;
  Outbox outbox_;
  Model model_;
  std::string stream_;  // what the client got
  int number_ = 0;
  std::vector<std::string> kept_;
  std::string last_state_;
};

TEST(OutboxModel, RandomSequencesMatchTheModel) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(seed);
    RandomSequence(seed).run();
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace matinee::transport
