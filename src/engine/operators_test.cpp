// What the server's operator sees and does, through the engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/engine_harness.hpp"
#include "metrics/labels.hpp"

namespace matinee::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using protocol::CloseCode;
using protocol::ErrorCode;
using testing::Harness;
using testing::RecordingSession;

constexpr Millis kRefresh{30'000};

Options refreshing() {
  Options options;
  options.blocked_users_refresh = kRefresh;
  return options;
}

class Operators : public ::testing::Test {
 protected:
  /// Ann's party, with Bob; both connected, on different shards.
  void SetUp() override {
    party = harness.create("ann");
    ASSERT_TRUE(harness.join("bob", party.invite_code));
    ASSERT_TRUE(harness.attach(ann, "ann", party.id, 0));
    ASSERT_TRUE(harness.attach(bob, "bob", party.id, 1));
  }

  template <class T, class Ask>
  Result<T, protocol::Refusal> ask(Ask ask_shard) {
    std::optional<Result<T, protocol::Refusal>> answer;
    ask_shard(harness.engine().shard(1), [&](Result<T, protocol::Refusal> result) { answer = std::move(result); });
    harness.settle();
    return answer.value();
  }
  std::vector<PartyOverview> overviews(storage::PublicQuery query = {}) {
    return ask<std::vector<PartyOverview>>(
               [&](Shard& shard, auto reply) { shard.overview_parties(std::move(query), reply); })
        .value();
  }
  Result<PartyInspection, protocol::Refusal> inspect(const PartyId& id, std::size_t connections = 50) {
    return ask<PartyInspection>([&](Shard& shard, auto reply) { shard.inspect_party(id, connections, reply); });
  }
  std::vector<TracedEvent> events() {
    return ask<std::vector<TracedEvent>>([&](Shard& shard, auto reply) { shard.trace_party(party.id, reply); }).value();
  }
  std::vector<std::string> kinds() {
    std::vector<std::string> kinds;
    for (const TracedEvent& event : events()) {
      kinds.push_back(event.user.str() + " " + std::string(metrics::label(event.kind)));
    }
    return kinds;
  }
  ConnectionPage connections(ConnectionQuery query = {}) {
    return ask<ConnectionPage>([&](Shard& shard, auto reply) { shard.list_connections(std::move(query), reply); })
        .value();
  }
  /// "ok" or the error.
  template <class Ask>
  std::string outcome(Ask ask_shard) {
    const auto result = ask<void>(ask_shard);
    return result ? "ok" : std::string(protocol::to_string(result.error().code));
  }
  std::string close(const PartyId& id) {
    return outcome([&](Shard& shard, auto reply) { shard.close_party(id, reply); });
  }
  std::string block(const char* user, const char* reason = "") {
    return outcome([&](Shard& shard, auto reply) { shard.block_user(UserId{user}, reason, reply); });
  }
  std::string unblock(const char* user) {
    return outcome([&](Shard& shard, auto reply) { shard.unblock_user(UserId{user}, reply); });
  }
  std::vector<std::string> blocked() {
    std::vector<std::string> lines;
    const auto all = ask<std::vector<storage::BlockedUser>>([](Shard& shard, auto reply) { shard.blocked_users(reply); });
    for (const storage::BlockedUser& one : all.value()) lines.push_back(one.user.str() + ": " + one.reason);
    return lines;
  }

  Harness harness{2, refreshing()};
  PartyView party;
  RecordingSession ann, bob;
};

TEST_F(Operators, SeeEveryPartyWithWhatIsLive) {
  const PartyView other = harness.create("cy");
  harness.advance(Millis{120'000});
  const auto all = overviews();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].listing.id, party.id) << "who has somebody in it first";
  EXPECT_EQ(all[0].connected, 2U);
  EXPECT_TRUE(all[0].in_memory);
  EXPECT_EQ(all[0].connections, 2U);
  EXPECT_EQ(all[0].listing.seats, 2U);
  EXPECT_EQ(all[0].listing.visibility, party::Visibility::private_);
  EXPECT_EQ(all[1].listing.id, other.id);
  EXPECT_FALSE(all[1].in_memory) << "nobody came, so it is not loaded";
  EXPECT_EQ(all[1].connections, 0U);
}

TEST_F(Operators, LookingAtAListLoadsNoParty) {
  const PartyView other = harness.create("cy");
  overviews();
  EXPECT_FALSE(overviews()[1].in_memory);
  EXPECT_TRUE(inspect(other.id)) << "looking at one does";
}

TEST_F(Operators, SeeOnePartyAndItsConnections) {
  harness.say(ann, R"({"type":"skip","clip_id":"film"})");
  harness.say(ann, R"({"type":"seek","position":90})");
  const PartyInspection seen = inspect(party.id).value();
  EXPECT_EQ(seen.title, party.title);
  EXPECT_EQ(seen.host, UserId{"ann"});
  EXPECT_EQ(seen.seats, 2U);
  EXPECT_FALSE(seen.stale);
  EXPECT_EQ(seen.playback.clip, ClipId{"film"});
  EXPECT_EQ(seen.playback.position, Millis{90'000});
  EXPECT_EQ(seen.connection_count, 2U);
  ASSERT_EQ(seen.connections.size(), 2U);
  EXPECT_EQ(seen.connections[0].connection.user, UserId{"ann"});
  EXPECT_EQ(seen.connections[0].display_name, "ann");
  EXPECT_EQ(seen.connections[0].connection.party, party.id);
  EXPECT_EQ(seen.connections[0].connection.commands_in_flight, 0U);
  EXPECT_EQ(seen.connections[1].connection.user, UserId{"bob"});
  EXPECT_EQ(inspect(party.id, 1).value().connections.size(), 1U);
  EXPECT_EQ(inspect(party.id, 1).value().connection_count, 2U);
  EXPECT_EQ(inspect(PartyId{"none"}).error().code, ErrorCode::not_found);
}

TEST_F(Operators, SeeWhatHappenedAndHowLongItTook) {
  EXPECT_THAT(kinds(), ElementsAre("bob join")) << "connecting is no command";
  EXPECT_FALSE(events()[0].handed_out) << "a seat is told when somebody comes to sit on it";
  harness.say(ann, R"({"type":"skip","clip_id":"film"})");
  harness.say(bob, R"({"type":"chat","message":"Hello"})", 1);
  harness.say(bob, R"({"type":"reaction","emoji":"🎬"})", 1);
  harness.say(bob, R"({"type":"typing","is_typing":true})", 1);
  harness.say(bob, R"({"type":"seek","position":1})", 1);  // not his to do
  EXPECT_THAT(kinds(), ElementsAre("bob join", "ann skip", "bob chat")) << "what passes, and what is refused, is not kept";
  auto told = events();
  told.erase(told.begin());
  for (const TracedEvent& event : told) {
    EXPECT_EQ(event.at, harness.clock().now());
    ASSERT_TRUE(event.decided && event.committed && event.handed_out);
    EXPECT_LE(std::chrono::nanoseconds{0}, *event.decided);
    EXPECT_LE(*event.decided, *event.committed);
    EXPECT_LE(*event.committed, *event.handed_out);
    EXPECT_FALSE(event.failed);
  }
}

TEST_F(Operators, SeeWhatStorageDidNotTake) {
  harness.say(ann, R"({"type":"skip","clip_id":"film"})");
  harness.database().fail_operation(1);
  harness.say(ann, R"({"type":"seek","position":5})");
  const auto all = events();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_TRUE(all[2].failed);
  EXPECT_FALSE(all[2].committed || all[2].handed_out);
}

TEST_F(Operators, SeeOpenSocketsByPage) {
  const ConnectionPage all = connections();
  EXPECT_EQ(all.total, 2U);
  ASSERT_EQ(all.connections.size(), 2U);
  EXPECT_EQ(all.connections[0].user, UserId{"ann"});
  EXPECT_EQ(all.connections[0].since, harness.clock().now());
  ConnectionQuery first;
  first.limit = 1;
  const ConnectionPage one = connections(first);
  ASSERT_EQ(one.connections.size(), 1U);
  first.after = one.connections[0].id;
  const ConnectionPage two = connections(first);
  ASSERT_EQ(two.connections.size(), 1U);
  EXPECT_EQ(two.connections[0].user, UserId{"bob"});
  first.after = two.connections[0].id;
  EXPECT_THAT(connections(first).connections, IsEmpty());
  ConnectionQuery of_bob;
  of_bob.user = UserId{"bob"};
  EXPECT_EQ(connections(of_bob).connections.size(), 1U);
  harness.detach(bob, true, 1);
  EXPECT_THAT(connections(of_bob).connections, IsEmpty());
}

TEST_F(Operators, CloseAPartyForEveryone) {
  EXPECT_EQ(close(party.id), "ok");
  EXPECT_EQ(bob.expect("party-ended").at("reason").as_string(), "operator");
  EXPECT_EQ(ann.closed(), CloseCode::party_ended);
  EXPECT_EQ(bob.closed(), CloseCode::party_ended);
  EXPECT_EQ(harness.join("cy", party.invite_code).error().code, ErrorCode::party_ended);
  EXPECT_EQ(close(party.id), "ok") << "twice is fine";
  EXPECT_EQ(close(PartyId{"none"}), "NOT_FOUND");
  EXPECT_THAT(overviews(), IsEmpty());
}

TEST_F(Operators, ClosingWhatStorageDoesNotTakeClosesNothing) {
  harness.database().fail_operation(1);
  EXPECT_EQ(close(party.id), "STORAGE_UNAVAILABLE");
  EXPECT_FALSE(ann.closed());
  ann.refute("party-ended");
}

TEST_F(Operators, BlockAUserEverywhereAndForGood) {
  EXPECT_EQ(block("bob", "spam"), "ok");
  EXPECT_EQ(bob.closed(), CloseCode::blocked);
  EXPECT_FALSE(ann.closed());
  EXPECT_TRUE(harness.engine().is_blocked(UserId{"bob"}));
  EXPECT_FALSE(harness.engine().is_blocked(UserId{"ann"}));
  harness.detach(bob, true, 1);
  RecordingSession again;
  const auto refused = harness.attach(again, "bob", party.id, 1);
  EXPECT_EQ(refused.error().code, ErrorCode::blocked);
  EXPECT_EQ(close_code_for(refused.error()), CloseCode::blocked);
  EXPECT_THAT(blocked(), ElementsAre("bob: spam"));
  EXPECT_EQ(unblock("bob"), "ok");
  EXPECT_TRUE(harness.attach(again, "bob", party.id, 1));
  EXPECT_THAT(blocked(), IsEmpty());
}

TEST_F(Operators, ABlockThatWasNotStoredIsNone) {
  harness.database().fail_operation(1);
  EXPECT_EQ(block("bob"), "STORAGE_UNAVAILABLE");
  EXPECT_FALSE(bob.closed());
  EXPECT_FALSE(harness.engine().is_blocked(UserId{"bob"}));
}

/// As another process on the same storage does it.
TEST_F(Operators, BlocksOfOthersAreTakenOver) {
  EXPECT_EQ(block("cy"), "ok");
  harness.engine().note_blocked_users({{UserId{"dan"}, "", {}}});
  EXPECT_TRUE(harness.engine().is_blocked(UserId{"dan"}));
  harness.advance(kRefresh + Millis{1});
  EXPECT_FALSE(harness.engine().is_blocked(UserId{"dan"})) << "storage says otherwise";
  EXPECT_TRUE(harness.engine().is_blocked(UserId{"cy"}));
}

}  // namespace
}  // namespace matinee::engine
