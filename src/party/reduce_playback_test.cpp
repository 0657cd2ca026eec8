// Play, pause, seek, skip, rate and undo: what they leave behind, and that time played is never lost.
#include <gtest/gtest.h>

#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

using testing::Scene;
using namespace std::chrono_literals;

class PlaybackCommands : public ::testing::Test {
 protected:
  PlaybackCommands() {
    scene.give("host", Skip{ClipId{"clip"}});
    scene.give("host", Seek{120'000ms});
  }
  /// A round trip of 400 ms: starts lie 300 ms ahead.
  void host_is_far_away() {
    scene.connect("host");
    PlayerReport report;
    report.round_trip = 400ms;
    scene.give("host", Report{report});
  }

  Scene scene;
};

TEST_F(PlaybackCommands, PlayContinuesWhereItStood) {
  EXPECT_EQ(scene.give("host", Play{}), "play: clip playing at 120000ms rate 1");
  scene.now += 10s;
  EXPECT_EQ(scene.position(), 130s);
}

TEST_F(PlaybackCommands, PlayWhilePlayingKeepsTheTimePlayed) {
  scene.give("host", Play{});
  scene.now += 10s;
  EXPECT_EQ(scene.give("host", Play{}), "play: clip playing at 130000ms rate 1");
}

TEST_F(PlaybackCommands, PauseStoresTheTimePlayed) {
  scene.give("host", Play{});
  scene.now += 12'345ms;
  EXPECT_EQ(scene.give("host", Pause{}), "pause: clip paused at 132345ms rate 1");
  scene.now += 1h;
  EXPECT_EQ(scene.position(), 132'345ms);
}

TEST_F(PlaybackCommands, SeekPausesAtTheNewPosition) {
  scene.give("host", Play{});
  scene.now += 10s;
  EXPECT_EQ(scene.give("host", Seek{60'500ms}), "seek: clip paused at 60500ms rate 1");
  scene.now += 10s;
  EXPECT_EQ(scene.position(), 60'500ms);
}

TEST_F(PlaybackCommands, SkipPlaysTheNewClipFromItsStart) {
  scene.now += 10s;
  EXPECT_EQ(scene.give("host", Skip{ClipId{"next"}}), "skip: next playing at 0ms rate 1");
  scene.now += 2s;
  EXPECT_EQ(scene.position(), 2s);
}

TEST_F(PlaybackCommands, SkipToTheSameClipStartsItAgain) {
  scene.give("host", Play{});
  scene.now += 10s;
  EXPECT_EQ(scene.give("host", Skip{ClipId{"clip"}}), "skip: clip playing at 0ms rate 1");
}

TEST_F(PlaybackCommands, ACommandWithoutAClipIsFine) {
  Scene fresh;
  EXPECT_EQ(fresh.give("host", Play{}), "play: no clip playing at 0ms rate 1");
  EXPECT_EQ(fresh.give("host", Seek{5s}), "seek: no clip paused at 5000ms rate 1");
}

TEST_F(PlaybackCommands, TheRateIsKept) {
  scene.party.playback.rate = 2.0;
  scene.give("host", Play{});
  scene.now += 10s;
  EXPECT_EQ(scene.give("host", Pause{}), "pause: clip paused at 140000ms rate 2");
  EXPECT_EQ(scene.give("host", Seek{1s}), "seek: clip paused at 1000ms rate 2");
  EXPECT_EQ(scene.give("host", Skip{ClipId{"next"}}), "skip: next playing at 0ms rate 2");
}

TEST_F(PlaybackCommands, ALearnedLengthBoundsThePosition) {
  EXPECT_EQ(scene.give("", LearnClipLength{ClipId{"clip"}, 150s}), "length 150000ms");
  EXPECT_EQ(scene.give("host", Seek{400s}), "seek: clip of 150000ms paused at 150000ms rate 1");
  scene.give("host", Seek{140s});
  scene.give("host", Play{});
  scene.now += 1min;
  EXPECT_EQ(scene.give("host", Pause{}), "pause: clip of 150000ms paused at 150000ms rate 1");
}

TEST_F(PlaybackCommands, ALengthLearnedTooLateIsOfNoUse) {
  EXPECT_EQ(scene.give("", LearnClipLength{ClipId{"another"}, 150s}), "nothing");
  EXPECT_EQ(scene.give("", LearnClipLength{ClipId{"clip"}, 150s}), "length 150000ms");
  EXPECT_EQ(scene.give("", LearnClipLength{ClipId{"clip"}, 150s}), "nothing");
  EXPECT_EQ(scene.give("host", Skip{ClipId{"next"}}), "skip: next playing at 0ms rate 1");
}

TEST_F(PlaybackCommands, ALengthShorterThanThePositionMovesIt) {
  scene.give("", LearnClipLength{ClipId{"clip"}, 90s});
  EXPECT_EQ(scene.position(), 90s);
  EXPECT_EQ(scene.party.playback.position, 90s);
  EXPECT_EQ(scene.party.revision, 2U) << "nobody changed anything";
}

/// While somebody reports a round trip, starts lie a little ahead, so that every screen begins together.
TEST_F(PlaybackCommands, StartsAreScheduledAndPausesAreNot) {
  host_is_far_away();
  scene.give("host", Play{});
  EXPECT_EQ(scene.party.playback.at, scene.now + 300ms);
  scene.now += 300ms;
  EXPECT_EQ(scene.position(), 120s) << "nothing moves before its moment";
  scene.now += 1s;
  EXPECT_EQ(scene.give("host", Pause{}), "pause: clip paused at 121000ms rate 1");
  EXPECT_EQ(scene.party.playback.at, scene.now);
  scene.give("host", Skip{ClipId{"next"}});
  EXPECT_EQ(scene.party.playback.at, scene.now + 300ms);
  scene.now += 100ms;
  EXPECT_EQ(scene.give("host", Seek{5s}), "seek: next paused at 5000ms rate 1");
  EXPECT_EQ(scene.party.playback.at, scene.now);
}

TEST_F(PlaybackCommands, APauseBeforeTheStartKeepsThePosition) {
  host_is_far_away();
  scene.give("host", Play{});
  scene.now += 200ms;
  EXPECT_EQ(scene.give("host", Pause{}), "pause: clip paused at 120000ms rate 1");
}

/// Everyone prepares for the moment that was announced.
TEST_F(PlaybackCommands, AStartThatLiesAheadIsKept) {
  host_is_far_away();
  scene.give("host", Play{});
  const ServerTime announced = scene.party.playback.at;
  scene.now += 100ms;
  EXPECT_EQ(scene.give("host", Play{}), "play: clip playing at 120000ms rate 1");
  EXPECT_EQ(scene.party.playback.at, announced);
  EXPECT_EQ(scene.give("host", SetRate{2}), "rate: clip playing at 120000ms rate 2");
  EXPECT_EQ(scene.party.playback.at, announced);
  scene.now += 1'200ms;
  EXPECT_EQ(scene.position(), 122s);
}

/// After a restart under a clock that was set back.
TEST_F(PlaybackCommands, AStartFartherAheadThanAnyIsNotWaitedFor) {
  scene.give("host", Play{});
  scene.now -= 1h;
  EXPECT_EQ(scene.give("host", Play{}), "play: clip playing at 120000ms rate 1");
  EXPECT_EQ(scene.party.playback.at, scene.now);
}

TEST_F(PlaybackCommands, AChangeOfRateKeepsTheTimePlayed) {
  scene.give("host", Play{});
  scene.now += 10s;
  EXPECT_EQ(scene.give("host", SetRate{1.5}), "rate: clip playing at 130000ms rate 1.5");
  EXPECT_EQ(scene.party.playback.at, scene.now);
  scene.now += 10s;
  EXPECT_EQ(scene.position(), 145s);
  EXPECT_EQ(scene.give("host", SetRate{0.25}), "rate: clip playing at 145000ms rate 0.25");
  scene.now += 1'002ms;
  EXPECT_EQ(scene.position(), 145'251ms) << "rounded to the nearest millisecond";
}

TEST_F(PlaybackCommands, TheRateOfAFilmThatStandsIsForLater) {
  EXPECT_EQ(scene.give("host", SetRate{2}), "rate: clip paused at 120000ms rate 2");
  scene.now += 10s;
  EXPECT_EQ(scene.position(), 120s);
  scene.give("host", Play{});
  scene.now += 10s;
  EXPECT_EQ(scene.position(), 140s);
}

/// Players need time to find the position and nobody may be ahead of the others.
TEST_F(PlaybackCommands, ASeekGoesOnPlayingWhenAskedTo) {
  scene.limits.seek_lead = 400ms;
  scene.give("host", Play{});
  scene.now += 10s;
  EXPECT_EQ(scene.give("host", Seek{60s, true}), "seek: clip playing at 60000ms rate 1");
  EXPECT_EQ(scene.party.playback.at, scene.now + 400ms);
  scene.now += 1'400ms;
  EXPECT_EQ(scene.position(), 61s);

  host_is_far_away();
  scene.give("host", Seek{90s, true});
  EXPECT_EQ(scene.party.playback.at, scene.now + 300ms + 400ms) << "the start lead too";
}

TEST_F(PlaybackCommands, AFilmThatStoodStaysStanding) {
  EXPECT_EQ(scene.give("host", Seek{60s, true}), "seek: clip paused at 60000ms rate 1");
}

TEST_F(PlaybackCommands, WithoutAWordTheSettingDecides) {
  scene.party.settings.resume_after_seek = true;
  scene.give("host", Play{});
  EXPECT_EQ(scene.give("host", Seek{60s, false}), "seek: clip paused at 60000ms rate 1");
  scene.give("host", Play{});
  EXPECT_EQ(scene.give("host", Seek{70s}), "seek: clip playing at 70000ms rate 1");
}

TEST_F(PlaybackCommands, UndoTakesASeekBack) {
  scene.give("host", Play{});
  scene.now += 10s;
  scene.give("host", Seek{600s});
  scene.now += 5s;
  EXPECT_EQ(scene.give("host", Undo{}), "undo seek: clip playing at 130000ms rate 1");
  EXPECT_EQ(scene.party.playback.at, scene.now + scene.limits.seek_lead);
}

TEST_F(PlaybackCommands, UndoOfAnUndoIsARedo) {
  scene.give("host", Seek{600s});
  EXPECT_EQ(scene.give("host", Undo{}), "undo seek: clip paused at 120000ms rate 1");
  EXPECT_EQ(scene.give("host", Undo{}), "undo seek: clip paused at 600000ms rate 1");
  EXPECT_EQ(scene.give("host", Undo{}), "undo seek: clip paused at 120000ms rate 1");
}

TEST_F(PlaybackCommands, UndoTakesASkipBackWithTheClipAndItsLength) {
  scene.give("", LearnClipLength{ClipId{"clip"}, 150s});
  scene.give("host", Play{});
  scene.now += 7s;
  scene.give("host", Skip{ClipId{"next"}});
  scene.now += 1min;
  EXPECT_EQ(scene.give("host", Undo{}), "undo skip: clip of 150000ms playing at 127000ms rate 1");
  scene.now += 1s;
  EXPECT_EQ(scene.give("host", Undo{}), "undo skip: next playing at 60000ms rate 1") << "where it had got to";
}

TEST_F(PlaybackCommands, UndoReachesOverPlaysAndPausesAndLeavesTheRate) {
  scene.give("host", Seek{600s});
  scene.give("host", Play{});
  scene.now += 10s;
  scene.give("host", Pause{});
  scene.give("host", SetRate{2});
  EXPECT_EQ(scene.give("host", Undo{}), "undo seek: clip paused at 120000ms rate 2");
}

TEST_F(PlaybackCommands, UndoRespectsALengthLearnedSince) {
  scene.give("host", Seek{60s});
  scene.give("", LearnClipLength{ClipId{"clip"}, 90s});
  EXPECT_EQ(scene.give("host", Undo{}), "undo seek: clip of 90000ms paused at 90000ms rate 1");
}

TEST_F(PlaybackCommands, NothingToUndoIsRefused) {
  Scene fresh;
  fresh.give("host", Play{});
  EXPECT_EQ(fresh.give("host", Undo{}), "refused: nothing_to_undo");
  EXPECT_EQ(fresh.party.revision, 1U);
}

/// Told to everyone: "Ann went from 2:10 to 10:00".
TEST_F(PlaybackCommands, SayWhoMadeThemAndFromWhere) {
  scene.enter("ann");
  scene.role("ann", Role::co_host);
  scene.give("host", Play{});
  scene.now += 10s;
  const Person ann{UserId{"ann"}, "Name of ann"};
  for (const Command& command : {Command{Play{}}, Command{Pause{}}, Command{Seek{600s}}, Command{Skip{ClipId{"x"}}},
                                 Command{SetRate{2}}, Command{Undo{}}}) {
    const Outcome outcome = scene.decide("ann", command);
    ASSERT_TRUE(outcome) << testing::text_of(command);
    const auto& changed = std::get<PlaybackChanged>(outcome.value().front());
    EXPECT_EQ(changed.by, ann);
    EXPECT_EQ(changed.from, scene.position());
    EXPECT_EQ(changed.at, scene.now);
  }
}

TEST_F(PlaybackCommands, EachCountsOneRevision) {
  const std::uint64_t before = scene.party.revision;
  scene.give("host", Play{});
  scene.give("host", Play{});
  scene.give("host", Pause{});
  scene.give("host", Seek{1s});
  scene.give("host", Skip{ClipId{"next"}});
  scene.give("host", SetRate{2});
  scene.give("host", Undo{});
  EXPECT_EQ(scene.party.revision, before + 7);
}

TEST_F(PlaybackCommands, ARefusedOneChangesNothing) {
  scene.enter("viewer");
  const std::string before = scene.everything();
  for (const Command& command : {Command{Play{}}, Command{Pause{}}, Command{Seek{1s}}, Command{Skip{ClipId{"x"}}},
                                 Command{SetRate{2}}, Command{Undo{}}}) {
    EXPECT_EQ(scene.give("viewer", command), "refused: playback_denied");
  }
  EXPECT_EQ(scene.everything(), before);
}

}  // namespace
}  // namespace matinee::party
