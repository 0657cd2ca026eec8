// SendBatch: what is gathered in a turn, in which order it goes out, and who is told what became of it.
#include "transport/send_batch.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <deque>
#include <map>
#include <string>

#include "transport/frame_blob.hpp"
#include "transport/session_test_support.hpp"

namespace matinee::transport {
namespace {

using testing::ManualLoop;
using testing::ScriptedStream;
using testing::Wire;

/// Keeps what each socket was sent; `results` by socket come before the usual "all of it".
class RecordingSender final : public Sender {
 public:
  void send(std::span<SendAttempt> attempts) override {
    for (SendAttempt& attempt : attempts) {
      ++attempts_made;
      std::string text;
      for (const iovec& slice : attempt.slices) text.append(static_cast<const char*>(slice.iov_base), slice.iov_len);
      const auto result = results.find(attempt.socket);
      attempt.result = result == results.end() ? static_cast<std::int64_t>(text.size()) : result->second;
      if (attempt.result > 0) sent[attempt.socket] += text.substr(0, static_cast<std::size_t>(attempt.result));
    }
  }

  std::map<int, std::string> sent;
  std::map<int, std::int64_t> results;
  int attempts_made = 0;
};

class RecordingRecipient final : public SendBatch::Recipient {
 public:
  explicit RecordingRecipient(int socket) {
    direct_socket_ = socket;
    told_of_success_ = true;
  }

  using SendBatch::Recipient::is_waiting;
  using SendBatch::Recipient::told_of_success_;

  ByteStream& stream() override { return *stream_; }
  void on_sent(IoResult result, std::span<const engine::BlobPtr> waited) override {
    told.push_back(result);
    unsent = 0;
    for (const auto& blob : waited) unsent += blob->bytes.size();
    if (unsent > 0) unsent -= result.bytes;
    if (on_told) on_told();
  }

  std::vector<IoResult> told;
  std::size_t unsent = 0;
  std::function<void()> on_told;
  std::shared_ptr<Wire> wire = std::make_shared<Wire>();

 private:
  std::unique_ptr<ByteStream> stream_ = std::make_unique<ScriptedStream>(wire);
};

class SendBatchTest : public ::testing::Test {
 protected:
  SendBatchTest() {
    auto owned = std::make_unique<RecordingSender>();
    sender = owned.get();
    batch.use(std::move(owned));
  }

  static engine::BlobPtr blob(std::string text) { return frame_blob(std::move(text), engine::Delivery::kept); }

