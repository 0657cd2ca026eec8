// The contract of every Store: rolling windows, chat windows, and empty parties.
#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class StoreWindows : public StoreTest {
 protected:
  static constexpr party::RateLimit two_an_hour{2, Millis{3'600'000}};

  StoreResult<void> take(Millis after_noon, const std::string& user = "bob", const std::string& kind = "join",
                         party::RateLimit limit = two_an_hour) {
    const std::vector<Submission> one{TakeToken{token_of(user, kind, noon + after_noon, limit)}};
    return store().commit(one).front();
  }

  std::vector<PartyId> empty_since(ServerTime before, std::size_t limit = 10) {
    return store().parties_empty_since(before, limit).value();
  }

  void create(const std::string& id, const std::string& code, ServerTime at = noon) {
    party::Party party = party_of(id, code);
    party.created_at = at;
    ASSERT_EQ(commit_one(store(), CreateParty{token_of("host"), party}), "ok");
  }

  void say(const std::string& user, const std::string& id, ServerTime at) {
    const std::uint64_t version = loaded(store(), "p1").version;
    ASSERT_EQ(commit_one(store(), change_of("p1", version, {AppendChat{MessageId(id), UserId(user), "Hi", {}, at}})),
              "ok");
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, StoreWindows, every_backend(), backend_name);

