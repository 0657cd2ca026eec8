// What players report: kept, measured against the anchor, and told to the others where it changes something.
#include <gtest/gtest.h>

#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

using testing::Scene;
using namespace std::chrono_literals;

class PlayerReports : public ::testing::Test {
 protected:
  PlayerReports() {
    scene.connect("host");
    scene.enter("ann");
    scene.give("host", Skip{ClipId{"clip"}});
  }

  static Report at(Millis position, std::optional<ServerTime> sampled_at = std::nullopt) {
    Report command;
    command.report.position = position;
    command.report.sampled_at = sampled_at;
    return command;
  }
  static Report saying(PlayerStatus status) {
    Report command;
    command.report.status = status;
    return command;
  }
  /// Of a player that does as the party does.
  std::optional<Millis> drift_of(Report report) {
    const Playback& playback = scene.party.playback;
    report.report.playing = playback.playing && report.report.sampled_at.value_or(scene.now) >= playback.at;
    return drift_as_reported(report);
  }
  std::optional<Millis> drift_as_reported(const Report& report) {
    scene.give("ann", report);
    return scene.seat("ann").report->drift;
  }
  /// Whether the others are told something when ann's player says this.
  bool told(PlayerStatus status) {
    return scene.give("ann", saying(status)).find("status of ann") != std::string::npos;
  }

  Scene scene;
};

constexpr PlayerStatus fine{false, true};
constexpr PlayerStatus buffering{true, true};
constexpr PlayerStatus loading{false, false};

TEST_F(PlayerReports, AreKeptWithTheServersTime) {
  PlayerReport report;
  report.position = 12s;
  report.playing = true;
  report.round_trip = 40ms;
  report.at = testing::start - 1h;
  EXPECT_EQ(scene.give("ann", Report{report}), "report of ann at 12000ms playing ready rtt 40ms drift 12000ms");
  EXPECT_EQ(scene.seat("ann").report->at, scene.now);
  EXPECT_EQ(scene.seat("ann").last_sync, scene.now);
}

TEST_F(PlayerReports, ASyncIsNoted) {
  EXPECT_EQ(scene.seat("ann").last_sync, std::nullopt);
  scene.now += 3s;
  EXPECT_EQ(scene.give("ann", NoteSync{}), "synced ann");
  EXPECT_EQ(scene.seat("ann").last_sync, scene.now);
}

TEST_F(PlayerReports, DriftIsHowFarAheadOfTheParty) {
  scene.now += 10s;
  EXPECT_EQ(drift_of(at(10'040ms)), 40ms);
  EXPECT_EQ(drift_of(at(9'900ms)), -100ms);
  scene.give("host", Pause{});
  scene.now += 1min;
  EXPECT_EQ(drift_of(at(10s)), 0ms) << "the film stands";
}

/// A report that was on its way for 300 ms says where the player was, not where it is.
TEST_F(PlayerReports, DriftIsOfTheMomentOfTheSample) {
  scene.now += 10s;
  EXPECT_EQ(drift_of(at(9'700ms)), -300ms) << "taken for now";
  EXPECT_EQ(drift_of(at(9'700ms, scene.now - 300ms)), 0ms);
  EXPECT_EQ(drift_of(at(10'200ms, scene.now + 200ms)), 0ms) << "an estimate may be a little ahead";
}

TEST_F(PlayerReports, ASampleTooFarFromNowIsTakenForNow) {
  scene.now += 1min;
  EXPECT_EQ(drift_of(at(50s, scene.now - 10s)), 0ms) << "ten seconds are believed";
  EXPECT_EQ(drift_of(at(60s, scene.now - 10'001ms)), 0ms);
  EXPECT_EQ(drift_of(at(70s, scene.now + 10s)), 0ms);
  EXPECT_EQ(drift_of(at(60s, scene.now + 10'001ms)), 0ms);
}

/// What was right before a seek is not wrong by the length of the seek.
TEST_F(PlayerReports, ASampleFromBeforeTheLastChangeIsNoDrift) {
  scene.now += 10s;
  const ServerTime before = scene.now;
  scene.now += 100ms;
  scene.give("host", Seek{600s});
  const ServerTime changed = scene.now;
  scene.now += 100ms;
  EXPECT_EQ(drift_of(at(10s, before)), std::nullopt);
  EXPECT_EQ(drift_of(at(600s, changed)), 0ms);
  scene.give("host", Play{});
  scene.now += 1s;
  EXPECT_EQ(drift_of(at(600s, scene.now - 1001ms)), std::nullopt);
  EXPECT_EQ(drift_of(at(601s, scene.now)), 0ms);
}

TEST_F(PlayerReports, BeforeAScheduledStartTheFilmStands) {
  Report report = at(0ms);
  report.report.round_trip = 400ms;
  scene.give("host", report);
  scene.give("host", Pause{});
  scene.give("host", Seek{60s});
  scene.give("host", Play{});
  ASSERT_EQ(scene.party.playback.at, scene.now + 300ms);
  scene.now += 100ms;
  EXPECT_EQ(drift_of(at(60s, scene.now)), 0ms);
}

/// A pause of one's own is no drift, and neither is playing on where the party stands.
TEST_F(PlayerReports, DriftIsOfThoseWhoDoAsThePartyDoes) {
  scene.now += 10s;
  Report report = at(4s);
  EXPECT_EQ(drift_as_reported(report), std::nullopt) << "stands while the film plays";
  report.report.playing = true;
  EXPECT_EQ(drift_as_reported(report), -6s);
  scene.give("host", Pause{});
  scene.now += 1s;
  EXPECT_EQ(drift_as_reported(report), std::nullopt) << "plays while the film stands";
  report.report.playing = false;
  EXPECT_EQ(drift_as_reported(report), -6s);
}

TEST_F(PlayerReports, OthersAreToldOnceWhenTheStatusChanges) {
  EXPECT_FALSE(told(fine)) << "that is what everybody believes of a player";
  EXPECT_TRUE(told(buffering));
  EXPECT_FALSE(told(buffering));
  EXPECT_TRUE(told(loading));
  EXPECT_TRUE(told(fine));
  EXPECT_EQ(scene.give("ann", saying(loading)), "report of ann at 0ms rtt -; status of ann: flowing");
}

TEST_F(PlayerReports, OnlySmallPartiesAreTold) {
  scene.limits.status_broadcast_max = 1;
  EXPECT_FALSE(told(buffering));
  scene.limits.status_broadcast_max = 2;
  EXPECT_TRUE(told(buffering)) << "with the next report, now that the party is small enough";
}

TEST_F(PlayerReports, AStatusThatFlickersIsToldWhenThereIsRoom) {
  scene.limits.status = {2, 60s};
  EXPECT_TRUE(told(buffering));
  EXPECT_TRUE(told(fine));
  EXPECT_FALSE(told(buffering));
  EXPECT_FALSE(told(fine)) << "the others never heard of it";
  EXPECT_FALSE(told(loading));
  scene.now += 60s;
  EXPECT_TRUE(told(loading));
}

TEST_F(PlayerReports, AreForgottenWithThePlayer) {
  scene.connect("ann");
  told(buffering);
  EXPECT_EQ(scene.give("ann", Disconnect{false}), "ann -1") << "another tab is still there";
  EXPECT_TRUE(scene.seat("ann").report.has_value());
  EXPECT_EQ(scene.give("ann", Disconnect{false}), "ann -1; status of ann: flowing ready");
  EXPECT_FALSE(scene.seat("ann").report.has_value());
  scene.connect("ann");
  EXPECT_FALSE(told(fine));
}

}  // namespace
}  // namespace matinee::party
