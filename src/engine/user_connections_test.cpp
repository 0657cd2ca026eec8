// How many sockets one user may have open on this server, over all parties and shards.
#include "engine/user_connections.hpp"

#include <gtest/gtest.h>

#include "engine/engine_harness.hpp"

namespace matinee::engine {
namespace {

using testing::Harness;
using testing::RecordingSession;

TEST(UserConnections, CountEachUserAlone) {
  UserConnections connections(2);
  const UserId ann{"ann"};
  EXPECT_TRUE(connections.add(ann));
  EXPECT_TRUE(connections.add(ann));
  EXPECT_FALSE(connections.add(ann));
  EXPECT_TRUE(connections.add(UserId{"bob"}));
  connections.remove(ann);
  EXPECT_TRUE(connections.add(ann));
  connections.remove(UserId{"nobody"});
}

TEST(UserConnections, AreLimitedOverAllPartiesAndFreedWhenTheyEnd) {
  Options options;
  options.connections_per_user_total = 2;
  Harness harness(2, options);
  const PartyId one = harness.create("ann").id;
  const PartyId other = harness.create("ann").id;
  RecordingSession first;
  RecordingSession second;
  RecordingSession third;
  EXPECT_TRUE(harness.attach(first, "ann", one, 0));
  EXPECT_TRUE(harness.attach(second, "ann", other, 1));
  const auto refused = harness.attach(third, "ann", other, 0);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, protocol::ErrorCode::connection_limit);
  EXPECT_EQ(close_code_for(refused.error()), protocol::CloseCode::connection_limit);
  EXPECT_NE(refused.error().detail.find("2 connections to this server"), std::string::npos) << refused.error().detail;

  harness.detach(first, true, 0);
  EXPECT_TRUE(harness.attach(third, "ann", one, 1));
  harness.detach(second, false, 1);
  harness.detach(third, true, 1);
}

TEST(UserConnections, ARefusedAttachDoesNotCount) {
  Options options;
  options.connections_per_user_total = 1;
  Harness harness(2, options);
  const PartyId party = harness.create("ann").id;
  RecordingSession session;
  EXPECT_FALSE(harness.attach(session, "bob", party, 0)) << "bob has not joined";
  EXPECT_FALSE(harness.attach(session, "ann", PartyId{"no such party"}, 0));
  EXPECT_TRUE(harness.attach(session, "ann", party, 0));
  harness.detach(session, true, 0);
}

}  // namespace
}  // namespace matinee::engine
