// Play, pause, seek and skip: what they leave behind, and that time played is never lost.
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
  scene.connect("host");
  PlayerReport report;
  report.round_trip = 400ms;
  scene.give("host", Report{report});
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
  scene.connect("host");
  PlayerReport report;
  report.round_trip = 400ms;
  scene.give("host", Report{report});
  scene.give("host", Play{});
  scene.now += 200ms;
  EXPECT_EQ(scene.give("host", Pause{}), "pause: clip paused at 120000ms rate 1");
}

TEST_F(PlaybackCommands, EachCountsOneRevision) {
  const std::uint64_t before = scene.party.revision;
  scene.give("host", Play{});
  scene.give("host", Play{});
  scene.give("host", Pause{});
  scene.give("host", Seek{1s});
  scene.give("host", Skip{ClipId{"next"}});
  EXPECT_EQ(scene.party.revision, before + 5);
}

TEST_F(PlaybackCommands, ARefusedOneChangesNothing) {
  scene.enter("viewer");
  const std::string before = scene.everything();
  for (const Command& command : {Command{Play{}}, Command{Pause{}}, Command{Seek{1s}}, Command{Skip{ClipId{"x"}}}}) {
    EXPECT_EQ(scene.give("viewer", command), "refused: playback_denied");
  }
  EXPECT_EQ(scene.everything(), before);
}

}  // namespace
}  // namespace matinee::party
