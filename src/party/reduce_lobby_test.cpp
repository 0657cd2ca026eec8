// Ready checks, and starts at a time set before.
#include <gtest/gtest.h>

#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

using testing::Scene;
using namespace std::chrono_literals;

/// Host, Ann and Bob are connected; a film is chosen and stands at its beginning. Ann is co-host.
class LobbyTest : public ::testing::Test {
 protected:
  LobbyTest() {
    scene.connect("host");
    for (const char* user : {"ann", "bob"}) scene.enter(user);
    scene.role("ann", Role::co_host);
    scene.give("host", Skip{ClipId{"clip"}});
    scene.give("host", Pause{});
  }
  std::int64_t in(Millis time) const { return to_unix_ms(scene.now + time); }

  Scene scene;
};

TEST_F(LobbyTest, AReadyCheckPassesWhenEveryoneSaidYes) {
  EXPECT_EQ(scene.give("host", OpenReadyCheck{}), "ready check opened");
  EXPECT_EQ(scene.review(), "ready check open 1/3");
  scene.now += 1s;
  scene.give("ann", AnswerReadyCheck{true});
  EXPECT_EQ(scene.review(), "ready check open 2/3");
  scene.now += 1s;
  scene.give("bob", AnswerReadyCheck{true});
  EXPECT_EQ(scene.review(), "ready check passed 3/3");
  EXPECT_EQ(scene.party.ready_check, std::nullopt);
  EXPECT_FALSE(scene.party.playback.playing) << "without a countdown nothing starts";
}

TEST_F(LobbyTest, ItIsOverAfterItsTime) {
  scene.give("host", OpenReadyCheck{});
  EXPECT_EQ(scene.wait(2min), "+0ms: ready check open 1/3\n+60000ms: ready check over 1/3");
  EXPECT_EQ(scene.party.ready_check, std::nullopt);
  EXPECT_EQ(scene.give("bob", AnswerReadyCheck{true}), "nothing") << "too late";
}

TEST_F(LobbyTest, AnAnswerCanBeTakenBack) {
  scene.give("host", OpenReadyCheck{});
  scene.give("ann", AnswerReadyCheck{true});
  EXPECT_EQ(scene.give("ann", AnswerReadyCheck{true}), "nothing");
  scene.give("ann", AnswerReadyCheck{false});
  scene.give("bob", AnswerReadyCheck{true});
  EXPECT_EQ(scene.review(), "ready check open 2/3");
  const ReadyCheckView view = view_of(scene.party, *scene.party.ready_check, ReadyCheckState::open);
  ASSERT_EQ(view.missing.size(), 1U);
  EXPECT_EQ(view.missing.front(), (Person{UserId{"ann"}, "Name of ann"}));
}

TEST_F(LobbyTest, AnswersAreToldTogetherWhenTheyComeTogether) {
  scene.give("host", OpenReadyCheck{});
  scene.review();
  scene.now += 100ms;
  scene.give("ann", AnswerReadyCheck{true});
  EXPECT_EQ(scene.review(), "");
  EXPECT_EQ(scene.wait(1s), "+150ms: ready check open 2/3");
}

TEST_F(LobbyTest, WhoComesMustAnswerAndWhoGoesNeedNot) {
  scene.give("host", OpenReadyCheck{});
  scene.give("ann", AnswerReadyCheck{true});
  scene.enter("cat");
  EXPECT_EQ(scene.review(), "ready check open 2/4");
  scene.now += 1s;
  scene.give("bob", AnswerReadyCheck{true});
  EXPECT_EQ(scene.review(), "ready check open 3/4");
  scene.give("cat", Disconnect{true});
  EXPECT_EQ(scene.review(), "ready check passed 3/3");
}

TEST_F(LobbyTest, WhoGoesTakesTheAnswerAlong) {
  scene.give("host", OpenReadyCheck{});
  scene.give("ann", AnswerReadyCheck{true});
  scene.give("ann", Disconnect{true});
  EXPECT_EQ(scene.review(), "ready check open 1/2");
  scene.connect("ann");
  scene.now += 1s;
  EXPECT_EQ(scene.review(), "ready check open 1/3");
  scene.give("ann", AnswerReadyCheck{true});
  scene.give("ann", Leave{});
  scene.give("bob", AnswerReadyCheck{true});
  EXPECT_EQ(scene.review(), "ready check passed 2/2");
}

