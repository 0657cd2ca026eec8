// Leases over both kinds of database. A lifetime that is over before it begins makes a server that is gone, so that
// nothing here waits.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <soci/soci.h>

#include <algorithm>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "storage/sql_leases.hpp"
#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

constexpr Millis long_enough{60'000};
constexpr Millis over{-1};

class LeasesTest : public testing::TestWithParam<const char*> {
 protected:
  LeasesTest() {
    const auto created =
        store_->commit(std::vector<Submission>{CreateParty{token_of("host"), party_of("p", "ABC123")}});
    EXPECT_EQ(outcome_of(created.front()), "ok");
  }

  std::uint64_t stored_epoch() { return value_of(store_->load_party(PartyId("p"), chat_limit, noon))->epoch; }
  /// p0, p1 and so on.
  void create_parties(int count) {
    std::vector<Submission> creations;
    for (int i = 0; i < count; ++i) {
      creations.push_back(CreateParty{token_of("host"), party_of(fmt::format("p{}", i), fmt::format("C{:05d}", i))});
    }
    for (const auto& created : store_->commit(creations)) EXPECT_EQ(outcome_of(created), "ok");
  }
  PartyClaim claim(const std::string& node) { return claim_of("p", node).value(); }
  std::optional<PartyClaim> claim_of(const std::string& party, const std::string& node) {
    return value_of(leases_->claim(std::vector{PartyId(party)}, node)).at(0);
  }
  std::vector<std::string> alive() {
    std::vector<std::string> names;
    for (const LiveNode& node : value_of(leases_->alive())) names.push_back(node.name);
    return names;
  }
  int people() {
    int people = 0;
    *backend_->connect() << "SELECT people FROM parties WHERE id = 'p'", soci::into(people);
    return people;
  }
  std::string empty_since() {
    auto session = backend_->connect();
    std::string since;
    soci::indicator indicator = soci::i_null;
    *session << "SELECT CAST(empty_since_ms AS TEXT) FROM parties WHERE id = 'p'", soci::into(since, indicator);
    return indicator == soci::i_ok ? since : "somebody is there";
  }

  std::unique_ptr<SqlBackend> backend_ = sql_backend(GetParam());
  std::unique_ptr<Store> store_ = backend_->make_store();
  std::unique_ptr<Leases> leases_ = std::make_unique<SqlLeases>(backend_->database());
};

TEST_P(LeasesTest, ServersAreAliveWhileTheirLeasesLast) {
  ASSERT_TRUE(leases_->renew("b", long_enough));
  ASSERT_TRUE(leases_->renew("a", long_enough));
  ASSERT_TRUE(leases_->renew("gone", over));
  EXPECT_EQ(alive(), (std::vector<std::string>{"a", "b"}));
  ASSERT_TRUE(leases_->renew("gone", long_enough));
  ASSERT_TRUE(leases_->retire("a"));
  EXPECT_EQ(alive(), (std::vector<std::string>{"b", "gone"}));
}

TEST_P(LeasesTest, ARenewalSaysWhetherTheLeaseHadRunOut) {
  EXPECT_EQ(value_of(leases_->renew("a", long_enough)), Renewal::anew) << "there was none";
  EXPECT_EQ(value_of(leases_->renew("a", long_enough)), Renewal::unbroken);
  EXPECT_EQ(value_of(leases_->renew("b", long_enough)), Renewal::anew) << "that another has one is nothing to it";
  EXPECT_EQ(value_of(leases_->renew("a", over)), Renewal::unbroken);
  EXPECT_EQ(value_of(leases_->renew("a", long_enough)), Renewal::anew);
  ASSERT_TRUE(leases_->retire("a"));
  EXPECT_EQ(value_of(leases_->renew("a", long_enough)), Renewal::anew);
  EXPECT_EQ(alive(), (std::vector<std::string>{"a", "b"}));
}

TEST_P(LeasesTest, TellsHowLongALeaseStillLasts) {
  ASSERT_TRUE(leases_->renew("a", long_enough));
  const std::vector<LiveNode> nodes = value_of(leases_->alive());
  ASSERT_EQ(nodes.size(), 1U);
  EXPECT_LE(nodes[0].remaining, long_enough);
  EXPECT_GT(nodes[0].remaining, long_enough / 2);
}

TEST_P(LeasesTest, APartyIsOneServersWhileThatIsAlive) {
  ASSERT_TRUE(leases_->renew("a", long_enough));
  const PartyClaim first = claim("a");
  EXPECT_EQ(first.owner, "a");
  EXPECT_EQ(first.epoch, stored_epoch());
  EXPECT_EQ(claim("b").owner, "a");
  EXPECT_EQ(claim("a").epoch, first.epoch) << "asking again changes nothing";
}

TEST_P(LeasesTest, AnotherOwnerFencesOffTheOneBefore) {
  ASSERT_TRUE(leases_->renew("a", long_enough));
  const std::uint64_t before = claim("a").epoch;
  ASSERT_TRUE(leases_->renew("a", over));
  const PartyClaim taken = claim("b");
  EXPECT_EQ(taken.owner, "b");
  EXPECT_EQ(taken.epoch, before + 1);
  const auto late = store_->commit(std::vector<Submission>{change_of("p", 0, {playback_of(Millis{1}, 1)}, before)});
  EXPECT_EQ(outcome_of(late.front()), "conflict");
  const auto own = store_->commit(std::vector<Submission>{change_of("p", 0, {playback_of(Millis{1}, 1)}, taken.epoch)});
  EXPECT_EQ(outcome_of(own.front()), "ok");
}

TEST_P(LeasesTest, WhatTheOwnerBeforeStillHasToNoteIsNotWritten) {
  ASSERT_TRUE(leases_->renew("a", long_enough));
  const std::uint64_t before = claim("a").epoch;
  ASSERT_TRUE(leases_->renew("a", over));
  const std::uint64_t after = claim("b").epoch;
  const std::vector<Submission> notes{NoteEmptySince{PartyId("p"), std::nullopt, after},
                                      NotePeople{PartyId("p"), 3, after}};
  for (const auto& noted : store_->commit(notes)) EXPECT_EQ(outcome_of(noted), "ok");
  const std::vector<Submission> late{NoteEmptySince{PartyId("p"), noon, before}, NotePeople{PartyId("p"), 7, before}};
  for (const auto& noted : store_->commit(late)) EXPECT_EQ(outcome_of(noted), "ok");
  EXPECT_EQ(empty_since(), "somebody is there");
  EXPECT_EQ(people(), 3);
}

TEST_P(LeasesTest, WhatIsReleasedIsAnybodys) {
  ASSERT_TRUE(leases_->renew("a", long_enough));
  claim("a");
  ASSERT_TRUE(leases_->release(std::vector{PartyId("p")}, "b"));
  EXPECT_EQ(claim("b").owner, "a") << "only its owner can release it";
  ASSERT_TRUE(leases_->release(std::vector{PartyId("p")}, "a"));
  EXPECT_EQ(claim("b").owner, "b");
}

TEST_P(LeasesTest, SeveralAreClaimedAndReleasedAtOnce) {
  create_parties(3);
  ASSERT_TRUE(leases_->renew("a", long_enough));
  ASSERT_TRUE(leases_->renew("b", long_enough));
  ASSERT_EQ(claim_of("p1", "b")->owner, "b");
  const std::vector<PartyId> wanted{PartyId("p2"), PartyId("none"), PartyId("p1"), PartyId("p0"), PartyId("p2")};
  const auto claims = value_of(leases_->claim(wanted, "a"));
  ASSERT_EQ(claims.size(), wanted.size());
  EXPECT_EQ(claims[0]->owner, "a");
  EXPECT_EQ(claims[1], std::nullopt);
  EXPECT_EQ(claims[2]->owner, "b");
  EXPECT_EQ(claims[3]->owner, "a");
  EXPECT_EQ(claims[4], claims[0]);
  ASSERT_TRUE(leases_->release(wanted, "a"));
  EXPECT_EQ(claim_of("p0", "b")->owner, "b");
  EXPECT_EQ(claim_of("p2", "b")->epoch, claims[0]->epoch + 1);
}

TEST_P(LeasesTest, ManyWhoClaimTheSameAtOnceAgreeOnWhoseTheyAre) {
  constexpr int count = 40;
  create_parties(count);
  const std::vector<std::string> nodes{"a", "b", "c"};
  for (const std::string& node : nodes) ASSERT_TRUE(leases_->renew(node, long_enough));
  std::vector<std::vector<std::optional<PartyClaim>>> told(nodes.size());
  std::vector<std::thread> claimers;
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    claimers.emplace_back([&, n] {
      SqlLeases leases(backend_->database());
      std::vector<PartyId> wanted;
      for (int i = 0; i < count; ++i) wanted.push_back(PartyId(fmt::format("p{}", n % 2 == 0 ? i : count - 1 - i)));
      told[n] = value_of(leases.claim(wanted, nodes[n]));
      if (n % 2 != 0) std::reverse(told[n].begin(), told[n].end());
    });
  }
  for (std::thread& claimer : claimers) claimer.join();
  EXPECT_EQ(told[0].size(), std::size_t{count});
  EXPECT_EQ(told[1], told[0]);
  EXPECT_EQ(told[2], told[0]);
}

