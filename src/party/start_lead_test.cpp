#include "party/start_lead.hpp"

#include <gtest/gtest.h>

#include <string>

#include "party/effect.hpp"

namespace matinee::party {
namespace {

constexpr ServerTime kNow = from_unix_ms(1'000'000);

Participant connected(const char* name, std::optional<Millis> round_trip, ServerTime reported = kNow) {
  Participant seat;
  seat.user = UserId{name};
  seat.connections = 1;
  seat.report = PlayerReport{};
  seat.report->at = reported;
  seat.report->round_trip = round_trip;
  return seat;
}

Millis lead_of(std::initializer_list<Participant> participants) {
  Party party;
  for (const Participant& seat : participants) party.roster.emplace(seat.user, seat);
  return start_lead(party, kNow, Limits{});
}

TEST(StartLead, IsZeroWhileNobodyReportsARoundTrip) {
  EXPECT_EQ(lead_of({}), Millis{0});
  EXPECT_EQ(lead_of({connected("ann", std::nullopt)}), Millis{0});
}

TEST(StartLead, FollowsTheSlowestLink) {
  EXPECT_EQ(lead_of({connected("ann", Millis{20}), connected("bob", Millis{400})}), Millis{300});
}

TEST(StartLead, IsNotHeldUpByOneOfTen) {
  Party party;
  for (int i = 0; i < 9; ++i) {
    const Participant seat = connected(("user-" + std::to_string(i)).c_str(), Millis{100});
    party.roster.emplace(seat.user, seat);
  }
  const Participant slow = connected("zed", Millis{60'000});
  party.roster.emplace(slow.user, slow);
  EXPECT_EQ(start_lead(party, kNow, Limits{}), Millis{75});
}

TEST(StartLead, StaysWithinItsBounds) {
  EXPECT_EQ(lead_of({connected("ann", Millis{1})}), Millis{50});
  EXPECT_EQ(lead_of({connected("ann", Millis{60'000})}), Millis{1000});
}

TEST(StartLead, ForgetsOldReportsAndThoseWhoLeft) {
  EXPECT_EQ(lead_of({connected("ann", Millis{400}, kNow - round_trip_freshness)}), Millis{0});
  Participant gone = connected("bob", Millis{400});
  gone.connections = 0;
  EXPECT_EQ(lead_of({gone}), Millis{0});
}

/// A party that is too large to look at everyone when it starts: measured with the reports that come in.
class LargePartyTest : public ::testing::Test {
 protected:
  LargePartyTest() {
    for (std::size_t i = 0; i <= round_trips_looked_at; ++i) {
      const Participant seat = connected(("user-" + std::to_string(i)).c_str(), std::nullopt);
      party.roster.emplace(seat.user, seat);
    }
  }
  void everyone_reports(Millis round_trip, ServerTime now) {
    for (auto& [user, seat] : party.roster) {
      seat.report->at = now;
      seat.report->round_trip = round_trip;
    }
  }
  void one_reports(Millis round_trip, ServerTime now) {
    PlayerReport report;
    report.at = now;
    report.round_trip = round_trip;
    apply(party, Reported{UserId{"user-0"}, report}, limits);
  }
  Millis lead(ServerTime now) const { return start_lead(party, now, limits); }

  Limits limits;
  Party party;
};

TEST_F(LargePartyTest, IsKnownFromTheFirstReport) {
  EXPECT_EQ(lead(kNow), Millis{0});
  one_reports(Millis{400}, kNow);
  EXPECT_EQ(lead(kNow), Millis{300});
}

TEST_F(LargePartyTest, IsMeasuredAgainWithAReportASecondLater) {
  everyone_reports(Millis{400}, kNow);
  one_reports(Millis{400}, kNow);
  everyone_reports(Millis{200}, kNow);
  one_reports(Millis{200}, kNow + round_trip_interval - Millis{1});
  EXPECT_EQ(lead(kNow + round_trip_interval), Millis{300});
  one_reports(Millis{200}, kNow + round_trip_interval);
  EXPECT_EQ(lead(kNow + round_trip_interval), Millis{150});
}

TEST_F(LargePartyTest, SaysNothingWhenNobodyHasReportedForLong) {
  one_reports(Millis{400}, kNow);
  EXPECT_EQ(lead(kNow + round_trip_freshness - Millis{1}), Millis{300});
  EXPECT_EQ(lead(kNow + round_trip_freshness), Millis{0});
}

TEST_F(LargePartyTest, IsLookedAtDirectlyAgainWhenItHasShrunk) {
  one_reports(Millis{400}, kNow);
  party.roster.erase(UserId{"user-1"});
  everyone_reports(Millis{200}, kNow);
  EXPECT_EQ(lead(kNow), Millis{150});
  one_reports(Millis{200}, kNow);
  EXPECT_FALSE(party.round_trip) << "kept only where it is needed";
}

}  // namespace
}  // namespace matinee::party
