// PeerLink: what is missing is noticed, a server that says nothing too, and the shards hear of it.
#include "engine/peer_link.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace matinee::engine {
namespace {

class RecordingBus final : public cluster::Bus {
 public:
  void open(cluster::BusHandlers) override {}
  void close() override {}
  void send(const std::string&, cluster::Channel, std::string_view message) override { sent.emplace_back(message); }
  void publish(const PartyId&, std::string_view) override {}
  void follow(const PartyId&) override {}
  void unfollow(const PartyId&) override {}
  bool up() const override { return is_up; }

  std::vector<std::string> sent;
  bool is_up = true;
};

class RecordingInbox final : public PeerInbox {
 public:
  void on_peer_message(std::string, PeerMessage) override { ++messages; }
  void on_party_told(const PartyId&, std::shared_ptr<const PartyTold>) override {}
  void on_peer_gap(std::string sender) override { gaps.push_back(std::move(sender)); }
  void on_peers_unheard() override { ++unheard; }

  std::vector<std::string> gaps;
  int messages = 0;
  int unheard = 0;
};

class PeerLinkTest : public ::testing::Test {
 protected:
  PeerLinkTest() { here.set_inboxes({&inbox}); }

  /// What the other server says arrives.
  void hear_beat() {
    there_bus.sent.clear();
    there.beat();
    here.on_message(there_bus.sent.at(0));
  }
  void beat(int times) {
    for (int i = 0; i < times; ++i) here.beat();
  }

  RecordingBus here_bus;
  RecordingBus there_bus;
  RecordingInbox inbox;
  PeerLink here{"here", here_bus, [] { return std::vector<std::string>{"there"}; },
                [](const PartyId&) { return std::size_t{0}; }};
  PeerLink there{"there", there_bus, [] { return std::vector<std::string>{"here"}; },
                 [](const PartyId&) { return std::size_t{0}; }};
};

TEST_F(PeerLinkTest, WhoIsHeardWithEachBeatMissesNothing) {
  for (int i = 0; i < 50; ++i) {
    beat(1);
    hear_beat();
  }
  EXPECT_TRUE(inbox.gaps.empty());
}

TEST_F(PeerLinkTest, WhatGotLostIsAGap) {
  hear_beat();
  there_bus.sent.clear();
  there.beat();
  hear_beat();
  EXPECT_EQ(inbox.gaps, std::vector<std::string>{"there"});
}

TEST_F(PeerLinkTest, WhoIsAliveAndNotHeardForLongIsAGapNowAndThen) {
  hear_beat();
  beat(5);
  EXPECT_TRUE(inbox.gaps.empty());
  beat(1);
  EXPECT_EQ(inbox.gaps, std::vector<std::string>{"there"});
  beat(6);
  EXPECT_EQ(inbox.gaps.size(), 2U);
  hear_beat();
  beat(5);
  EXPECT_EQ(inbox.gaps.size(), 2U) << "heard again";
}

TEST_F(PeerLinkTest, WhileTheBusIsAwayNobodyIsCalledSilent) {
  here_bus.is_up = false;
  beat(50);
  EXPECT_TRUE(inbox.gaps.empty());
  here_bus.is_up = true;
  beat(5);
  EXPECT_TRUE(inbox.gaps.empty()) << "they are waited for anew";
}

}  // namespace
}  // namespace matinee::engine
