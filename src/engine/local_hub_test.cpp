// LocalHub: who of a party hears what is told, as members come and go.
#include "engine/local_hub.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <string>

#include "engine/blob_builder.hpp"

namespace matinee::engine {
namespace {

class CountingSession final : public Session {
 public:
  void deliver(const BlobPtr&) override { ++delivered; }
  void close(protocol::CloseCode) override {}
  void pause_reading(bool) override {}

  int delivered = 0;
};

class LocalHubTest : public ::testing::Test {
 protected:
  LocalHubTest() {
    for (auto& session : sessions) hub.add(party, session, {});
  }

  /// How often each session heard one broadcast: "1101".
  std::string heard() {
    hub.deliver(party, single("text", Delivery::kept), {});
    std::string counts;
    for (auto& session : sessions) counts += static_cast<char>('0' + std::exchange(session.delivered, 0));
    return counts;
  }

  const PartyId party{"party"};
  LocalHub hub;
  std::deque<CountingSession> sessions = std::deque<CountingSession>(4);
};

TEST_F(LocalHubTest, EveryMemberHearsOnce) {
  EXPECT_EQ(heard(), "1111");
}

TEST_F(LocalHubTest, WhoLeftHearsNothingInWhateverOrderTheyLeave) {
  hub.remove(party, sessions[1]);
  EXPECT_EQ(heard(), "1011");
  hub.remove(party, sessions[3]);
  EXPECT_EQ(heard(), "1010");
  hub.remove(party, sessions[0]);
  EXPECT_EQ(heard(), "0010");
  hub.remove(party, sessions[2]);
  EXPECT_EQ(heard(), "0000");
  EXPECT_EQ(hub.told(party), nullptr);
}

TEST_F(LocalHubTest, LeavingTwiceOrWithoutHavingJoinedHarmsNobody) {
  CountingSession stranger;
  hub.remove(party, stranger);
  hub.remove(PartyId{"other"}, sessions[0]);
  hub.remove(party, sessions[0]);
  hub.remove(party, sessions[0]);
  EXPECT_EQ(heard(), "0111");
}

TEST_F(LocalHubTest, WhoComesBackHearsAgain) {
  hub.remove(party, sessions[2]);
  hub.add(party, sessions[2], {});
  EXPECT_EQ(heard(), "1111");
}

}  // namespace
}  // namespace matinee::engine
