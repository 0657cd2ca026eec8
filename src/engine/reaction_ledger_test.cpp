#include "engine/reaction_ledger.hpp"

#include <gtest/gtest.h>

namespace matinee::engine {
namespace {

party::Playback film() {
  party::Playback playback;
  playback.clip = ClipId{"film"};
  playback.position = Millis{60'000};
  return playback;
}
party::Reacted reacted(Millis at, std::string emoji, std::size_t count = 1) {
  party::Reacted reacted;
  reacted.video_timestamp = at;
  reacted.reactions = {{std::move(emoji), count}};
  return reacted;
}

TEST(ReactionLedger, SumsUpByStretchAndEmoji) {
  ReactionLedger ledger;
  ledger.note(reacted(Millis{4'999}, "🔥", 2), film());
  ledger.note(reacted(Millis{0}, "🔥", 3), film());
  ledger.note(reacted(Millis{5'000}, "🔥"), film());
  const auto tallies = ledger.take();
  ASSERT_EQ(tallies.size(), 2U);
  EXPECT_EQ(tallies[0].bucket, 0U);
  EXPECT_EQ(tallies[0].count, 5U);
  EXPECT_EQ(tallies[1].bucket, 1U);
  EXPECT_TRUE(ledger.empty());
}

TEST(ReactionLedger, IsBoundedHoweverManyEmojiThereAre) {
  ReactionLedger ledger;
  for (int i = 0; i < 5'000; ++i) ledger.note(reacted(Millis{0}, std::to_string(i)), film());
  EXPECT_EQ(ledger.take().size(), 500U);
}

TEST(ReactionLedger, CountsNothingWithoutAFilmAndNothingAheadOfIt) {
  ReactionLedger ledger;
  ledger.note(reacted(Millis{0}, "🔥"), party::Playback{});
  EXPECT_TRUE(ledger.empty());
  ledger.note(reacted(Millis{900'000'000}, "🔥"), film());
  EXPECT_EQ(ledger.take().front().bucket, 12U);
}

}  // namespace
}  // namespace matinee::engine