TEST_F(LobbyTest, ACheckGoesWithWhoOpenedIt) {
  scene.give("ann", OpenReadyCheck{5s});
  scene.give("bob", AnswerReadyCheck{true});
  Scene left = scene;
  EXPECT_NE(left.give("ann", Leave{}).find("ready check cancelled"), std::string::npos);
  EXPECT_EQ(left.party.ready_check, std::nullopt);
  left.give("host", AnswerReadyCheck{true});
  EXPECT_EQ(left.wait(2min), "") << "nothing starts in the name of somebody who is gone";
  Scene kicked = scene;
  EXPECT_NE(kicked.give("host", Kick{UserId{"ann"}}).find("ready check cancelled"), std::string::npos);
  Scene reloaded = scene;
  reloaded.give("ann", Disconnect{true});
  EXPECT_NE(reloaded.party.ready_check, std::nullopt) << "a page that is opened anew has not left";
  Scene other = scene;
  other.give("bob", Leave{});
  EXPECT_NE(other.party.ready_check, std::nullopt);
}

TEST_F(LobbyTest, ACountdownStartsTheFilmForEveryoneAtOnce) {
  scene.give("host", OpenReadyCheck{5s});
  scene.give("ann", AnswerReadyCheck{true});
  scene.give("bob", AnswerReadyCheck{true});
  const std::string scheduled = fmt::format("start at {} by host", in(5s));
  const ServerTime at = scene.now + 5s;
  EXPECT_EQ(scene.review(), "ready check passed 3/3; " + scheduled);
  EXPECT_EQ(scene.wait(10s), "+5000ms: play: clip playing at 0ms rate 1");
  EXPECT_EQ(scene.party.playback.at, at);
}

TEST_F(LobbyTest, NoCountdownStartsAtOnceThatWasZero) {
  scene.give("host", OpenReadyCheck{0ms});
  scene.give("ann", AnswerReadyCheck{true});
  scene.give("bob", AnswerReadyCheck{true});
  scene.review();
  EXPECT_TRUE(scene.party.playback.playing);
}

TEST_F(LobbyTest, ANewCheckReplacesTheOpenOne) {
  scene.give("host", OpenReadyCheck{5s});
  scene.give("bob", AnswerReadyCheck{true});
  scene.now += 30s;
  scene.give("ann", OpenReadyCheck{});
  EXPECT_EQ(scene.review(), "ready check open 1/3");
  EXPECT_EQ(scene.party.ready_check->until, scene.now + 60s);
}

TEST_F(LobbyTest, ACheckCanBeCancelled) {
  EXPECT_EQ(scene.give("host", CancelReadyCheck{}), "nothing");
  scene.give("host", OpenReadyCheck{});
  EXPECT_EQ(scene.give("bob", CancelReadyCheck{}), "refused: playback_denied");
  EXPECT_EQ(scene.give("ann", CancelReadyCheck{}), "ready check cancelled 1/3");
  EXPECT_EQ(scene.wait(2min), "");
}

TEST_F(LobbyTest, ACountdownNeedsAFilmThatStands) {
  scene.give("host", Play{});
  EXPECT_EQ(scene.give("host", OpenReadyCheck{5s}), "refused: already_going");
  EXPECT_EQ(scene.give("host", OpenReadyCheck{}), "ready check opened");
  Scene fresh;
  fresh.connect("host");
  EXPECT_EQ(fresh.give("host", OpenReadyCheck{5s}), "refused: nothing_to_play");
}

TEST_F(LobbyTest, OneWhoWatchesAloneIsReadyAtOnce) {
  Scene alone;
  alone.connect("host");
  alone.give("host", OpenReadyCheck{});
  EXPECT_EQ(alone.review(), "ready check passed 1/1");
}

TEST_F(LobbyTest, AStartHappensAtItsTime) {
  EXPECT_EQ(scene.give("ann", ScheduleStart{90s, {}}), fmt::format("start at {} by ann", in(90s)));
  const ServerTime at = scene.now + 90s;
  EXPECT_EQ(scene.wait(89s), "");
  EXPECT_EQ(scene.wait(2s), "+1000ms: play: clip playing at 0ms rate 1");
  EXPECT_EQ(scene.party.playback.at, at);
  EXPECT_EQ(scene.party.scheduled_start, std::nullopt);
}

TEST_F(LobbyTest, ItIsToldOneStartLeadAhead) {
  PlayerReport report;
  report.round_trip = 400ms;
  scene.give("host", ScheduleStart{{}, scene.now + 5s});
  const ServerTime at = scene.now + 5s;
  scene.now += 4s;
  scene.give("bob", Report{report});
  EXPECT_EQ(scene.wait(1s), "+700ms: play: clip playing at 0ms rate 1");
  EXPECT_EQ(scene.party.playback.at, at) << "exactly then, so that all start on one frame";
}

TEST_F(LobbyTest, AStartSaysWhoSetIt) {
  scene.give("ann", ScheduleStart{2s, {}});
  scene.now += 2s;
  const Outcome outcome = scene.decide("", Review{});
  ASSERT_TRUE(outcome);
  EXPECT_EQ(std::get<PlaybackChanged>(outcome.value().front()).by, (Person{UserId{"ann"}, "Name of ann"}));
  scene.give("ann", Leave{});
  EXPECT_EQ(std::get<PlaybackChanged>(scene.decide("", Review{}).value().front()).by, std::nullopt);
}

