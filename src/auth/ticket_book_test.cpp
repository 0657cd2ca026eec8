#include "auth/ticket_book.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>
#include <vector>

namespace matinee::auth {
namespace {

using namespace std::chrono_literals;

constexpr ServerTime now = from_unix_ms(1'735'660'800'000);
const PartyId party{"party"};

Principal user(const std::string& id) {
  return {UserId{id}, id, std::nullopt, wall_time_from_unix_ms(1'735'664'400'000), false};
}

Redeemed redeemed_by(const std::string& id) {
  return {user(id)};
}

TEST(TicketBook, ATicketIsGoodOnce) {
  TicketBook book(30s);
  const std::string ticket = book.issue(user("alice"), party, now);
  EXPECT_EQ(book.redeem(ticket, party, now), redeemed_by("alice"));
  EXPECT_EQ(book.redeem(ticket, party, now), std::nullopt);
  EXPECT_EQ(book.size(), 0U);
}

TEST(TicketBook, ATicketExpires) {
  TicketBook book(30s);
  const std::string last_moment = book.issue(user("alice"), party, now);
  const std::string too_late = book.issue(user("alice"), party, now);
  EXPECT_EQ(book.redeem(last_moment, party, now + 29'999ms), redeemed_by("alice"));
  EXPECT_EQ(book.redeem(too_late, party, now + 30s), std::nullopt);
}

TEST(TicketBook, ATicketIsForOnePartyAndUsedUpAtAnother) {
  TicketBook book(30s);
  const std::string ticket = book.issue(user("alice"), party, now);
  EXPECT_EQ(book.redeem(ticket, PartyId{"other"}, now), std::nullopt);
  EXPECT_EQ(book.redeem(ticket, party, now), std::nullopt);
}

TEST(TicketBook, AGuessIsRefusedAndHarmsNothing) {
  TicketBook book(30s);
  const std::string ticket = book.issue(user("alice"), party, now);
  for (const std::string& guess : {std::string(), std::string("x"), ticket + "A", ticket.substr(1)}) {
    EXPECT_EQ(book.redeem(guess, party, now), std::nullopt);
  }
  EXPECT_EQ(book.redeem(ticket, party, now), redeemed_by("alice"));
}

TEST(TicketBook, TicketsFitASubprotocolAndDiffer) {
  TicketBook book(30s, 1000, 1000);
  std::set<std::string> tickets;
  for (int i = 0; i < 500; ++i) {
    const std::string ticket = book.issue(user("alice"), party, now);
    EXPECT_EQ(ticket.size(), 43U);
    EXPECT_EQ(ticket.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              ticket.npos);
    tickets.insert(ticket);
  }
  EXPECT_EQ(tickets.size(), 500U);
}

TEST(TicketBook, TheOldestGivesWayWhenFull) {
  TicketBook book(30s, 3);
  const std::string first = book.issue(user("a"), party, now);
  const std::string second = book.issue(user("b"), party, now);
  book.issue(user("c"), party, now);
  book.issue(user("d"), party, now);
  EXPECT_EQ(book.size(), 3U);
  EXPECT_EQ(book.redeem(first, party, now), std::nullopt);
  EXPECT_EQ(book.redeem(second, party, now), redeemed_by("b"));
}

TEST(TicketBook, OneWhoAsksForManyPushesOutOnlyTheirOwn) {
  TicketBook book(30s, 100, 2);
  const std::string others = book.issue(user("bob"), party, now);
  const std::string first = book.issue(user("mallory"), party, now);
  std::vector<std::string> later;
  for (int i = 0; i < 200; ++i) later.push_back(book.issue(user("mallory"), party, now));
  EXPECT_EQ(book.size(), 3U);
  EXPECT_EQ(book.redeem(first, party, now), std::nullopt);
  EXPECT_EQ(book.redeem(later[197], party, now), std::nullopt);
  EXPECT_EQ(book.redeem(later[198], party, now), redeemed_by("mallory"));
  EXPECT_EQ(book.redeem(others, party, now), redeemed_by("bob"));
}

TEST(TicketBook, ExpiredTicketsAreClearedAway) {
  TicketBook book(30s, 100);
  for (int i = 0; i < 50; ++i) book.issue(user("user-" + std::to_string(i)), party, now);
  book.issue(user("late"), party, now + 30s);
  EXPECT_EQ(book.size(), 1U);
}

TEST(TicketBook, OnlyOneOfManyThreadsGetsATicket) {
  TicketBook book(30s, 10'000, 10'000);
  std::atomic<int> redeemed = 0;
  std::vector<std::string> tickets;
  for (int i = 0; i < 200; ++i) tickets.push_back(book.issue(user("alice"), party, now));
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (const std::string& ticket : tickets) {
        if (book.redeem(ticket, party, now)) ++redeemed;
        book.issue(user("bob"), party, now);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(redeemed, 200);
  EXPECT_EQ(book.size(), 800U);
}

}  // namespace
}  // namespace matinee::auth
