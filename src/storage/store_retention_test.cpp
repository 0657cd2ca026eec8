// The contract of every Store: letting go of what has been kept long enough, and of nothing else.
#include <map>

#include "party/forgotten.hpp"
#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Millis one_minute{60'000};

class StoreRetention : public StoreTest {
 protected:
  /// A party of host and guest-1 that went on until `ended_at`, or still does.
  void party(const std::string& id, const std::string& code, std::optional<ServerTime> ended_at) {
    ASSERT_EQ(commit_one(store(), CreateParty{token_of("host"), party_of(id, code)}), "ok");
    ASSERT_EQ(commit_one(store(), change_of(id, 0, {seat_of("guest-1"), seat_of("bob")})), "ok");
    ASSERT_EQ(commit_one(store(), change_of(id, 1, {say(id, "1", "guest-1", noon), say(id, "2", "host", noon + one_minute),
                                                    say(id, "3", "guest-1", noon + 2 * one_minute)})),
              "ok");
    const AppendReport report{MessageId(id + "1"), UserId("host"), "rude", "text", noon};
    ASSERT_EQ(commit_one(store(), change_of(id, 2, {report, AddKick{UserId("troll"), noon}})), "ok");
    ASSERT_EQ(commit_one(store(), AddReactions{PartyId(id), {{ClipId("clip"), 0, "🔥", 3}}}), "ok");
    if (ended_at) {
      ASSERT_EQ(commit_one(store(), change_of(id, 3, {PutEnded{*ended_at}})), "ok");
    }
  }
  static AppendChat say(const std::string& party, const std::string& id, const std::string& user, ServerTime at) {
    return AppendChat{MessageId(party + id), UserId(user), "Words of " + user, Millis{1'000}, at};
  }

  bool anything(Kept kind, ServerTime before) { return value_of(store().anything_to_let_go(kind, before)); }
  /// Steps until nothing is left; how many it took.
  std::size_t let_go(Kept kind, ServerTime before, std::size_t most = 500) {
    std::size_t steps = 0;
    for (; anything(kind, before) && steps < 100; ++steps) {
      EXPECT_EQ(commit_one(store(), LetGo{kind, before, noon + 10 * one_minute, most}), "ok");
    }
    EXPECT_LT(steps, 100u) << "it never comes to an end";
    return steps;
  }
  std::vector<std::string> said(const std::string& party) {
    const auto page = value_of(store().load_messages(PartyId(party), {}));
    // By id: they were said in one change, which has no order.
    std::map<MessageId, std::string> lines;
    for (const party::ChatMessage& one : page->messages) lines[one.id] = one.profile.display_name + ": " + one.message;
    std::vector<std::string> texts;
    for (const auto& [id, line] : lines) texts.push_back(line);
    return texts;
  }
  std::size_t reactions(const std::string& party) {
    return value_of(store().load_reactions(PartyId(party), {ClipId("clip")})).size();
  }
  std::size_t history(const std::string& user) { return value_of(store().history({UserId(user), {}, 20})).size(); }
};
INSTANTIATE_TEST_SUITE_P(Backends, StoreRetention, every_backend(), backend_name);

TEST_P(StoreRetention, MessagesGoByTheirOwnTimeInAnyParty) {
  party("over", "AAAAAA", noon + 5 * one_minute);
  party("on", "BBBBBB", std::nullopt);
  EXPECT_FALSE(anything(Kept::chat, noon));
  const std::size_t steps = let_go(Kept::chat, noon + one_minute + Millis{1}, 1);
  if (GetParam() != std::string("memory")) {
    EXPECT_EQ(steps, 6u) << "four messages and two reports, one a step";
  }
  for (const char* id : {"over", "on"}) {
    EXPECT_THAT(said(id), ElementsAre("Name of guest-1: Words of guest-1"));
    EXPECT_THAT(value_of(store().load_reports(PartyId(id), 10)), IsEmpty());
    EXPECT_EQ(reactions(id), 1u);
  }
}

TEST_P(StoreRetention, WhatHappenedGoesWhenAPartyHasBeenOverForLong) {
  party("over", "AAAAAA", noon + 5 * one_minute);
  party("recent", "CCCCCC", noon + 7 * one_minute);
  party("on", "BBBBBB", std::nullopt);
  EXPECT_FALSE(anything(Kept::events, noon + 5 * one_minute)) << "not yet";
  let_go(Kept::events, noon + 6 * one_minute);
  EXPECT_EQ(reactions("over"), 0u);
  EXPECT_THAT(value_of(store().load_reports(PartyId("over"), 10)), IsEmpty());
  EXPECT_THAT(loaded(store(), "over").kicked, IsEmpty());
  EXPECT_EQ(said("over").size(), 3u);
  for (const char* id : {"recent", "on"}) {
    EXPECT_EQ(reactions(id), 1u);
    EXPECT_EQ(loaded(store(), id).kicked.size(), 1u);
  }
}

TEST_P(StoreRetention, GuestsBecomeNobodyAndOthersStay) {
  party("over", "AAAAAA", noon + 5 * one_minute);
  party("on", "BBBBBB", std::nullopt);
  ChangeFriendship asks{UserId("guest-1"), {"Guest", std::nullopt}, UserId("bob"), FriendAction::request};
  asks.limit = {100, Millis{3'600'000}};
  asks.now = noon;
  ASSERT_EQ(commit_one(store(), asks), "ok");
  const Playlist playlist{PlaylistId("list"), UserId("guest-1"), "Mine", false, {}, 1, noon, noon};
  ASSERT_EQ(commit_one(store(), SavePlaylist{token_of("guest-1", "playlist"), playlist}), "ok");

  let_go(Kept::guests, noon + 6 * one_minute, 1);
  EXPECT_THAT(said("over"), ElementsAre("Deleted user: ", "Alice: Words of host", "Deleted user: "));
  EXPECT_EQ(value_of(store().load_reports(PartyId("over"), 10))[0].text, "");
  const party::Party finished = loaded(store(), "over");
  EXPECT_FALSE(finished.roster.contains(UserId("guest-1")));
  EXPECT_TRUE(finished.roster.contains(UserId("bob")));
  EXPECT_EQ(history("guest-1"), 1u) << "the party that goes on";
  EXPECT_EQ(history("bob"), 2u);
  EXPECT_THAT(value_of(store().list_playlists(UserId("guest-1"))), IsEmpty());
  EXPECT_THAT(value_of(store().friends_of(UserId("bob"))), IsEmpty());
  EXPECT_EQ(said("on").size(), 3u);
  EXPECT_TRUE(loaded(store(), "on").roster.contains(UserId("guest-1")));
}

TEST_P(StoreRetention, AFinishedPartyGoesWhole) {
  party("over", "AAAAAA", noon + 5 * one_minute);
  party("recent", "CCCCCC", noon + 7 * one_minute);
  party("on", "BBBBBB", std::nullopt);
  const std::size_t steps = let_go(Kept::finished_parties, noon + 6 * one_minute, 2);
  if (GetParam() != std::string("memory")) {
    EXPECT_GE(steps, 3u) << "rows go a few at a time";
  }
  EXPECT_FALSE(exists(store(), "over"));
  EXPECT_THAT(said("over"), IsEmpty());
  EXPECT_FALSE(value_of(store().find_party_by_code("AAAAAA"))) << "its code is free";
  EXPECT_EQ(history("bob"), 2u);
  EXPECT_TRUE(exists(store(), "recent"));
  EXPECT_TRUE(exists(store(), "on"));
  ASSERT_EQ(commit_one(store(), CreateParty{token_of("host"), party_of("over", "AAAAAA")}), "ok");
}

TEST_P(StoreRetention, WhatNobodyRemembersGoesAtOnce) {
  party("over", "AAAAAA", noon + 5 * one_minute);
  EXPECT_FALSE(anything(Kept::unseen_parties, noon));
  for (const char* user : {"host", "bob", "guest-1"}) {
    EXPECT_FALSE(anything(Kept::unseen_parties, noon)) << user;
    ASSERT_EQ(commit_one(store(), EraseUser{UserId(user), noon + 9 * one_minute, noon + 9 * one_minute, {}, 500}), "ok");
  }
  let_go(Kept::unseen_parties, noon, 2);
  EXPECT_FALSE(exists(store(), "over"));
}

TEST_P(StoreRetention, LettingGoTwiceIsFine) {
  party("over", "AAAAAA", noon + 5 * one_minute);
  for (const Kept kind : {Kept::chat, Kept::events, Kept::guests, Kept::finished_parties, Kept::unseen_parties}) {
    const LetGo step{kind, noon + 6 * one_minute, noon + 10 * one_minute, 500};
    EXPECT_EQ(commit_one(store(), step), "ok");
    EXPECT_EQ(commit_one(store(), step), "ok");
  }
  EXPECT_FALSE(exists(store(), "over"));
}

}  // namespace
}  // namespace matinee::storage