TEST_F(LobbyTest, WhatEndsASchedule) {
  struct Row {
    Command command;
    bool ends;
  };
  for (const Row& row : std::vector<Row>{{Play{}, true},
                                         {Pause{}, true},
                                         {Skip{ClipId{"next"}}, true},
                                         {CancelStart{}, true},
                                         {End{}, true},
                                         {Seek{5s, true}, false},
                                         {SetRate{1.5}, false},
                                         {Undo{}, true},  // of the skip: there is no film any more
                                         {OpenReadyCheck{}, false}}) {
    Scene one = scene;
    one.give("host", ScheduleStart{90s, {}});
    one.give("host", row.command);
    EXPECT_EQ(one.party.scheduled_start.has_value(), !row.ends) << testing::text_of(row.command);
  }
}

TEST_F(LobbyTest, AScheduleIsForItsFilmWhicheverPositionOfIt) {
  scene.give("host", Skip{ClipId{"next"}});
  scene.give("host", Pause{});
  scene.give("host", Seek{50s, {}});
  scene.give("host", ScheduleStart{90s, {}});
  scene.give("host", Undo{});
  EXPECT_TRUE(scene.party.scheduled_start) << "the seek is taken back";
  scene.give("host", Seek{50s, {}});
  scene.give("host", Skip{ClipId{"third"}});
  scene.give("host", Pause{});
  scene.give("host", ScheduleStart{90s, {}});
  scene.give("host", Undo{});
  EXPECT_EQ(scene.party.playback.clip, ClipId{"next"});
  EXPECT_FALSE(scene.party.scheduled_start) << "it was for the third film";
  EXPECT_EQ(scene.wait(2min), "");
}

TEST_F(LobbyTest, AnotherTimeReplacesTheFirst) {
  scene.give("host", ScheduleStart{90s, {}});
  scene.give("host", ScheduleStart{20s, {}});
  EXPECT_EQ(scene.wait(2min), "+20000ms: play: clip playing at 0ms rate 1");
}

TEST_F(LobbyTest, ATimeMustLieASecondToADayAhead) {
  const ServerTime now = scene.now;
  for (const ServerTime at : {now - 1h, now, now + 999ms, now + 24h + 1ms}) {
    EXPECT_EQ(scene.give("host", ScheduleStart{{}, at}), "refused: bad_start_time");
  }
  EXPECT_EQ(scene.give("host", ScheduleStart{999ms, {}}), "refused: bad_start_time");
  for (const Millis ahead : {1000ms, Millis{24h}}) {
    EXPECT_EQ(scene.give("host", ScheduleStart{{}, now + ahead}), fmt::format("start at {} by host", in(ahead)));
  }
}

TEST_F(LobbyTest, AStartNeedsAFilmThatStands) {
  Scene fresh;
  fresh.connect("host");
  EXPECT_EQ(fresh.give("host", ScheduleStart{5s, {}}), "refused: nothing_to_play");
  scene.give("host", Play{});
  EXPECT_EQ(scene.give("host", ScheduleStart{5s, {}}), "refused: already_going");
  EXPECT_EQ(scene.give("bob", ScheduleStart{5s, {}}), "refused: playback_denied");
}

/// While nobody is there nothing plays; whoever comes first starts it.
TEST_F(LobbyTest, AStartThatFellDueWithNobodyThereHappensWhenTheFirstComesBack) {
  scene.give("host", ScheduleStart{5s, {}});
  for (const char* user : {"host", "ann", "bob"}) scene.give(user, Disconnect{true});
  EXPECT_EQ(scene.wait(1h), "");
  scene.connect("bob");
  EXPECT_EQ(scene.review(), "play: clip playing at 0ms rate 1");
  EXPECT_EQ(scene.party.playback.at, scene.now) << "from now, not from an hour ago";
}

TEST_F(LobbyTest, AScheduledStartWaitsLikeAnyOther) {
  scene.give("host", ChangeSettings{{WaitingPolicy::everyone, {}}});
  scene.give("host", ScheduleStart{5s, {}});
  scene.now += 4s;
  PlayerReport loading;
  loading.status.ready = false;
  scene.give("bob", Report{loading});
  EXPECT_EQ(scene.wait(1s), "+1000ms: waiting: clip holding at 0ms rate 1");
  loading.status.ready = true;
  scene.give("bob", Report{loading});
  EXPECT_EQ(scene.review(), "play: clip playing at 0ms rate 1");
}

}  // namespace
}  // namespace matinee::party
