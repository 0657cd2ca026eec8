// Deleting a person's data through the engine: parties that go on learn it, storages that fail and crashes don't stop it,
// and what has been kept long enough goes by itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/engine_harness.hpp"
#include "engine/erasures.hpp"

namespace matinee::engine {
namespace {

using testing::Harness;
using testing::RecordingSession;

constexpr Millis kKept{3'600'000};

Options keeping(RetentionTimes times) {
  Options options;
  options.retention = times;
  return options;
}

class Privacy : public ::testing::Test {
 protected:
  PartyView party_with(const std::vector<const char*>& users) {
    const PartyView party = harness.create("ann");
    for (const char* user : users) EXPECT_TRUE(harness.join(user, party.invite_code));
    return party;
  }
  /// What came of it: "done", "goes on", or the error.
  std::string erase(const char* user) {
    std::string outcome = "no answer";
    harness.engine().shard(1).erase_user(UserId{user}, [&](const Result<bool, protocol::Refusal>& result) {
      outcome = !result ? std::string{protocol::to_string(result.error().code)} : result.value() ? "done" : "goes on";
    });
    harness.settle();
    return outcome;
  }
  storage::PersonalRecord record(const char* user) {
    std::optional<storage::PersonalRecord> found;
    storage::PersonalQuery query;
    query.user = UserId{user};
    harness.engine().shard(1).personal_record(query, [&](const auto& result) { found = result.value(); });
    harness.settle();
    return found.value();
  }