TEST_P(StoreWindows, AFullWindowRefusesAndSaysWhenRoomComes) {
  EXPECT_EQ(outcome_of(take(Millis{0})), "ok");
  EXPECT_EQ(outcome_of(take(Millis{10'000})), "ok");
  const StoreResult<void> refused = take(Millis{20'000});
  ASSERT_EQ(outcome_of(refused), "rate_limited");
  EXPECT_EQ(refused.error().retry_after, Millis{3'580'000});
}

TEST_P(StoreWindows, TheWindowRolls) {
  ASSERT_EQ(outcome_of(take(Millis{0})), "ok");
  ASSERT_EQ(outcome_of(take(Millis{10'000})), "ok");
  const StoreResult<void> refused = take(Millis{3'599'999});
  ASSERT_EQ(outcome_of(refused), "rate_limited");
  EXPECT_EQ(refused.error().retry_after, Millis{1});
  EXPECT_EQ(outcome_of(take(Millis{3'600'000})), "ok") << "the first event left the window";
  EXPECT_EQ(outcome_of(take(Millis{3'600'000})), "rate_limited") << "the second did not";
  EXPECT_EQ(outcome_of(take(Millis{3'610'000})), "ok");
}

TEST_P(StoreWindows, RefusedEventsDoNotCount) {
  ASSERT_EQ(outcome_of(take(Millis{0})), "ok");
  ASSERT_EQ(outcome_of(take(Millis{0})), "ok");
  for (int i = 1; i < 20; ++i) EXPECT_EQ(outcome_of(take(Millis{i})), "rate_limited");
  EXPECT_EQ(outcome_of(take(Millis{3'600'000})), "ok");
}

TEST_P(StoreWindows, EachUserAndKindHasItsOwnWindow) {
  ASSERT_EQ(outcome_of(take(Millis{0})), "ok");
  ASSERT_EQ(outcome_of(take(Millis{0})), "ok");
  EXPECT_EQ(outcome_of(take(Millis{0}, "eve")), "ok");
  EXPECT_EQ(outcome_of(take(Millis{0}, "bob", "create")), "ok");
  EXPECT_EQ(outcome_of(take(Millis{0})), "rate_limited");
}

TEST_P(StoreWindows, ALoweredLimitCountsWhatIsInTheWindow) {
  const party::RateLimit three{3, Millis{1'000}};
  for (int i = 0; i < 3; ++i) ASSERT_EQ(outcome_of(take(Millis{i * 100}, "bob", "join", three)), "ok");
  const StoreResult<void> refused = take(Millis{300}, "bob", "join", {1, Millis{1'000}});
  ASSERT_EQ(outcome_of(refused), "rate_limited");
  EXPECT_EQ(refused.error().retry_after, Millis{900}) << "when the newest of the three leaves";
  const StoreResult<void> never = take(Millis{300}, "bob", "join", {0, Millis{1'000}});
  ASSERT_EQ(outcome_of(never), "rate_limited");
  EXPECT_GE(never.error().retry_after, Millis{1});
}

TEST_P(StoreWindows, WindowsSurviveARestart) {
  ASSERT_EQ(outcome_of(take(Millis{0})), "ok");
  ASSERT_EQ(outcome_of(take(Millis{1})), "ok");
  reopen();
  ASSERT_TRUE(store().note_start(noon + Millis{2}, noon - Millis{3'600'000}).has_value());
  EXPECT_EQ(outcome_of(take(Millis{2})), "rate_limited");
}

TEST_P(StoreWindows, AStartForgetsOldEvents) {
  ASSERT_EQ(outcome_of(take(Millis{0})), "ok");
  ASSERT_EQ(outcome_of(take(Millis{5})), "ok");
  ASSERT_TRUE(store().note_start(noon + Millis{10}, noon + Millis{5}).has_value());
  EXPECT_EQ(outcome_of(take(Millis{10})), "ok") << "the event at noon is forgotten";
  EXPECT_EQ(outcome_of(take(Millis{10})), "rate_limited") << "the one at the boundary is not";
}

TEST_P(StoreWindows, TokensInOneCommitCountOneAnother) {
  const Submission one = TakeToken{token_of("bob", "join", noon, two_an_hour)};
  EXPECT_THAT(commit(store(), {one, one, one}), ElementsAre("ok", "ok", "rate_limited"));
}

TEST_P(StoreWindows, ARefusedCreationWritesNothingAndCountsNothing) {
  const auto create_with = [](const std::string& id, const std::string& code) {
    return CreateParty{token_of("bob", "create", noon, two_an_hour), party_of(id, code)};
  };
  EXPECT_THAT(commit(store(), {create_with("p1", "AAAAAA"), create_with("p2", "AAAAAA"), create_with("p2", "AAAAAA"),
                               create_with("p2", "BBBBBB"), create_with("p3", "CCCCCC")}),
              ElementsAre("ok", "code_taken", "code_taken", "ok", "rate_limited"));
  EXPECT_FALSE(exists(store(), "p3"));
}

TEST_P(StoreWindows, ARefusedClipIsNotSaved) {
  const Clip clip{ClipId("c"), "A film", "https://example.com/a.mp4", std::nullopt, UserId("bob"), noon};
  ASSERT_EQ(outcome_of(take(Millis{0}, "bob", "clip")), "ok");
  ASSERT_EQ(outcome_of(take(Millis{0}, "bob", "clip")), "ok");
  EXPECT_EQ(commit_one(store(), SaveClip{token_of("bob", "clip", noon, two_an_hour), clip}), "rate_limited");
  EXPECT_FALSE(store().load_clip(ClipId("c")).value().has_value());
}

TEST_P(StoreWindows, ChatWindowsComeBackAsTheyWere) {
  create("p1", "ABC234");
  ASSERT_EQ(commit_one(store(), change_of("p1", 0, {seat_of("bob"), seat_of("eve")})), "ok");
  for (int i = 0; i < 9; ++i) say("bob", "m" + std::to_string(i), noon + Millis{i * 1'000});
  say("eve", "e", noon + Millis{1'000});
  say("gone", "g", noon + Millis{1'000});
  reopen();
  const party::Party found = loaded(store(), "p1", noon + Millis{9'000});
  const party::RateWindow& bob = found.roster.at(UserId("bob")).chats;
  EXPECT_EQ(bob.room(chat_limit, noon + Millis{9'000}), 1u);
  EXPECT_EQ(bob.retry_after(chat_limit, noon + Millis{9'000}, 2), Millis{51'000});
  EXPECT_EQ(found.roster.at(UserId("eve")).chats.room(chat_limit, noon + Millis{9'000}), 9u);
  EXPECT_TRUE(found.roster.at(UserId("host")).chats.empty());
  EXPECT_FALSE(found.roster.contains(UserId("gone")));
}

TEST_P(StoreWindows, OnlyChatsWithinTheWindowCount) {
  create("p1", "ABC234");
  say("host", "m1", noon);
  say("host", "m2", noon + Millis{1});
  const ServerTime later = noon + chat_limit.window;
  EXPECT_EQ(loaded(store(), "p1", later).roster.at(UserId("host")).chats.room(chat_limit, later), 9u);
  EXPECT_EQ(loaded(store(), "p1", later + Millis{1}).roster.at(UserId("host")).chats.room(chat_limit, later), 10u);
}

TEST_P(StoreWindows, AWindowHoldsNoMoreThanALoweredLimit) {
  create("p1", "ABC234");
  for (int i = 0; i < 5; ++i) say("host", "m" + std::to_string(i), noon + Millis{i});
  const party::RateLimit two{2, chat_limit.window};
  const party::Party found = loaded(store(), "p1", noon + Millis{10}, two);
  const party::RateWindow& chats = found.roster.at(UserId("host")).chats;
  EXPECT_EQ(chats.room(two, noon + Millis{10}), 0u);
  EXPECT_EQ(chats.retry_after(two, noon + Millis{10}), Millis{60'000 + 3 - 10});
}

TEST_P(StoreWindows, ANewPartyIsEmptySinceItsCreation) {
  create("p1", "ABC234", noon);
  EXPECT_THAT(empty_since(noon), IsEmpty()) << "before means before";
  EXPECT_THAT(empty_since(noon + Millis{1}), ElementsAre(PartyId("p1")));
}

TEST_P(StoreWindows, EmptyPartiesAreListedLongestFirstUpToALimit) {
  create("p1", "AAAAAA");
  create("p2", "BBBBBB");
  create("p3", "CCCCCC");
  create("p4", "DDDDDD");
  ASSERT_THAT(
      commit(store(),
             {NoteEmptySince{PartyId("p1"), noon + Millis{30}}, NoteEmptySince{PartyId("p2"), noon + Millis{99}},
              NoteEmptySince{PartyId("p2"), noon + Millis{10}}, NoteEmptySince{PartyId("p3"), std::nullopt},
              NoteEmptySince{PartyId("p4"), noon + Millis{20}}, NoteEmptySince{PartyId("nowhere"), noon}}),
      ElementsAre("ok", "ok", "ok", "ok", "ok", "ok"));
  EXPECT_THAT(empty_since(noon + Millis{31}), ElementsAre(PartyId("p2"), PartyId("p4"), PartyId("p1")));
  EXPECT_THAT(empty_since(noon + Millis{30}), ElementsAre(PartyId("p2"), PartyId("p4")));
  EXPECT_THAT(empty_since(noon + Millis{31}, 1), ElementsAre(PartyId("p2")));
  EXPECT_EQ(loaded(store(), "p1").version, 0u) << "a note is not a change";
}

TEST_P(StoreWindows, EndedPartiesAreNotListed) {
  create("p1", "ABC234");
  ASSERT_EQ(commit_one(store(), change_of("p1", 0, {PutEnded{noon}})), "ok");
  EXPECT_THAT(empty_since(noon + Millis{1}), IsEmpty());
}

TEST_P(StoreWindows, AStartMarksActivePartiesWithoutAMark) {
  create("p1", "AAAAAA");
  create("p2", "BBBBBB");
  ASSERT_THAT(
      commit(store(), {NoteEmptySince{PartyId("p1"), std::nullopt}, NoteEmptySince{PartyId("p2"), noon + Millis{5}}}),
      ElementsAre("ok", "ok"));
  EXPECT_THAT(empty_since(noon + Millis{100}), ElementsAre(PartyId("p2")));
  reopen();
  ASSERT_TRUE(store().note_start(noon + Millis{50}, noon).has_value());
  EXPECT_THAT(empty_since(noon + Millis{50}), ElementsAre(PartyId("p2"))) << "it keeps the mark it had";
  EXPECT_THAT(empty_since(noon + Millis{51}), ElementsAre(PartyId("p2"), PartyId("p1")));
}

TEST_P(StoreWindows, AProbeLeavesNothing) {
  EXPECT_TRUE(store().probe().has_value());
  EXPECT_TRUE(store().probe().has_value());
}

}  // namespace
}  // namespace matinee::storage
