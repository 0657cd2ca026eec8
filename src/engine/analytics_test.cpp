// How a party is attended: counting, what is told of it, and that the engine notes what happens.
#include "engine/analytics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/audience_ledger.hpp"
#include "engine/engine_harness.hpp"

namespace matinee::engine {
namespace {

using storage::AudienceStretch;
using testing::Harness;
using testing::RecordingSession;

constexpr ServerTime kBegin = from_unix_ms(1'735'732'800'000);
constexpr Millis kSecond{1'000};

TEST(AudienceLedgerTest, CountsPeopleByTheTimeTheyAreThere) {
  AudienceLedger ledger(1, kBegin);
  ledger.note_viewers(3, kBegin + 10 * kSecond);
  ledger.note_viewers(2, kBegin + 20 * kSecond);
  ledger.note_viewers(5, kBegin + 15 * kSecond);  // out of order: as of what is known
  ledger.note_viewers(2, kBegin + 20 * kSecond);
  const ClipId clip{"clip"};
  ledger.note_message(&clip, 61 * kSecond);
  ledger.note_message(&clip, 119 * kSecond);
  ledger.note_message(nullptr, Millis{0});
  ledger.note_reactions(4);
  const AudienceStretch expected{kBegin, kBegin + 30 * kSecond, 2, 5, (10 + 30 + 20) * kSecond, 3, 4};
  EXPECT_EQ(ledger.stretch(kBegin + 30 * kSecond), expected);
  const storage::AddFigures figures = ledger.figures(PartyId{"p"}, kBegin + 30 * kSecond);
  EXPECT_EQ(figures.stretch, expected);
  EXPECT_THAT(figures.film, ::testing::ElementsAre(storage::FilmMinute{clip, 1, 2, 0}));
}

TEST(AudienceLedgerTest, StretchesAreLongerInOldParties) {
  EXPECT_EQ(stretch_length(Millis{0}), 60 * kSecond);
  EXPECT_EQ(stretch_length(std::chrono::hours{4}), 60 * kSecond);
  EXPECT_EQ(stretch_length(std::chrono::hours{24}), 360 * kSecond);
  EXPECT_EQ(stretch_length(std::chrono::days{365}), 3'600 * kSecond);
}

AudienceStretch stretch(int second, std::size_t viewers, std::size_t peak) {
  const ServerTime from = kBegin + second * kSecond;
  return {from, from + 10 * kSecond, viewers, peak, 10 * kSecond, 1, 2};
}

TEST(AnalyticsTest, BetweenStretchesThereAreAsManyAsAtTheEndOfTheFirst) {
  storage::PartyFigures figures{kBegin, std::nullopt, 4, {stretch(0, 2, 2), stretch(60, 1, 7)}, {}};
  const Analytics told = analytics_of(figures, stretch(120, 3, 3), kBegin + 140 * kSecond);
  EXPECT_EQ(told.viewers, 3U);
  EXPECT_EQ(told.peak, 7U);
  EXPECT_EQ(told.peak_at, kBegin + 60 * kSecond);
  EXPECT_EQ(told.messages, 3U);
  EXPECT_EQ(told.reactions, 6U);
  // Three stretches of 10 s, 50 s with two, 50 s with one, and 10 s with three.
  EXPECT_EQ(told.watched, (30 + 100 + 50 + 30) * kSecond);
  EXPECT_EQ(told.average, told.watched / 4);
  EXPECT_EQ(told.audience.back().until, kBegin + 140 * kSecond) << "until now";
}

TEST(AnalyticsTest, NothingOfNothing) {
  const Analytics told = analytics_of({kBegin, std::nullopt, 0, {}, {}}, std::nullopt, kBegin);
  EXPECT_EQ(told.peak, 0U);
  EXPECT_FALSE(told.peak_at);
  EXPECT_EQ(told.average, Millis{0});
  EXPECT_TRUE(told.audience.empty());
}

TEST(AnalyticsTest, APartyThatIsOverEndsWithItsEnd) {
  storage::PartyFigures figures{kBegin, kBegin + 60 * kSecond, 1, {stretch(0, 2, 2)}, {}};
  const Analytics told = analytics_of(figures, std::nullopt, kBegin + std::chrono::hours{5});
  EXPECT_EQ(told.viewers, 0U);
  EXPECT_EQ(told.watched, (10 + 100) * kSecond);
  EXPECT_EQ(told.audience.back(), (AudienceStretch{*figures.ended_at, *figures.ended_at, 0}));
}

TEST(AnalyticsTest, WhatIsStoredMeanwhileCountsOnce) {
  storage::PartyFigures figures{kBegin, std::nullopt, 1, {stretch(0, 1, 1)}, {}};
  const Analytics told = analytics_of(figures, stretch(0, 1, 1), kBegin + 10 * kSecond);
  EXPECT_EQ(told.messages, 1U);
  EXPECT_EQ(told.watched, 10 * kSecond);
}

TEST(AnalyticsTest, ManyStretchesAreThinnedAndAddUpToTheSame) {
  storage::PartyFigures figures{kBegin, std::nullopt, 1, {}, {}};
  for (int i = 0; i < 2'001; ++i) figures.audience.push_back(stretch(i * 20, 1, i == 777 ? 9 : 1));
  const Analytics told = analytics_of(figures, std::nullopt, kBegin + 40'010 * kSecond);
  EXPECT_LE(told.audience.size(), most_stretches_told);
  EXPECT_EQ(told.peak, 9U);
  std::size_t messages = 0;
  std::size_t peak = 0;
  for (const AudienceStretch& one : told.audience) {
    messages += one.messages;
    peak = std::max(peak, one.peak);
  }
  EXPECT_EQ(messages, 2'001U);
  EXPECT_EQ(peak, 9U);
}

class EngineAnalytics : public ::testing::Test {
 protected:
  Result<Analytics, protocol::Refusal> analytics(const PartyId& party, const char* user) {
    std::optional<Result<Analytics, protocol::Refusal>> answer;
    harness.engine().shard(1).analytics(party, UserId{user}, [&](const auto& result) { answer = result; });
    harness.settle();
    return answer.value();
  }

  Harness harness;
  RecordingSession ann, bob;
};

TEST_F(EngineAnalytics, AreOfWhoCameWhenAndWhatWasSaid) {
  const PartyView party = harness.create("ann");
  ASSERT_TRUE(harness.join("bob", party.invite_code));
  ASSERT_TRUE(harness.attach(ann, "ann", party.id));
  harness.say(ann, R"({"type":"skip","clip_id":"clip"})");
  harness.advance(Millis{30'000});
  ASSERT_TRUE(harness.attach(bob, "bob", party.id));
  harness.say(bob, R"({"type":"chat","message":"Hello"})");
  harness.say(bob, R"({"type":"reactions","reactions":[{"emoji":"🔥","count":3}]})");
  const Analytics now = analytics(party.id, "ann").value();
  EXPECT_EQ(now.viewers, 2U);
  EXPECT_EQ(now.peak, 2U);
  EXPECT_EQ(now.watched, Millis{30'000});
  EXPECT_EQ(now.messages, 1U);
  EXPECT_EQ(now.reactions, 3U);
  harness.advance(Millis{60'000});
  harness.detach(bob, true);
  harness.advance(Millis{3'600'000});
  const Analytics later = analytics(party.id, "ann").value();
  EXPECT_EQ(later.viewers, 1U);
  EXPECT_EQ(later.watched, Millis{30'000 + 120'000 + 3'600'000});
  EXPECT_EQ(later.average, later.watched / 2);
  ASSERT_EQ(later.film.size(), 1U);
  EXPECT_EQ(later.film[0].messages, 1U);
}

TEST_F(EngineAnalytics, CostNothingWhileNothingChanges) {
  const PartyView party = harness.create("ann");
  ASSERT_TRUE(harness.attach(ann, "ann", party.id));
  harness.advance(Millis{61'000});
  harness.advance(Millis{60'000});  // the stretch is stored, and nothing has changed since
  const std::size_t before = analytics(party.id, "ann").value().audience.size();
  for (int i = 0; i < 5; ++i) {
    harness.say(ann, R"({"type":"sync-request"})");
    harness.advance(Millis{60'000});
  }
  EXPECT_EQ(analytics(party.id, "ann").value().audience.size(), before);
  EXPECT_EQ(analytics(party.id, "ann").value().watched, Millis{421'000});
}

TEST_F(EngineAnalytics, AreForThoseWhoRunTheParty) {
  const PartyView party = harness.create("ann");
  ASSERT_TRUE(harness.join("bob", party.invite_code));
  EXPECT_EQ(analytics(party.id, "bob").error().code, protocol::ErrorCode::unauthorized_command);
  EXPECT_FALSE(analytics(party.id, "eve"));
  EXPECT_EQ(analytics(PartyId{"nowhere"}, "ann").error().code, protocol::ErrorCode::not_found);
  ASSERT_TRUE(harness.command(party.id, "ann", party::SetRole{UserId{"bob"}, party::Role::co_host}));
  EXPECT_TRUE(analytics(party.id, "bob"));
  ASSERT_TRUE(harness.command(party.id, "ann", party::End{}));
  EXPECT_TRUE(analytics(party.id, "ann").value().ended_at);
}

TEST_F(EngineAnalytics, SurviveARestart) {
  const PartyView party = harness.create("ann");
  ASSERT_TRUE(harness.attach(ann, "ann", party.id));
  harness.advance(Millis{61'000});
  harness.settle();
  harness.restart();
  EXPECT_EQ(analytics(party.id, "ann").value().peak, 1U);
}

}  // namespace
}  // namespace matinee::engine