TEST_P(LeasesTest, APartyThatIsNotThereIsNobodys) {
  EXPECT_EQ(claim_of("none", "a"), std::nullopt);
}

TEST_P(LeasesTest, PartiesOfServersThatAreGoneAreEmpty) {
  ASSERT_TRUE(leases_->renew("a", long_enough));
  claim("a");
  const std::vector<Submission> there{NoteEmptySince{PartyId("p"), std::nullopt, stored_epoch()}};
  EXPECT_EQ(outcome_of(store_->commit(there).front()), "ok");
  ASSERT_TRUE(leases_->note_abandoned());
  EXPECT_EQ(empty_since(), "somebody is there");
  ASSERT_TRUE(leases_->renew("a", over));
  ASSERT_TRUE(leases_->note_abandoned());
  EXPECT_NE(empty_since(), "somebody is there");
}

TEST_P(LeasesTest, AServerThatStartsLeavesOthersPartiesAlone) {
  ASSERT_TRUE(leases_->renew("a", long_enough));
  claim("a");
  const std::vector<Submission> there{NoteEmptySince{PartyId("p"), std::nullopt, stored_epoch()}};
  EXPECT_EQ(outcome_of(store_->commit(there).front()), "ok");
  ASSERT_TRUE(store_->note_start(noon, noon));
  EXPECT_EQ(empty_since(), "somebody is there");
}

TEST_P(LeasesTest, TheFirstSecretStays) {
  EXPECT_EQ(value_of(leases_->secret("key", "one")), "one");
  EXPECT_EQ(value_of(leases_->secret("key", "two")), "one");
}

TEST_P(LeasesTest, TellsTheTime) {
  const ServerTime told = value_of(leases_->now());
  EXPECT_GT(told, noon);
  EXPECT_GE(value_of(leases_->now()), told);
}

INSTANTIATE_TEST_SUITE_P(Databases, LeasesTest, every_sql_backend(), backend_name);

}  // namespace
}  // namespace matinee::storage
