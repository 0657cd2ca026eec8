#include "auth/signed_tickets.hpp"

#include <gtest/gtest.h>

namespace matinee::auth {
namespace {

constexpr ServerTime now = from_unix_ms(1'735'732'800'000);
constexpr Millis time_to_live{30'000};
const PartyId party{"p"};

Principal ann() {
  return {UserId{"ann"}, "Ann", "https://example.com/ann.png", wall_time_from_unix_ms(1'735'740'000'000), true};
}

TEST(SignedTicketsTest, AnyServerWithTheKeyRedeemsThem) {
  SignedTickets issuing("the key of the cluster", time_to_live);
  SignedTickets redeeming("the key of the cluster", time_to_live);
  const auto redeemed = redeeming.redeem(issuing.issue(ann(), party, now), party, now + Millis{29'999});
  ASSERT_TRUE(redeemed);
  EXPECT_EQ(redeemed->principal, ann());
  EXPECT_FALSE(redeemed->single_use.empty());
}

TEST(SignedTicketsTest, EachHasANameOfItsOwn) {
  SignedTickets tickets("the key of the cluster", time_to_live);
  const auto one = tickets.redeem(tickets.issue(ann(), party, now), party, now);
  const auto other = tickets.redeem(tickets.issue(ann(), party, now), party, now);
  EXPECT_NE(one->single_use, other->single_use);
}

TEST(SignedTicketsTest, AreGoodForOnePartyAndAWhile) {
  SignedTickets tickets("the key of the cluster", time_to_live);
  const std::string ticket = tickets.issue(ann(), party, now);
  EXPECT_FALSE(tickets.redeem(ticket, PartyId{"other"}, now));
  EXPECT_FALSE(tickets.redeem(ticket, party, now + time_to_live));
}

TEST(SignedTicketsTest, WhatWasChangedOrSignedByOthersIsNone) {
  SignedTickets tickets("the key of the cluster", time_to_live);
  const std::string ticket = tickets.issue(ann(), party, now);
  for (std::size_t i = 0; i < ticket.size(); ++i) {
    std::string changed = ticket;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(tickets.redeem(changed, party, now)) << "at " << i;
  }
  EXPECT_FALSE(SignedTickets("another key", time_to_live).redeem(ticket, party, now));
  EXPECT_FALSE(tickets.redeem("", party, now));
  EXPECT_FALSE(tickets.redeem(".", party, now));
  EXPECT_FALSE(tickets.redeem(std::string(100'000, 'A') + "." + ticket, party, now));
}

}  // namespace
}  // namespace matinee::auth