  Harness harness;
  RecordingSession ann, bob;
};

TEST_F(Privacy, ALivePartyLearnsItAndStaysWhole) {
  const PartyView party = party_with({"bob"});
  ASSERT_TRUE(harness.attach(ann, "ann", party.id));
  ASSERT_TRUE(harness.attach(bob, "bob", party.id, 1));
  harness.say(bob, R"({"type":"chat","message":"Hello"})", 1);
  EXPECT_EQ(record("bob").messages.size(), 1U);
  ann.clear();
  EXPECT_EQ(erase("bob"), "done");
  EXPECT_EQ(ann.expect("user-forgotten").at("user_id").as_string(), "bob");
  EXPECT_EQ(ann.expect("participant-left").at("reason").as_string(), "left");
  EXPECT_EQ(bob.closed(), protocol::CloseCode::left_party);
  EXPECT_FALSE(ann.closed());
  const storage::PersonalRecord after = record("bob");
  EXPECT_TRUE(after.parties.empty());
  EXPECT_TRUE(after.messages.empty());
  EXPECT_EQ(harness.participants(party.id, "ann").size(), 1U);
}

TEST_F(Privacy, WhoLeftIsForgottenTooAndTheHostIsFollowed) {
  const PartyView party = party_with({"bob"});
  ASSERT_TRUE(harness.attach(bob, "bob", party.id));
  ASSERT_TRUE(harness.attach(ann, "ann", party.id));
  harness.say(ann, R"({"type":"chat","message":"Hello"})");
  ASSERT_TRUE(harness.command(party.id, "ann", party::Leave{}));
  bob.clear();
  EXPECT_EQ(erase("ann"), "done");
  EXPECT_EQ(bob.expect("user-forgotten").at("user_id").as_string(), "ann");
  bob.refute("participant-left");
  EXPECT_EQ(erase("bob"), "done") << "the last one: the party ends, and nobody remembers it";
  EXPECT_EQ(bob.closed(), protocol::CloseCode::left_party);
}

TEST_F(Privacy, WhatHappenedNamesThemNoMore) {
  const PartyView party = party_with({"bob"});
  ASSERT_TRUE(harness.command(party.id, "ann", party::SetRole{UserId{"bob"}, party::Role::co_host}));
  ASSERT_TRUE(harness.command(party.id, "ann", party::Skip{ClipId{"clip"}}));
  EXPECT_EQ(erase("bob"), "done");
  std::string feed;
  harness.engine().shard(0).feed(party.id, UserId{"ann"}, [&](const auto& result) { feed = result.value(); });
  harness.settle();
  EXPECT_EQ(feed.find("\"bob\""), std::string::npos) << feed;
  EXPECT_NE(feed.find("\"skip\""), std::string::npos) << feed;
}

TEST_F(Privacy, AskingAgainIsFineAndLimited) {
  party_with({"bob"});
  for (std::size_t count = 0; count < Options{}.data_requests.events; ++count) EXPECT_EQ(erase("bob"), "done");
  EXPECT_EQ(erase("bob"), "RATE_LIMITED");
}

TEST_F(Privacy, WhatWasBegunIsDoneWhateverStorageDoes) {
  // Every operation of the way fails once; each time it is finished after a restart or by the next look.
  for (std::size_t n = 1; n < 12; ++n) {
    const std::string user = "user" + std::to_string(n);
    const PartyView party = party_with({user.c_str()});
    harness.database().fail_operation(n);
    const std::string outcome = erase(user.c_str());
    harness.heal_storage();
    harness.database().fail_operation(0);
    if (n % 2 == 0) harness.restart();
    harness.advance(RetentionSweeper::longest_interval);
    harness.settle();
    if (outcome == "STORAGE_UNAVAILABLE" && n == 1) continue;  // not even begun: nobody was told anything else
    EXPECT_TRUE(record(user.c_str()).parties.empty()) << n << ": " << outcome;
    EXPECT_EQ(harness.participants(party.id, "ann").size(), 1U) << n << ": " << outcome;
  }
}

TEST_F(Privacy, NobodyWaitsForeverForAnErasure) {
  party_with({"bob"});
  std::string outcome = "no answer";
  harness.engine().shard(0).erase_user(UserId{"bob"}, [&](const Result<bool, protocol::Refusal>& result) {
    outcome = result ? (result.value() ? "done" : "goes on") : "refused";
  });
  harness.settle();
  EXPECT_EQ(outcome, "done");
  harness.advance(Erasures::patience);
  EXPECT_EQ(outcome, "done") << "an answer is given once";
}

TEST(Retention, LetsGoWhatHasBeenKeptLongEnough) {
  RetentionTimes times;
  times.finished_parties = kKept;
  Harness harness(2, keeping(times));
  const PartyView over = harness.create("ann");
  const PartyView on = harness.create("ann");
  ASSERT_TRUE(harness.command(over.id, "ann", party::End{}));
  harness.advance(kKept - Millis{1'000});
  EXPECT_TRUE(harness.details(over.id, "ann"));
  harness.advance(kKept / 2);
  EXPECT_FALSE(harness.details(over.id, "ann"));
  EXPECT_TRUE(harness.details(on.id, "ann"));
}

TEST(Retention, GoesOnAfterAFailureAndInSteps) {
  RetentionTimes times;
  times.finished_parties = kKept;
  Harness harness(1, keeping(times));
  const PartyView over = harness.create("ann");
  ASSERT_TRUE(harness.command(over.id, "ann", party::End{}));
  harness.advance(Millis{1'000});
  harness.database().fail_all(true);
  harness.advance(kKept);
  harness.heal_storage();
  harness.advance(kKept);
  EXPECT_FALSE(harness.details(over.id, "ann"));
}

TEST(Retention, ByDefaultNothingButGuestsIsLetGo) {
  Options options;
  options.retention.guests = kKept;
  Harness harness(1, options);
  const PartyView party = harness.create("ann");
  ASSERT_TRUE(harness.join("guest-1", party.invite_code));
  ASSERT_TRUE(harness.command(party.id, "ann", party::End{}));
  harness.advance(2 * kKept);
  EXPECT_TRUE(harness.details(party.id, "ann"));
  EXPECT_FALSE(harness.details(party.id, "guest-1"));
}

}  // namespace
}  // namespace matinee::engine