  ManualLoop loop;
  SendBatch batch{loop};
  RecordingSender* sender = nullptr;
  RecordingRecipient first{1};
  RecordingRecipient second{2};
  RecordingRecipient encrypted{-1};
};

TEST_F(SendBatchTest, GathersATurnIntoOneWriteForEachConnection) {
  const auto shared = blob("shared ");
  batch.add(first, blob("own "));
  batch.add(first, shared);
  batch.add(second, shared);
  batch.add(first, blob("last"));
  EXPECT_EQ(sender->attempts_made, 0) << "the turn is not over";
  EXPECT_TRUE(first.is_waiting());
  loop.run_posted();
  EXPECT_EQ(sender->sent[1], "own shared last");
  EXPECT_EQ(sender->sent[2], "shared ");
  EXPECT_EQ(sender->attempts_made, 2);
  EXPECT_EQ(first.told.size(), 1u);
  EXPECT_EQ(first.unsent, 0u);
  EXPECT_FALSE(first.is_waiting());
}

TEST_F(SendBatchTest, EveryTurnIsSentByItself) {
  for (const auto* text : {"a", "b", "c"}) {
    batch.add(first, blob(text));
    loop.run_posted();
  }
  EXPECT_EQ(sender->sent[1], "abc");
  EXPECT_EQ(sender->attempts_made, 3);
}

TEST_F(SendBatchTest, TellsWhatTheKernelDidNotTake) {
  sender->results = {{1, 5}, {2, -EAGAIN}};
  for (RecordingRecipient* recipient : {&first, &second}) {
    batch.add(*recipient, blob("one "));
    batch.add(*recipient, blob("two"));
  }
  loop.run_posted();
  EXPECT_EQ(first.told[0].status, IoStatus::done);
  EXPECT_EQ(first.told[0].bytes, 5u);
  EXPECT_EQ(first.unsent, 2u);
  EXPECT_EQ(second.told[0].status, IoStatus::would_block);
  EXPECT_EQ(second.unsent, 7u);
}

TEST_F(SendBatchTest, WhoDoesNotAskIsToldOnlyWhatTheKernelDidNotTake) {
  first.told_of_success_ = second.told_of_success_ = encrypted.told_of_success_ = false;
  sender->results = {{2, 3}};
  for (RecordingRecipient* recipient : {&first, &second, &encrypted}) batch.add(*recipient, blob("text"));
  loop.run_posted();
  EXPECT_TRUE(first.told.empty());
  EXPECT_FALSE(first.is_waiting());
  ASSERT_EQ(second.told.size(), 1u);
  EXPECT_EQ(second.unsent, 1u);
  // TLS may keep bytes of its own that are still to be written.
  EXPECT_EQ(encrypted.told.size(), 1u);
}

TEST_F(SendBatchTest, AnyOfThemMayFail) {
  constexpr int count = 300;  // more than go to the sender at once
  for (int failing = 0; failing < count; failing += 37) {
    std::deque<RecordingRecipient> recipients;
    sender->sent.clear();
    sender->results = {{failing, -ECONNRESET}};
    const auto shared = blob("text");
    for (int i = 0; i < count; ++i) batch.add(recipients.emplace_back(i), shared);
    loop.run_posted();
    for (int i = 0; i < count; ++i) {
      const bool fails = i == failing;
      EXPECT_EQ(recipients[static_cast<std::size_t>(i)].told[0].status, fails ? IoStatus::failed : IoStatus::done);
      EXPECT_EQ(sender->sent[i], fails ? "" : "text");
    }
  }
}

TEST_F(SendBatchTest, EncryptedConnectionsWriteThroughTheirStream) {
  batch.add(first, blob("plain"));
  batch.add(encrypted, blob("over "));
  batch.add(encrypted, blob("TLS"));
  loop.run_posted();
  EXPECT_EQ(encrypted.wire->written, "over TLS");
  EXPECT_EQ(encrypted.wire->attempts, 1);
  EXPECT_EQ(sender->sent[1], "plain");
  EXPECT_EQ(sender->attempts_made, 1);
}

TEST_F(SendBatchTest, AConnectionThatLeavesIsNotWrittenTo) {
  batch.add(first, blob("never"));
  batch.add(second, blob("sent"));
  batch.remove(first);
  EXPECT_FALSE(first.is_waiting());
  batch.remove(first);
  loop.run_posted();
  EXPECT_EQ(sender->sent.count(1), 0u);
  EXPECT_TRUE(first.told.empty());
  EXPECT_EQ(sender->sent[2], "sent");
}

TEST_F(SendBatchTest, OneMayLeaveWhileAnotherIsTold) {
  first.on_told = [this] { batch.remove(second); };
  batch.add(first, blob("a"));
  batch.add(second, blob("b"));
  loop.run_posted();
  EXPECT_TRUE(second.told.empty()) << "it left first";
  EXPECT_FALSE(second.is_waiting());
}

TEST_F(SendBatchTest, WhatIsAddedWhenToldGoesOutAfterTheRest) {
  bool once = true;
  first.on_told = [&] {
    if (std::exchange(once, false)) batch.add(first, blob("answer"));
  };
  batch.add(first, blob("text "));
  batch.add(second, blob("other"));
  loop.run_posted();
  EXPECT_EQ(sender->sent[1], "text answer");
  EXPECT_EQ(sender->sent[2], "other");
  EXPECT_FALSE(first.is_waiting());
  batch.add(first, blob(" again"));
  loop.run_posted();
  EXPECT_EQ(sender->sent[1], "text answer again");
}

TEST_F(SendBatchTest, ATurnWithVeryManyForOneIsSentInPieces) {
  std::string expected;
  for (int i = 0; i < 1'000; ++i) {
    expected += std::to_string(i);
    batch.add(first, blob(std::to_string(i)));
  }
  loop.run_posted();
  EXPECT_EQ(sender->sent[1], expected);
  EXPECT_LE(sender->attempts_made, 1'000 / 64 + 1);
}

TEST_F(SendBatchTest, OfATurnWithVeryManyTheRestFollowsWhatTheKernelTookAndNothingElse) {
  constexpr int many = 200;
  for (RecordingRecipient* recipient : {&first, &second}) {
    for (int i = 0; i < many; ++i) batch.add(*recipient, blob("four"));
  }
  sender->results = {{1, 90}};
  int told_of_second = 0;
  second.on_told = [&] { ++told_of_second; };
  loop.run_posted();
  EXPECT_EQ(sender->sent[1].size(), 90u) << "nothing after a write that was cut short";
  ASSERT_EQ(first.told.size(), 1u);
  EXPECT_EQ(first.unsent, 4u * many - 90);
  EXPECT_EQ(sender->sent[2].size(), 4u * many);
  EXPECT_EQ(told_of_second, 1) << "when all of it is gone";
}

TEST_F(SendBatchTest, ThroughAStreamATurnWithVeryManyGoesOutInOrderToo) {
  std::string expected;
  for (int i = 0; i < 300; ++i) {
    expected += std::to_string(i);
    batch.add(encrypted, blob(std::to_string(i)));
  }
  encrypted.wire->room = 500;
  loop.run_posted();
  EXPECT_EQ(encrypted.wire->written, expected.substr(0, 500));
  EXPECT_EQ(encrypted.unsent, expected.size() - 500);
}

TEST_F(SendBatchTest, WhoFailsInTheMiddleOfVeryManyIsToldOnce) {
  for (int i = 0; i < 300; ++i) batch.add(first, blob("four"));
  sender->results = {{1, -ECONNRESET}};
  loop.run_posted();
  ASSERT_EQ(first.told.size(), 1u);
  EXPECT_EQ(first.told[0].status, IoStatus::failed);
  EXPECT_FALSE(first.is_waiting());
  EXPECT_EQ(sender->attempts_made, 1);
}

}  // namespace
}  // namespace matinee::transport
