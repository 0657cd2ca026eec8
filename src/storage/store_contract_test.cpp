// The contract of every Store: parties, their changes, clips, and what is found again.
#include <limits>

#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class StoreContract : public StoreTest {};
INSTANTIATE_TEST_SUITE_P(Backends, StoreContract, every_backend(), backend_name);

Submission create(const std::string& id, const std::string& code) {
  return CreateParty{token_of("host"), party_of(id, code)};
}

/// None of them as by default.
const party::Settings whole_settings{party::WaitingPolicy::quorum,
                                     true,
                                     party::ChatPolicy::hosts,
                                     Millis{5'000},
                                     party::QueuePolicy::everyone,
                                     34,
                                     party::ControlPolicy::host,
                                     true};

TEST_P(StoreContract, AnEmptyCommitHasNoResults) {
  EXPECT_THAT(commit(store(), {}), IsEmpty());
}

TEST_P(StoreContract, ANewPartyIsFoundAgainCompletely) {
  party::Party party = party_of("p1", "ABC234");
  party.playlist = PlaylistId("list");
  party.visibility = party::Visibility::friends;
  party.max_participants = 7;
  party.playback = party::Playback{ClipId("clip"), std::nullopt, Millis{1'234}, noon + Millis{5}, false, 1.25, true};
  party.scheduled_start = party::ScheduledStart{noon + Millis{60'000}, UserId("host")};
  party.settings = whole_settings;
  party.epoch = 3;
  party.revision = 4;
  party.version = 5;
  party.kicked = {UserId("troll")};
  ASSERT_EQ(commit_one(store(), CreateParty{token_of("host"), party}), "ok");
  reopen();

  const party::Party found = loaded(store(), "p1");
  EXPECT_EQ(found.id, party.id);
  EXPECT_EQ(found.title, party.title);
  EXPECT_EQ(found.host, party.host);
  EXPECT_EQ(found.playlist, party.playlist);
  EXPECT_EQ(found.visibility, party.visibility);
  EXPECT_EQ(found.invite_code, "ABC234");
  EXPECT_EQ(found.max_participants, 7u);
  EXPECT_EQ(found.status, party::Status::active);
  EXPECT_EQ(found.created_at, noon);
  EXPECT_EQ(found.playback, party.playback);
  EXPECT_EQ(found.scheduled_start, party.scheduled_start);
  EXPECT_EQ(found.settings, party.settings);
  EXPECT_EQ(found.epoch, 3u);
  EXPECT_EQ(found.revision, 4u);
  EXPECT_EQ(found.version, 5u);
  EXPECT_THAT(found.kicked, ElementsAre(UserId("troll")));
  EXPECT_EQ(found.connected, 0u);

  ASSERT_EQ(found.roster.size(), 1u);
  const party::Participant& host = found.roster.at(UserId("host"));
  EXPECT_EQ(host.user, UserId("host"));
  EXPECT_EQ(host.profile, (party::Profile{"Alice", "https://example.com/alice.png"}));
  EXPECT_EQ(host.role, party::Role::host);
  EXPECT_EQ(host.joined_at, noon);
  EXPECT_EQ(host.connections, 0u);
  EXPECT_FALSE(host.announced);
}

TEST_P(StoreContract, WhatIsNotThereIsNotFound) {
  EXPECT_FALSE(exists(store(), "nowhere"));
  EXPECT_FALSE(store().find_party_by_code("ZZZZZZ").value().has_value());
  EXPECT_FALSE(store().load_clip(ClipId("nothing")).value().has_value());
}

TEST_P(StoreContract, APartyIsFoundByItsCodeInAnyCaseAndWhenEnded) {
  ASSERT_EQ(commit_one(store(), create("p1", "abc234")), "ok");
  EXPECT_EQ(store().find_party_by_code("ABC234").value(), PartyId("p1"));
  EXPECT_EQ(store().find_party_by_code("aBc234").value(), PartyId("p1"));
  EXPECT_EQ(loaded(store(), "p1").invite_code, "ABC234");
  ASSERT_EQ(commit_one(store(), change_of("p1", 0, {PutEnded{noon}})), "ok");
  EXPECT_EQ(store().find_party_by_code("ABC234").value(), PartyId("p1"));
}

TEST_P(StoreContract, ACodeBelongsToOnePartyEvenWhenItEnded) {
  ASSERT_EQ(commit_one(store(), create("p1", "ABC234")), "ok");
  EXPECT_EQ(commit_one(store(), create("p2", "ABC234")), "code_taken");
  EXPECT_EQ(commit_one(store(), create("p2", "abc234")), "code_taken");
  ASSERT_EQ(commit_one(store(), change_of("p1", 0, {PutEnded{noon}})), "ok");
  EXPECT_EQ(commit_one(store(), create("p2", "ABC234")), "code_taken");
  EXPECT_FALSE(exists(store(), "p2"));
}

TEST_P(StoreContract, ANewCodeTakesTheOldOnesPlace) {
  ASSERT_EQ(commit_one(store(), create("p1", "ABC234")), "ok");
  ASSERT_EQ(commit_one(store(), create("p2", "DEF234")), "ok");
  ASSERT_EQ(commit_one(store(), change_of("p1", 0, {PutInviteCode{"xyz234"}})), "ok");
  EXPECT_EQ(loaded(store(), "p1").invite_code, "XYZ234");
  EXPECT_EQ(store().find_party_by_code("XYZ234").value(), PartyId("p1"));
  EXPECT_EQ(store().find_party_by_code("ABC234").value(), std::nullopt);
  const PutPlayback playing{party::Playback{ClipId("film"), std::nullopt, Millis{1}, noon, true, 1.0}, 1};
  EXPECT_THAT(commit(store(), {change_of("p2", 0, {playing}), change_of("p2", 1, {PutInviteCode{"DEF567"}})}),
              ElementsAre("ok", "ok"))
      << "beside a change of playback";
  EXPECT_EQ(loaded(store(), "p2").invite_code, "DEF567");
  EXPECT_EQ(commit_one(store(), change_of("p1", 1, {PutInviteCode{"DEF567"}})), "corrupt");
  EXPECT_EQ(loaded(store(), "p1").invite_code, "XYZ234");
  EXPECT_EQ(commit_one(store(), change_of("p1", 1, {PutInviteCode{"XYZ234"}})), "ok");
}

TEST_P(StoreContract, AnIdBelongsToOneParty) {
  EXPECT_THAT(commit(store(), {create("p1", "ABC234"), create("p1", "XYZ234")}), ElementsAre("ok", "conflict"));
  EXPECT_EQ(loaded(store(), "p1").invite_code, "ABC234");
  EXPECT_FALSE(store().find_party_by_code("XYZ234").value().has_value());
}

TEST_P(StoreContract, EveryKindOfWriteIsFoundAgain) {
  ASSERT_EQ(commit_one(store(), create("p1", "ABC234")), "ok");
  const PutPlayback playing{party::Playback{ClipId("film"), std::nullopt, Millis{90'500}, noon + Millis{7}, true, 0.5},
                            1};
  ASSERT_EQ(commit_one(store(), change_of("p1", 0,
                                          {playing, seat_of("bob", party::Role::co_host, noon + Millis{1}),
                                           seat_of("eve"), AddKick{UserId("troll"), noon}})),
            "ok");
  reopen();
  party::Party found = loaded(store(), "p1");
  EXPECT_EQ(found.playback, playing.playback);
  EXPECT_EQ(found.revision, 1u);
  EXPECT_EQ(found.version, 1u);
  EXPECT_EQ(found.roster.size(), 3u);
  EXPECT_EQ(found.roster.at(UserId("bob")).role, party::Role::co_host);
  EXPECT_EQ(found.roster.at(UserId("bob")).joined_at, noon + Millis{1});
  EXPECT_EQ(found.roster.at(UserId("bob")).profile.avatar_url, std::nullopt);
  EXPECT_THAT(found.kicked, ElementsAre(UserId("troll")));

  ASSERT_EQ(
      commit_one(store(), change_of("p1", 1,
                                    {RemoveSeat{UserId("host")}, seat_of("bob", party::Role::host),
                                     PutHost{UserId("bob")}, RemoveKick{UserId("troll")}, PutEnded{noon + Millis{9}}})),
      "ok");
  reopen();
  found = loaded(store(), "p1");
  EXPECT_EQ(found.host, UserId("bob"));
  EXPECT_EQ(found.roster.at(UserId("bob")).role, party::Role::host);
  EXPECT_FALSE(found.roster.contains(UserId("host")));
  EXPECT_TRUE(found.roster.contains(UserId("eve")));
  EXPECT_THAT(found.kicked, IsEmpty());
  EXPECT_EQ(found.status, party::Status::ended);
  EXPECT_EQ(found.playback, playing.playback) << "what a change does not write stays";
  EXPECT_EQ(found.revision, 1u);
  EXPECT_EQ(found.version, 2u);
}

TEST_P(StoreContract, AStartAndAHoldAreFoundAgainUntilTheNextPlayback) {
  ASSERT_EQ(commit_one(store(), create("p1", "ABC234")), "ok");
  EXPECT_EQ(loaded(store(), "p1").scheduled_start, std::nullopt);
  PutPlayback put = playback_of(Millis{5}, 1);
  put.playback.holding = true;
  put.scheduled_start = party::ScheduledStart{noon + Millis{90'000}, UserId("bob")};
  ASSERT_EQ(commit_one(store(), change_of("p1", 0, {put})), "ok");
  reopen();
  EXPECT_EQ(loaded(store(), "p1").scheduled_start, put.scheduled_start);
  EXPECT_TRUE(loaded(store(), "p1").playback.holding);
  ASSERT_EQ(commit_one(store(), change_of("p1", 1, {seat_of("bob")})), "ok");
  EXPECT_EQ(loaded(store(), "p1").scheduled_start, put.scheduled_start) << "what a change does not write stays";
  ASSERT_EQ(commit_one(store(), change_of("p1", 2, {playback_of(Millis{6}, 2)})), "ok");
  EXPECT_EQ(loaded(store(), "p1").scheduled_start, std::nullopt);
  EXPECT_FALSE(loaded(store(), "p1").playback.holding);
}

TEST_P(StoreContract, SettingsAreFoundAgain) {
  ASSERT_EQ(commit_one(store(), create("p1", "ABC234")), "ok");
  EXPECT_EQ(loaded(store(), "p1").settings, party::Settings{});
  for (const party::Settings& settings :
       {whole_settings, party::Settings{party::WaitingPolicy::host, true},
        party::Settings{party::WaitingPolicy::everyone, false}, party::Settings{}}) {
    const std::uint64_t version = loaded(store(), "p1").version;
    ASSERT_EQ(commit_one(store(), change_of("p1", version, {PutSettings{settings}})), "ok");
    reopen();
    EXPECT_EQ(loaded(store(), "p1").settings, settings);
    ASSERT_EQ(commit_one(store(), change_of("p1", version + 1, {playback_of(Millis{1}, 1)})), "ok");
    EXPECT_EQ(loaded(store(), "p1").settings, settings) << "what a change does not write stays";
  }
}

TEST_P(StoreContract, AnEmptyChangeCountsAVersion) {
  ASSERT_EQ(commit_one(store(), create("p1", "ABC234")), "ok");
  ASSERT_EQ(commit_one(store(), change_of("p1", 0, {})), "ok");
  EXPECT_EQ(loaded(store(), "p1").version, 1u);
}

TEST_P(StoreContract, TheLastWriteOfAKeyWins) {
  ASSERT_EQ(commit_one(store(), create("p1", "ABC234")), "ok");
  ASSERT_EQ(
      commit_one(store(), change_of("p1", 0,
                                    {seat_of("bob"), RemoveSeat{UserId("bob")}, RemoveSeat{UserId("eve")},
                                     seat_of("eve"), AddKick{UserId("x"), noon}, RemoveKick{UserId("x")},
                                     RemoveKick{UserId("y")}, AddKick{UserId("y"), noon}, playback_of(Millis{1}, 1),
                                     playback_of(Millis{2}, 2), PutHost{UserId("bob")}, PutHost{UserId("eve")}})),
      "ok");
  const party::Party found = loaded(store(), "p1");
  EXPECT_FALSE(found.roster.contains(UserId("bob")));
  EXPECT_TRUE(found.roster.contains(UserId("eve")));
  EXPECT_THAT(found.kicked, ElementsAre(UserId("y")));
  EXPECT_EQ(found.playback.position, Millis{2});
  EXPECT_EQ(found.revision, 2u);
  EXPECT_EQ(found.host, UserId("eve"));
}

TEST_P(StoreContract, TheClipCanBeTakenAway) {
  ASSERT_EQ(commit_one(store(), create("p1", "ABC234")), "ok");
  ASSERT_EQ(commit_one(store(), change_of("p1", 0, {playback_of(Millis{1}, 1)})), "ok");
  EXPECT_EQ(loaded(store(), "p1").playback.clip, ClipId("clip"));
  PutPlayback nothing = playback_of(Millis{0}, 2);
  nothing.playback.clip.reset();
  ASSERT_EQ(commit_one(store(), change_of("p1", 1, {nothing})), "ok");
  EXPECT_EQ(loaded(store(), "p1").playback.clip, std::nullopt);
}

TEST_P(StoreContract, AWrongVersionOrEpochOrPartyIsAConflictAndWritesNothing) {
  ASSERT_EQ(commit_one(store(), create("p1", "ABC234")), "ok");
  ASSERT_EQ(commit_one(store(), change_of("p1", 0, {})), "ok");
  EXPECT_EQ(commit_one(store(), change_of("p1", 0, {seat_of("bob")})), "conflict");
  EXPECT_EQ(commit_one(store(), change_of("p1", 2, {seat_of("bob")})), "conflict");
  EXPECT_EQ(commit_one(store(), change_of("p1", 1, {seat_of("bob")}, 2)), "conflict");
  EXPECT_EQ(commit_one(store(), change_of("p2", 0, {seat_of("bob")})), "conflict");
  EXPECT_FALSE(loaded(store(), "p1").roster.contains(UserId("bob")));
  EXPECT_EQ(loaded(store(), "p1").version, 1u);
}

TEST_P(StoreContract, AConflictFailsOnlyItself) {
  ASSERT_THAT(commit(store(), {create("p1", "AAAAAA"), create("p2", "BBBBBB"), create("p3", "CCCCCC")}),
              ElementsAre("ok", "ok", "ok"));
  EXPECT_THAT(commit(store(), {change_of("p1", 0, {seat_of("bob")}), change_of("p2", 9, {seat_of("bob")}),
                               change_of("p3", 0, {seat_of("bob")}), change_of("nowhere", 0, {seat_of("bob")})}),
              ElementsAre("ok", "conflict", "ok", "conflict"));
  EXPECT_TRUE(loaded(store(), "p1").roster.contains(UserId("bob")));
  EXPECT_FALSE(loaded(store(), "p2").roster.contains(UserId("bob")));
  EXPECT_TRUE(loaded(store(), "p3").roster.contains(UserId("bob")));
  EXPECT_EQ(loaded(store(), "p2").version, 0u);
}

TEST_P(StoreContract, ChangesOfOnePartyFollowOneAnotherInOneCommit) {
  ASSERT_EQ(commit_one(store(), create("p1", "ABC234")), "ok");
  EXPECT_THAT(
      commit(store(), {change_of("p1", 0, {seat_of("bob"), playback_of(Millis{1}, 1)}),
                       change_of("p1", 1, {RemoveSeat{UserId("bob")}, seat_of("eve")}), change_of("p1", 2, {})}),
      ElementsAre("ok", "ok", "ok"));
  const party::Party found = loaded(store(), "p1");
  EXPECT_EQ(found.version, 3u);
  EXPECT_EQ(found.playback.position, Millis{1});
  EXPECT_FALSE(found.roster.contains(UserId("bob")));
  EXPECT_TRUE(found.roster.contains(UserId("eve")));
}

TEST_P(StoreContract, AfterAConflictTheLaterChangesOfThatPartyConflictToo) {
  ASSERT_THAT(commit(store(), {create("p1", "AAAAAA"), create("p2", "BBBBBB")}), ElementsAre("ok", "ok"));
  EXPECT_THAT(commit(store(), {change_of("p1", 1, {}), change_of("p2", 0, {}), change_of("p1", 2, {}),
                               change_of("p2", 1, {}), change_of("p1", 3, {})}),
              ElementsAre("conflict", "ok", "conflict", "ok", "conflict"));
  EXPECT_EQ(loaded(store(), "p1").version, 0u);
  EXPECT_EQ(loaded(store(), "p2").version, 2u);
}

TEST_P(StoreContract, AWrongLinkInAChainFailsOnlyItself) {
  ASSERT_EQ(commit_one(store(), create("p1", "ABC234")), "ok");
  EXPECT_THAT(commit(store(), {change_of("p1", 0, {}), change_of("p1", 7, {}), change_of("p1", 1, {}, 2),
                               change_of("p1", 1, {seat_of("bob")})}),
              ElementsAre("ok", "conflict", "conflict", "ok"));
  EXPECT_EQ(loaded(store(), "p1").version, 2u);
  EXPECT_TRUE(loaded(store(), "p1").roster.contains(UserId("bob")));
}

TEST_P(StoreContract, APartyIsCreatedAndChangedInOneCommit) {
  EXPECT_THAT(commit(store(), {create("p1", "ABC234"), change_of("p1", 0, {seat_of("bob")}),
                               NoteEmptySince{PartyId("p1"), std::nullopt}, change_of("p1", 1, {seat_of("eve")})}),
              ElementsAre("ok", "ok", "ok", "ok"));
  EXPECT_EQ(loaded(store(), "p1").roster.size(), 3u);
  EXPECT_THAT(store().parties_empty_since(noon + Millis{1}, 10).value(), IsEmpty());
}

TEST_P(StoreContract, APartyCannotBeChangedBeforeItIsCreated) {
  EXPECT_THAT(commit(store(), {NoteEmptySince{PartyId("p1"), std::nullopt}, change_of("p1", 0, {seat_of("bob")}),
                               create("p1", "ABC234"), change_of("p1", 0, {seat_of("eve")})}),
              ElementsAre("ok", "conflict", "ok", "ok"));
  EXPECT_FALSE(loaded(store(), "p1").roster.contains(UserId("bob")));
  EXPECT_TRUE(loaded(store(), "p1").roster.contains(UserId("eve")));
  EXPECT_THAT(store().parties_empty_since(noon + Millis{1}, 10).value(), ElementsAre(PartyId("p1")));
}

TEST_P(StoreContract, AFailedCreationLeavesNothingBehind) {
  ASSERT_EQ(commit_one(store(), create("p1", "ABC234")), "ok");
  EXPECT_THAT(commit(store(), {create("p2", "ABC234"), change_of("p2", 0, {seat_of("bob")}),
                               change_of("p1", 0, {seat_of("bob")})}),
              ElementsAre("code_taken", "conflict", "ok"));
  EXPECT_FALSE(exists(store(), "p2"));
}

TEST_P(StoreContract, AClipIsFoundAgainAndGivesPartiesTheirLength) {
  const Clip film{ClipId("clip"), "A film", "https://example.com/a.mp4", Millis{5'400'000}, UserId("host"), noon};
  const Clip live{ClipId("live"), "A stream", "https://example.com/live", std::nullopt, UserId("host"), noon};
  ASSERT_THAT(commit(store(), {SaveClip{token_of("host", "clip"), film}, SaveClip{token_of("host", "clip"), live}}),
              ElementsAre("ok", "ok"));
  reopen();
  const std::optional<Clip> found = store().load_clip(ClipId("clip")).value();
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->id, film.id);
  EXPECT_EQ(found->title, film.title);
  EXPECT_EQ(found->url, film.url);
  EXPECT_EQ(found->duration, film.duration);
  EXPECT_EQ(found->created_by, film.created_by);
  EXPECT_EQ(found->created_at, film.created_at);
  EXPECT_EQ(store().load_clip(ClipId("live")).value()->duration, std::nullopt);

  ASSERT_EQ(commit_one(store(), create("p1", "ABC234")), "ok");
  EXPECT_EQ(loaded(store(), "p1").playback.clip_length, std::nullopt);
  ASSERT_EQ(commit_one(store(), change_of("p1", 0, {playback_of(Millis{1}, 1)})), "ok");
  EXPECT_EQ(loaded(store(), "p1").playback.clip_length, Millis{5'400'000});
}

TEST_P(StoreContract, AClipIdBelongsToOneClip) {
  Clip clip{ClipId("clip"), "A film", "https://example.com/a.mp4", std::nullopt, UserId("host"), noon};
  ASSERT_EQ(commit_one(store(), SaveClip{token_of("host", "clip"), clip}), "ok");
  clip.title = "Another film";
  EXPECT_EQ(commit_one(store(), SaveClip{token_of("eve", "clip"), clip}), "conflict");
  EXPECT_EQ(store().load_clip(ClipId("clip")).value()->title, "A film");
}

TEST_P(StoreContract, NumbersOf64BitsAreKept) {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  party::Party party = party_of("p1", "ABC234");
  party.epoch = most;
  party.version = most - 1;
  ASSERT_EQ(commit_one(store(), CreateParty{token_of("host"), party}), "ok");
  PutPlayback put = playback_of(Millis{std::numeric_limits<std::int64_t>::max()}, most);
  put.playback.at = from_unix_ms(std::numeric_limits<std::int64_t>::min());
  ASSERT_EQ(commit_one(store(), change_of("p1", most - 1, {put}, most)), "ok");
  const party::Party found = loaded(store(), "p1");
  EXPECT_EQ(found.epoch, most);
  EXPECT_EQ(found.version, most);
  EXPECT_EQ(found.revision, most);
  EXPECT_EQ(found.playback, put.playback);
}

TEST_P(StoreContract, TextIsKeptAsItIs) {
  for (const std::string& text :
       {std::string("Zoë 🎬 \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80"), std::string("'; DROP TABLE parties; --"),
        std::string("\"quoted\" \\ back\\u0041 {\"a\":[1]} :rows"), std::string("line\nbreak\ttab\x01\x1f\x7f"),
        std::string("\xE2\x80\xA8\xE2\x80\xAE right to left"), std::string("12345678901234567890"), std::string("null"),
        std::string(" ")}) {
    SCOPED_TRACE(text);
    SetUp();
    party::Party party = party_of(text, "ABC234");
    party.title = text;
    party.playlist = PlaylistId(text);
    ASSERT_EQ(commit_one(store(), CreateParty{token_of(text, text), party}), "ok");
    PutSeat seat{UserId(text), party::Profile{text, text}, party::Role::viewer, noon};
    const AppendChat chat{MessageId(text), UserId(text), text, Millis{0}, noon};
    PutPlayback playback = playback_of(Millis{0}, 1);
    playback.playback.clip = ClipId(text);
    ASSERT_EQ(commit_one(store(), change_of(text, 0, {seat, AddKick{UserId(text), noon}, chat, playback})), "ok");
    reopen();
    const party::Party found = loaded(store(), text);
    EXPECT_EQ(found.title, text);
    EXPECT_EQ(found.playlist, PlaylistId(text));
    EXPECT_EQ(found.playback.clip, ClipId(text));
    ASSERT_TRUE(found.roster.contains(UserId(text)));
    EXPECT_EQ(found.roster.at(UserId(text)).profile, (party::Profile{text, text}));
    EXPECT_THAT(found.kicked, ElementsAre(UserId(text)));
  }
}

}  // namespace
}  // namespace matinee::storage
