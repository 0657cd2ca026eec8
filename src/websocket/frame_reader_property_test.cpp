// Properties over seeded random input: what is written is read, and how the input is cut never matters.
#include <gtest/gtest.h>

#include "websocket/frame_reader.hpp"
#include "websocket/random_frames_test_support.hpp"

namespace matinee::websocket {
namespace {

using testing::Conversation;
using testing::encode;
using testing::RandomFrames;
using testing::Records;

ReaderOptions options_for(Role role) {
  return {.role = role, .max_message_size = 70'000};
}

Records read_in_random_pieces(std::string_view bytes, ReaderOptions options, RandomFrames& random) {
  const std::size_t largest = 1 + random.below(random.one_in(2) ? 20 : 5000);
  return testing::read_in_pieces(bytes, options, [&] { return 1 + random.below(largest); });
}

TEST(MessageReaderProperty, ReadsWhatLegalPeersWrite) {
  for (const Role role : {Role::server, Role::client}) {
    for (std::uint64_t seed = 0; seed < 600; ++seed) {
      SCOPED_TRACE(seed);
      RandomFrames random(seed, role == Role::server, 70'000);
      const Conversation conversation = random.conversation();
      const std::string bytes = encode(conversation.frames);
      ASSERT_EQ(testing::read_whole(bytes, options_for(role)), conversation.expected);
      ASSERT_EQ(read_in_random_pieces(bytes, options_for(role), random), conversation.expected);
    }
  }
}

TEST(MessageReaderProperty, SpoiledFramesReadTheSameHoweverTheyAreCut) {
  std::size_t failures = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(seed);
    RandomFrames random(seed, true, 400);
    auto frames = random.conversation().frames;
    random.spoil(frames);
    std::string bytes = encode(frames);
    if (random.one_in(3)) bytes[random.below(bytes.size())] ^= static_cast<char>(1 << random.below(8));
    const Records whole = testing::read_whole(bytes, {.max_message_size = 390});
    failures += !whole.empty() && whole.back().starts_with("failure:");
    ASSERT_EQ(read_in_random_pieces(bytes, {.max_message_size = 390}, random), whole);
  }
  EXPECT_GT(failures, 1000u) << "the spoiling no longer spoils";
}

TEST(MessageReaderProperty, NoiseReadsTheSameHoweverItIsCut) {
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(seed);
    RandomFrames random(seed, true, 400);
    const std::string bytes = random.random_bytes(random.below(100));
    const ReaderOptions options{.role = random.one_in(2) ? Role::server : Role::client, .max_message_size = 64};
    ASSERT_EQ(read_in_random_pieces(bytes, options, random), testing::read_whole(bytes, options));
  }
}

}  // namespace
}  // namespace matinee::websocket
