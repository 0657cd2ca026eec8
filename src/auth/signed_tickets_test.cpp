#include "auth/signed_tickets.hpp"

#include <gtest/gtest.h>

namespace matinee::auth {
namespace {

constexpr ServerTime issued_at = from_unix_ms(1'735'732'800'000);
constexpr Millis ticket_lifetime{30'000};
const PartyId cinema{"p"};

Principal holder() {
  return {UserId{"ann"}, "Ann", "https://example.com/ann.png", wall_time_from_unix_ms(1'735'740'000'000), true};
}

TEST(SignedTicketsTest, AnyServerWithTheKeyRedeemsThem) {
  SignedTickets issuing("the key of the cluster", ticket_lifetime);
  SignedTickets redeeming("the key of the cluster", ticket_lifetime);
  const auto redeemed = redeeming.redeem(issuing.issue(holder(), cinema, issued_at), cinema, issued_at + Millis{29'999});
  ASSERT_TRUE(redeemed);
  EXPECT_EQ(redeemed->principal, holder());
  EXPECT_FALSE(redeemed->single_use.empty());
}

TEST(SignedTicketsTest, EachHasANameOfItsOwn) {
  SignedTickets tickets("the key of the cluster", ticket_lifetime);
  const auto one = tickets.redeem(tickets.issue(holder(), cinema, issued_at), cinema, issued_at);
  const auto other = tickets.redeem(tickets.issue(holder(), cinema, issued_at), cinema, issued_at);
  EXPECT_NE(one->single_use, other->single_use);
}

TEST(SignedTicketsTest, AreGoodForOnePartyAndAWhile) {
  SignedTickets tickets("the key of the cluster", ticket_lifetime);
  const std::string ticket = tickets.issue(holder(), cinema, issued_at);
  EXPECT_FALSE(tickets.redeem(ticket, PartyId{"other"}, issued_at));
  EXPECT_FALSE(tickets.redeem(ticket, cinema, issued_at + ticket_lifetime));
}

TEST(SignedTicketsTest, WhatWasChangedOrSignedByOthersIsNone) {
  SignedTickets tickets("the key of the cluster", ticket_lifetime);
  const std::string ticket = tickets.issue(holder(), cinema, issued_at);
  for (std::size_t i = 0; i < ticket.size(); ++i) {
    std::string changed = ticket;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(tickets.redeem(changed, cinema, issued_at)) << "at " << i;
  }
  EXPECT_FALSE(SignedTickets("another key", ticket_lifetime).redeem(ticket, cinema, issued_at));
  EXPECT_FALSE(tickets.redeem("", cinema, issued_at));
  EXPECT_FALSE(tickets.redeem(".", cinema, issued_at));
  EXPECT_FALSE(tickets.redeem(std::string(100'000, 'A') + "." + ticket, cinema, issued_at));
}

}  // namespace
}  // namespace matinee::auth
