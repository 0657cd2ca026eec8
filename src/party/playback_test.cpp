// Positions from anchors: extrapolation, its bounds, and time that runs backwards.
#include "party/playback.hpp"

#include <gtest/gtest.h>

#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

using testing::start;
using namespace std::chrono_literals;

struct PositionCase {
  const char* what;
  bool playing;
  double rate;
  Millis anchor;
  std::optional<Millis> clip_length;
  Millis elapsed;
  Millis expected;
};

class Position : public ::testing::TestWithParam<PositionCase> {};

Playback playback_of(const PositionCase& c) {
  return {ClipId{"clip"}, c.clip_length, c.anchor, start, c.playing, c.rate};
}

TEST_P(Position, IsExtrapolatedWithinItsBounds) {
  const PositionCase& c = GetParam();
  EXPECT_EQ(position_at(playback_of(c), start + c.elapsed), c.expected) << c.what;
}

TEST_P(Position, SurvivesReanchoring) {
  const PositionCase& c = GetParam();
  const ServerTime later = start + c.elapsed;
  const Playback next = reanchored(playback_of(c), later);
  EXPECT_EQ(next.position, c.expected) << c.what;
  EXPECT_EQ(next.at, later);
  EXPECT_EQ(position_at(next, later), c.expected);
  EXPECT_EQ(next.playing, c.playing);
  EXPECT_EQ(next.rate, c.rate);
  EXPECT_EQ(next.clip, ClipId{"clip"});
  EXPECT_EQ(next.clip_length, c.clip_length);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, Position,
    ::testing::Values(
        PositionCase{"paused stands still", false, 1.0, 120'000ms, std::nullopt, 3600s, 120'000ms},
        PositionCase{"playing at its anchor", true, 1.0, 120'000ms, std::nullopt, 0ms, 120'000ms},
        PositionCase{"playing moves with time", true, 1.0, 120'000ms, std::nullopt, 30'250ms, 150'250ms},
        PositionCase{"half speed", true, 0.5, 1'000ms, std::nullopt, 10'000ms, 6'000ms},
        PositionCase{"double speed", true, 2.0, 1'000ms, std::nullopt, 10'000ms, 21'000ms},
        PositionCase{"a rate that divides unevenly is rounded", true, 1.25, 0ms, std::nullopt, 3ms, 4ms},
        PositionCase{"stops at the end of the clip", true, 1.0, 100'000ms, 110'000ms, 10'001ms, 110'000ms},
        PositionCase{"just before the end", true, 1.0, 100'000ms, 110'000ms, 9'999ms, 109'999ms},
        PositionCase{"double speed stops at the end too", true, 2.0, 100'000ms, 110'000ms, 60s, 110'000ms},
        PositionCase{"paused beyond a length learned later", false, 1.0, 200'000ms, 110'000ms, 0ms, 110'000ms},
        PositionCase{"a clip of no length", true, 1.0, 0ms, 0ms, 10s, 0ms},
        PositionCase{"never below zero", false, 1.0, -5'000ms, std::nullopt, 0ms, 0ms},
        PositionCase{"playing up from below zero", true, 1.0, -5'000ms, std::nullopt, 2s, 0ms},
        PositionCase{"an earlier clock does not move back", true, 1.0, 120'000ms, std::nullopt, -3600s, 120'000ms},
        PositionCase{"an earlier clock at double speed", true, 2.0, 120'000ms, 130'000ms, -1ms, 120'000ms},
        PositionCase{"days after a restart", true, 1.0, 0ms, std::nullopt, 72h, 72h}));

TEST(Playback, IsMonotoneWhilePlaying) {
  const Playback playback{ClipId{"clip"}, 9'000ms, 500ms, start, true, 0.75};
  Millis before = position_at(playback, start - 2s);
  for (Millis elapsed = -2s; elapsed < 20s; elapsed += 7ms) {
    const Millis position = position_at(playback, start + elapsed);
    ASSERT_GE(position, before);
    ASSERT_LE(position, 9'000ms);
    before = position;
  }
}

}  // namespace
}  // namespace matinee::party
