// What the engine adds to the lists of storage: how many people are in a party, and who may see the kicks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/engine_harness.hpp"

namespace matinee::engine {
namespace {

using testing::Harness;
using testing::RecordingSession;

class Discovery : public ::testing::Test {
 protected:
  PartyView create(party::Visibility visibility) {
    CreatePartyRequest request;
    request.host = UserId{"ann"};
    request.profile = {"Ann", std::nullopt};
    request.title = "Friday";
    request.visibility = visibility;
    std::optional<PartyView> created;
    harness.engine().shard(0).create_party(request, [&](const auto& view) { created = view.value(); });
    harness.settle();
    return created.value();
  }
  std::vector<storage::PartyListing> listed() {
    std::vector<storage::PartyListing> listings;
    harness.engine().shard(0).public_parties({}, [&](const auto& result) { listings = result.value(); });
    harness.settle();
    return listings;
  }
  std::size_t people() { return listed().front().people; }
  Result<std::vector<storage::KickedUser>, protocol::Refusal> kicked(const PartyId& party, const char* user) {
    std::optional<Result<std::vector<storage::KickedUser>, protocol::Refusal>> answer;
    harness.engine().shard(0).kicked_users(party, UserId{user}, 10, [&](const auto& result) { answer = result; });
    harness.settle();
    return answer.value();
  }

  Harness harness;
  RecordingSession ann, bob, cleo;
};

TEST_F(Discovery, PeopleAreNotedAtOnceAndThenAtIntervals) {
  const PartyView party = create(party::Visibility::public_);
  for (const char* user : {"bob", "cleo"}) ASSERT_TRUE(harness.join(user, party.invite_code));
  EXPECT_EQ(people(), 0U);
  ASSERT_TRUE(harness.attach(ann, "ann", party.id));
  EXPECT_EQ(people(), 1U);
  ASSERT_TRUE(harness.attach(bob, "bob", party.id));
  ASSERT_TRUE(harness.attach(cleo, "cleo", party.id, 1));
  EXPECT_EQ(people(), 1U) << "not every arrival is a write";
  harness.advance(Millis{2'000});
  EXPECT_EQ(people(), 3U);
  harness.detach(cleo, true, 1);
  harness.advance(Millis{2'000});
  EXPECT_EQ(people(), 2U);
  harness.detach(bob, true);
  harness.detach(ann, true);
  harness.advance(Millis{4'000});
  EXPECT_EQ(people(), 0U);
}

TEST_F(Discovery, APartyNoListShowsIsNotNoted) {
  const PartyView party = create(party::Visibility::private_);
  ASSERT_TRUE(harness.join("bob", party.invite_code));
  ASSERT_TRUE(harness.attach(ann, "ann", party.id));
  harness.advance(Millis{2'000});
  ASSERT_TRUE(harness.attach(bob, "bob", party.id));
  harness.advance(Millis{2'000});
  EXPECT_EQ(harness.database().people(party.id), 0U);
}

TEST_F(Discovery, ANoteThatWasLostIsMadeUpFor) {
  const PartyView party = create(party::Visibility::public_);
  ASSERT_TRUE(harness.join("bob", party.invite_code));
  ASSERT_TRUE(harness.attach(ann, "ann", party.id));
  harness.database().fail_all(true);
  ASSERT_TRUE(harness.attach(bob, "bob", party.id));
  harness.advance(Millis{2'000});
  harness.heal_storage();
  for (int i = 0; i < 10; ++i) harness.advance(Millis{1'000});
  EXPECT_EQ(people(), 2U);
}

TEST_F(Discovery, KicksAreForTheHostsEyes) {
  const PartyView party = create(party::Visibility::private_);
  for (const char* user : {"bob", "eve"}) ASSERT_TRUE(harness.join(user, party.invite_code));
  ASSERT_TRUE(harness.command(party.id, "ann", party::Kick{UserId{"eve"}}));
  ASSERT_TRUE(kicked(party.id, "ann"));
  EXPECT_EQ(kicked(party.id, "ann").value().front().person.user, UserId{"eve"});
  EXPECT_EQ(kicked(party.id, "bob").error().code, protocol::ErrorCode::unauthorized_command);
  EXPECT_EQ(kicked(party.id, "eve").error().code, protocol::ErrorCode::kicked);
  EXPECT_EQ(kicked(party.id, "zoe").error().code, protocol::ErrorCode::not_participant);
  EXPECT_EQ(kicked(PartyId{"nowhere"}, "ann").error().code, protocol::ErrorCode::not_found);
}

}  // namespace
}  // namespace matinee::engine
