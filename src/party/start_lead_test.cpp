#include "party/start_lead.hpp"

#include <gtest/gtest.h>

#include <string>

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

Millis lead_of(std::initializer_list<Participant> seats) {
  Roster roster;
  for (const Participant& seat : seats) roster.emplace(seat.user, seat);
  return start_lead(roster, kNow, Limits{});
}

TEST(StartLead, IsZeroWhileNobodyReportsARoundTrip) {
  EXPECT_EQ(lead_of({}), Millis{0});
  EXPECT_EQ(lead_of({connected("ann", std::nullopt)}), Millis{0});
}

TEST(StartLead, FollowsTheSlowestLink) {
  EXPECT_EQ(lead_of({connected("ann", Millis{20}), connected("bob", Millis{400})}), Millis{300});
}

TEST(StartLead, IsNotHeldUpByOneOfTen) {
  Roster roster;
  for (int i = 0; i < 9; ++i) {
    const Participant seat = connected(("user-" + std::to_string(i)).c_str(), Millis{100});
    roster.emplace(seat.user, seat);
  }
  const Participant slow = connected("zed", Millis{60'000});
  roster.emplace(slow.user, slow);
  EXPECT_EQ(start_lead(roster, kNow, Limits{}), Millis{75});
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

}  // namespace
}  // namespace matinee::party
