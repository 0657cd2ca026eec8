// The contract of every Store: what it keeps of one person, handed out and deleted.
#include <algorithm>

#include "party/forgotten.hpp"
#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr ServerTime soon = noon + Millis{60'000};
constexpr ServerTime asked = noon + Millis{120'000};

class StorePersonalData : public StoreTest {
 protected:
  /// Bob in two parties of host's, one over and one going on, with something of every kind in them; and a troll.
  void SetUp() override {
    StoreTest::SetUp();
    ASSERT_EQ(commit_one(store(), CreateParty{token_of("host"), party_of("over", "AAAAAA")}), "ok");
    ASSERT_EQ(commit_one(store(), CreateParty{token_of("host"), party_of("on", "BBBBBB")}), "ok");
    for (const char* party : {"over", "on"}) {
      ASSERT_EQ(commit_one(store(), change_of(party, 0, {seat_of("bob"), seat_of("troll")})), "ok");
      ASSERT_EQ(commit_one(store(), change_of(party, 1,
                                              {say(party, "1", "bob", "It was Bob"), say(party, "2", "host", "So?"),
                                               say(party, "3", "bob", "Me again", soon)})),
                "ok");
      ASSERT_EQ(commit_one(store(), change_of(party, 2, {report(party, "1", "host"), report(party, "2", "bob"),
                                                         AddKick{UserId("troll"), noon},
                                                         PutMute{UserId("bob"), std::nullopt}, queue_of_bob(),
                                                         invitation_of(party, "bob"), use_of("bob"), wish_of("bob"),
                                                         PutHost{UserId("host"), UserId("bob")}})),
                "ok");
    }
    ASSERT_EQ(commit_one(store(), change_of("over", 3, {PutEnded{soon}})), "ok");
    Clip clip{ClipId("clip"), "Bob's film", "https://example.org/film", std::nullopt, UserId("bob"), noon};
    ASSERT_EQ(commit_one(store(), SaveClip{token_of("bob", "clip"), clip}), "ok");
    Playlist playlist{PlaylistId("list"), UserId("bob"), "Favourites", true, {ClipId("clip")}, 1, noon, noon};
    ASSERT_EQ(commit_one(store(), SavePlaylist{token_of("bob", "playlist"), playlist}), "ok");
    befriend("bob", "host");
    befriend("host", "bob");
    befriend("bob", "ann");
    befriend("troll", "bob", FriendAction::block);
  }

  static AppendChat say(const std::string& party, const std::string& id, const std::string& user,
                        const std::string& text, ServerTime at = noon) {
    return AppendChat{MessageId(party + id), UserId(user), text, Millis{1'000}, at, ClipId("clip")};
  }
  static AppendReport report(const std::string& party, const std::string& message, const std::string& by) {
    return AppendReport{MessageId(party + message), UserId(by), "rude", "the text reported", noon};
  }
  static PutQueue queue_of_bob() {
    const auto item = std::make_shared<const party::QueueItem>(
        party::QueueItem{QueueItemId("item"), ClipId("clip"), "Bob's film", std::nullopt, {UserId("bob"), "Bob"}});
    return PutQueue{1, party::Loop::off, {}, {{item, 1'000}}};
  }
  static PutInvitation invitation_of(const std::string& party, const std::string& user) {
    party::Invitation made{InvitationId("invitation"), "CODE" + party, "for Ann", {UserId(user), user}, noon, soon, 3};
    return PutInvitation{made};
  }
  static PutInvitationUse use_of(const std::string& user, ServerTime at = noon) {
    return PutInvitationUse{InvitationId("invitation"), {UserId(user), "Name of " + user}, at};
  }
  static PutJoinRequest wish_of(const std::string& user, ServerTime at = noon) {
    return PutJoinRequest{UserId(user), {{"Name of " + user, "https://example.org/" + user}, at, true}};
  }
  void befriend(const std::string& user, const std::string& other, FriendAction action = FriendAction::request) {
    ChangeFriendship change{UserId(user), {"Name of " + user, std::nullopt}, UserId(other), action};
    change.limit = {100, Millis{3'600'000}};
    change.now = noon;
    ASSERT_EQ(commit_one(store(), change), "ok");
  }

  PersonalRecord record(const std::string& user, PersonalQuery query = {}) {
    query.user = UserId(user);
    return value_of(store().personal_record(query));
  }
  ErasureWork work(const std::string& user) { return value_of(store().erasure_work({UserId(user), asked}, 10)); }
  std::string erase(const std::string& user, std::vector<PartyId> parties = {}, std::size_t most = 500) {
    return commit_one(store(), EraseUser{UserId(user), asked, asked, std::move(parties), most});
  }
  std::string begin(const std::string& user, party::RateLimit limit = {5, Millis{3'600'000}}) {
    return commit_one(store(), BeginErasure{token_of(user, "privacy", asked, limit), UserId(user), asked});
  }
  std::vector<party::ChatMessage> messages(const std::string& party) {
    auto said = value_of(store().load_messages(PartyId(party), {}))->messages;
    // They were said in one change, which has no order.
    std::sort(said.begin(), said.end(), [](const auto& one, const auto& other) { return one.id < other.id; });
    return said;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, StorePersonalData, every_backend(), backend_name);

TEST_P(StorePersonalData, OfNobodyThereIsNothing) {
  const PersonalRecord nothing = record("eve");
  EXPECT_THAT(nothing.parties, IsEmpty());
  EXPECT_THAT(nothing.messages, IsEmpty());
  EXPECT_THAT(nothing.friends, IsEmpty());
  EXPECT_TRUE(work("eve").done());
  EXPECT_EQ(erase("eve"), "ok");
}

TEST_P(StorePersonalData, TheRecordHasEverythingAndNothingOfOthers) {
  const PersonalRecord bob = record("bob");
  ASSERT_EQ(bob.parties.size(), 2u);
  for (const PersonalParty& one : bob.parties) {
    EXPECT_EQ(one.title, "Friday Night Movies");
    EXPECT_EQ(one.profile.display_name, "Name of bob");
    EXPECT_EQ(one.role, party::Role::viewer);
    EXPECT_FALSE(one.hosted);
    EXPECT_TRUE(one.claimed);
    EXPECT_EQ(one.ended_at, one.party == PartyId("over") ? std::optional(soon) : std::nullopt);
  }
  std::vector<std::string> said;
  for (const PersonalMessage& one : bob.messages) said.push_back(one.party.str() + ": " + one.message.message);
  EXPECT_THAT(said, ElementsAre("on: It was Bob", "over: It was Bob", "on: Me again", "over: Me again"));
  EXPECT_FALSE(bob.more);
  ASSERT_EQ(bob.queue_items.size(), 2u);
  EXPECT_EQ(bob.queue_items[0].title, "Bob's film");
  ASSERT_EQ(bob.reports.size(), 2u);
  EXPECT_EQ(bob.reports[0].reason, "rude");
  EXPECT_EQ(bob.restrictions.size(), 2u);
  ASSERT_EQ(bob.invitations.size(), 2u);
  EXPECT_EQ(bob.invitations[0].note, "for Ann");
  EXPECT_EQ(bob.invitations[0].code.substr(0, 4), "CODE");
  EXPECT_EQ(bob.invitations[0].created_at, noon);
  EXPECT_EQ(bob.invitations[0].expires_at, soon);
  EXPECT_EQ(bob.invitations[0].max_uses, 3u);
  ASSERT_EQ(bob.invitation_uses.size(), 2u);
  EXPECT_EQ(bob.invitation_uses[0].invitation, InvitationId("invitation"));
  EXPECT_EQ(bob.invitation_uses[0].display_name, "Name of bob");
  EXPECT_EQ(bob.invitation_uses[0].at, noon);
  ASSERT_EQ(bob.join_requests.size(), 2u);
  EXPECT_EQ(bob.join_requests[0].profile.avatar_url, "https://example.org/bob");
  EXPECT_TRUE(bob.join_requests[0].declined);
  EXPECT_EQ(bob.join_requests[0].at, noon);
  EXPECT_THAT(record("host").invitations, IsEmpty());
  EXPECT_THAT(record("host").invitation_uses, IsEmpty());
  EXPECT_THAT(record("host").join_requests, IsEmpty());
  ASSERT_EQ(bob.clips.size(), 1u);
  EXPECT_EQ(bob.clips[0].url, "https://example.org/film");
  ASSERT_EQ(bob.playlists.size(), 1u);
  EXPECT_THAT(bob.playlists[0].clips, ElementsAre(ClipId("clip")));
  EXPECT_EQ(bob.friends.size(), 2u) << "who blocked him is not told";
  std::vector<std::string> kinds;
  for (const PersonalRateEvent& one : bob.rate_events) kinds.push_back(one.kind);
  EXPECT_THAT(kinds, UnorderedElementsAre("clip", "playlist", "friend", "friend"));
  EXPECT_TRUE(record("host").parties[0].hosted);
  EXPECT_TRUE(record("troll").restrictions[0].kicked);
}

TEST_P(StorePersonalData, MessagesComeByPage) {
  PersonalQuery query;
  query.messages = 3;
  const PersonalRecord beginning = record("bob", query);
  ASSERT_EQ(beginning.messages.size(), 3u);
  EXPECT_TRUE(beginning.more);
  query.after = PersonalCursor{beginning.messages.back().message.at, beginning.messages.back().message.id};
  const PersonalRecord rest = record("bob", query);
  ASSERT_EQ(rest.messages.size(), 1u);
  EXPECT_EQ(rest.messages[0].message.id, MessageId("over3"));
  EXPECT_FALSE(rest.more);
}

TEST_P(StorePersonalData, ErasingIsRememberedUntilItIsDone) {
  EXPECT_EQ(begin("bob"), "ok");
  EXPECT_EQ(begin("bob"), "ok") << "asking twice is fine";
  reopen();
  const auto pending = value_of(store().pending_erasures(10));
  ASSERT_EQ(pending.size(), 1u);
  EXPECT_EQ(pending[0].user, UserId("bob"));
  EXPECT_EQ(pending[0].asked_at, asked);
  EXPECT_EQ(commit_one(store(), EndErasure{UserId("bob"), asked - Millis{1}}), "ok");
  EXPECT_EQ(value_of(store().pending_erasures(10)).size(), 1u) << "it was asked for again meanwhile";
  EXPECT_EQ(commit_one(store(), EndErasure{UserId("bob"), asked}), "ok");
  EXPECT_THAT(value_of(store().pending_erasures(10)), IsEmpty());
  EXPECT_EQ(begin("bob", {2, Millis{3'600'000}}), "rate_limited");
  EXPECT_THAT(value_of(store().pending_erasures(10)), IsEmpty());
}

TEST_P(StorePersonalData, ErasingLeavesNothingOfOneAndEverythingOfOthers) {
  EXPECT_THAT(work("bob").parties, ElementsAre(PartyId("on")));
  // Its owner lets him go first.
  ASSERT_EQ(commit_one(store(), change_of("on", 3, {RemoveSeat{UserId("bob")}})), "ok");
  ASSERT_EQ(erase("bob", {PartyId("on")}), "ok");
  EXPECT_TRUE(work("bob").done());
  reopen();

  const PersonalRecord bob = record("bob");
  EXPECT_THAT(bob.parties, IsEmpty());
  EXPECT_THAT(bob.messages, IsEmpty());
  EXPECT_THAT(bob.queue_items, IsEmpty());
  EXPECT_THAT(bob.reports, IsEmpty());
  EXPECT_THAT(bob.invitations, IsEmpty());
  EXPECT_THAT(bob.invitation_uses, IsEmpty());
  EXPECT_THAT(bob.join_requests, IsEmpty());
  EXPECT_THAT(bob.clips, IsEmpty());
  EXPECT_THAT(bob.playlists, IsEmpty());
  EXPECT_THAT(bob.friends, IsEmpty());
  ASSERT_EQ(bob.restrictions.size(), 1u) << "a mute of a party that goes on is the party's";
  EXPECT_EQ(bob.restrictions[0].party, PartyId("on"));
  EXPECT_EQ(bob.rate_events.size(), 4u) << "limits hold; these go by themselves";

  for (const char* party : {"over", "on"}) {
    const auto said = messages(party);
    ASSERT_EQ(said.size(), 3u) << "the party stays whole";
    EXPECT_EQ(said[0].user, party::forgotten_person.user);
    EXPECT_EQ(said[0].profile.display_name, "Deleted user");
    EXPECT_EQ(said[0].message, "");
    EXPECT_EQ(said[0].deleted_at, asked);
    EXPECT_EQ(said[1].message, "So?");
    EXPECT_FALSE(said[1].deleted_at);
    const auto reports = value_of(store().load_reports(PartyId(party), 10));
    ASSERT_EQ(reports.size(), 1u);
    EXPECT_EQ(reports[0].text, "") << "what was reported of him is gone";
    EXPECT_EQ(loaded(store(), party).queue->entries[0].item->added_by, party::forgotten_person);
    EXPECT_FALSE(loaded(store(), party).roster.contains(UserId("bob")));
    const party::Party whole = loaded(store(), party);
    const party::Admission& admission = party::admission_of(whole);
    ASSERT_EQ(admission.invitations.size(), 1u) << "an invitation of his stays the party's";
    EXPECT_EQ(admission.invitations.begin()->second.by, party::forgotten_person);
    EXPECT_THAT(admission.requests, IsEmpty());
    EXPECT_THAT(value_of(store().load_invitation_uses(PartyId(party), 10)), IsEmpty());
    const bool ended = whole.status == party::Status::ended;
    EXPECT_EQ(party::claim_of(whole), ended ? UserId{} : UserId("bob")) << "of one that goes on, its owner decides";
  }
  EXPECT_EQ(value_of(store().load_clip(ClipId("clip")))->created_by, party::forgotten_person.user);
  EXPECT_THAT(value_of(store().friends_of(UserId("host"))), IsEmpty());
  EXPECT_EQ(value_of(store().friends_of(UserId("troll"))).size(), 1u) << "others' blocks stay theirs";
  EXPECT_EQ(record("host").messages.size(), 2u);
}

TEST_P(StorePersonalData, ErasingAgainChangesNothing) {
  ASSERT_EQ(erase("bob", {PartyId("on")}), "ok");
  const auto before = messages("over");
  ASSERT_EQ(erase("bob", {PartyId("on"), PartyId("gone")}), "ok");
  EXPECT_EQ(messages("over")[0].deleted_at, before[0].deleted_at);
}

TEST_P(StorePersonalData, TheLastHostOfAFinishedPartyBecomesNobody) {
  ASSERT_EQ(erase("host"), "ok");
  const party::Party finished = loaded(store(), "over");
  EXPECT_EQ(finished.host, party::forgotten_person.user);
  EXPECT_TRUE(finished.roster.contains(UserId("bob"))) << "others still see it";
  EXPECT_EQ(loaded(store(), "on").host, UserId("host")) << "a party that goes on is its owner's to change";
  EXPECT_TRUE(loaded(store(), "on").roster.contains(UserId("host")));
}

TEST_P(StorePersonalData, WhoOnlyEverCameToTheDoorIsForgottenToo) {
  const auto came = [&](const char* user, std::vector<PartyWrite> writes, std::uint64_t version) {
    ASSERT_EQ(commit_one(store(), change_of("on", version, std::move(writes))), "ok");
    EXPECT_TRUE(work(user).more) << user;
    ASSERT_EQ(erase(user), "ok");
    EXPECT_TRUE(work(user).done()) << user;
  };
  came("asker", {wish_of("asker")}, 3);
  came("invited", {use_of("invited")}, 4);
  came("inviter", {PutInvitation{{InvitationId("another"), "CODEX", "", {UserId("inviter"), "In"}, noon}}}, 5);
  EXPECT_EQ(record("bob").join_requests.size(), 2u);
  EXPECT_EQ(record("bob").invitation_uses.size(), 2u);
  EXPECT_EQ(record("bob").invitations.size(), 2u);
}

TEST_P(StorePersonalData, TheClaimToAFinishedPartyIsForgottenToo) {
  ASSERT_EQ(commit_one(store(), change_of("on", 3, {PutHost{UserId("host"), UserId("maker")}, PutEnded{soon}})), "ok");
  EXPECT_TRUE(work("maker").more);
  ASSERT_EQ(erase("maker"), "ok");
  EXPECT_TRUE(work("maker").done());
  EXPECT_EQ(party::claim_of(loaded(store(), "on")), UserId{});
}

TEST_P(StorePersonalData, WhatCameToTheDoorLaterIsNotMeant) {
  const ServerTime later = asked + Millis{1};
  ASSERT_EQ(commit_one(store(), change_of("on", 3, {wish_of("cy", later), use_of("cy", later)})), "ok");
  EXPECT_TRUE(work("cy").done());
  ASSERT_EQ(erase("cy"), "ok");
  EXPECT_EQ(record("cy").join_requests.size(), 1u);
  EXPECT_EQ(record("cy").invitation_uses.size(), 1u);
}

TEST_P(StorePersonalData, WhatCameLaterIsNotMeant) {
  ASSERT_EQ(commit_one(store(), change_of("on", 3, {say("on", "9", "bob", "Back", asked + Millis{1})})), "ok");
  ASSERT_EQ(erase("bob", {PartyId("on")}), "ok");
  EXPECT_EQ(messages("on").back().message, "Back");
  EXPECT_TRUE(work("bob").done());
}

TEST_P(StorePersonalData, AStepIsSmallAndStepsComeToAnEnd) {
  std::size_t steps = 0;
  for (; !work("bob").done() && steps < 100; ++steps) ASSERT_EQ(erase("bob", {PartyId("on")}, 1), "ok");
  EXPECT_LT(steps, 100u);
  if (GetParam() != std::string("memory")) {
    EXPECT_GE(steps, 4u) << "four messages, one a step";
  }
}

}  // namespace
}  // namespace matinee::storage
