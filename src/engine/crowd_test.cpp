// A party of many: arrivals, departures and reactions in sums, rosters by page. What matters is still told at once.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "engine/engine_harness.hpp"

namespace matinee::engine {
namespace {

using testing::Harness;
using testing::RecordingSession;

constexpr Millis kInterval{500};

Options crowded_above(std::size_t connections) {
  Options options;
  options.crowd_size = connections;
  options.crowd_interval = kInterval;
  options.roster_page = 3;
  return options;
}

/// Ann hosts; Bob and Cid watch: as many as are still told one by one.
class CrowdTest : public ::testing::Test {
 protected:
  CrowdTest() : harness(2, crowded_above(3)), view(harness.create("ann")), party(view.id) {
    EXPECT_TRUE(harness.attach(ann, "ann", party));
    enter(bob, "bob");
    enter(cid, "cid");
    clear();
  }

  void enter(RecordingSession& session, std::string_view user) {
    EXPECT_TRUE(harness.join(user, view.invite_code));
    EXPECT_TRUE(harness.attach(session, user, party));
  }
  void clear() {
    for (RecordingSession* session : {&ann, &bob, &cid}) session->clear();
  }
  /// `count` more watchers, "w00", "w01"…, who stay until the test ends.
  void enter_many(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      crowd.push_back(std::make_unique<RecordingSession>());
      enter(*crowd.back(), "w" + std::string(i < 10 ? "0" : "") + std::to_string(i));
    }
  }

  Harness harness;
  PartyView view;
  PartyId party;
  RecordingSession ann;
  RecordingSession bob;
  RecordingSession cid;
  std::vector<std::unique_ptr<RecordingSession>> crowd;
};

TEST_F(CrowdTest, AFewAreToldByName) {
  harness.detach(cid, true);
  EXPECT_EQ(bob.expect("participant-left").at("participant").at("user_id").as_string(), "cid");
  harness.advance(kInterval);
  bob.refute("presence");
}

TEST_F(CrowdTest, ManyArrivalsAreOneEvent) {
  enter_many(30);
  bob.refute("participant-joined");
  bob.refute("presence");
  harness.advance(kInterval);
  const auto presence = bob.expect("presence");
  EXPECT_EQ(presence.at("joined").as_int64(), 30);
  EXPECT_EQ(presence.at("left").as_int64(), 0);
  EXPECT_EQ(presence.at("connected").as_int64(), 33);
  EXPECT_EQ(presence.at("joined_sample").as_array().size(), 20U);
  EXPECT_TRUE(presence.contains("position_ms"));
  bob.refute("presence");
  harness.advance(kInterval * 10);
  bob.refute("presence");
}

TEST_F(CrowdTest, DeparturesAreCountedToo) {
  enter_many(10);
  harness.advance(kInterval);
  clear();
  harness.detach(*crowd[0], true);
  EXPECT_TRUE(harness.command(party, "w01", party::Leave{}));
  ann.refute("participant-left");
  harness.advance(kInterval);
  const auto presence = ann.expect("presence");
  EXPECT_EQ(presence.at("left").as_int64(), 2);
  EXPECT_EQ(presence.at("connected").as_int64(), 11);
}

TEST_F(CrowdTest, WhoRunsThePartyIsToldByNameAndAtOnce) {
  enter_many(5);
  harness.say(ann, R"({"type":"promote","user_id":"bob"})");
  clear();
  harness.detach(bob, true);
  EXPECT_EQ(cid.expect("participant-left").at("participant").at("user_id").as_string(), "bob");
}

TEST_F(CrowdTest, AKickIsToldByNameAndAtOnce) {
  enter_many(5);
  clear();
  harness.say(ann, R"({"type":"kick","user_id":"w03"})");
  EXPECT_EQ(cid.expect("participant-left").at("reason").as_string(), "kicked");
}

TEST_F(CrowdTest, WhoLeavesAndIsSoonBackIsNamedAmongThoseWhoCame) {
  enter_many(5);
  harness.advance(kInterval);
  clear();
  harness.detach(*crowd[0], true);
  RecordingSession again;
  EXPECT_TRUE(harness.attach(again, "w00", party));
  harness.advance(kInterval);
  const auto presence = ann.expect("presence");
  EXPECT_EQ(presence.at("joined_sample").as_array().size(), 1U);
  EXPECT_TRUE(presence.at("left_sample").as_array().empty());
}

TEST_F(CrowdTest, WhoComesAndIsSoonGoneIsNamedAmongThoseWhoLeft) {
  enter_many(2);
  harness.detach(*crowd[1], true);
  harness.advance(kInterval);
  const auto presence = ann.expect("presence");
  EXPECT_EQ(presence.at("joined").as_int64(), 2);
  EXPECT_EQ(presence.at("joined_sample").as_array().size(), 1U);
  EXPECT_EQ(presence.at("left_sample").as_array().size(), 1U);
}

TEST_F(CrowdTest, AnArrivalIsToldBeforeAKickOrARole) {
  enter_many(5);
  clear();
  harness.say(ann, R"({"type":"kick","user_id":"w03"})");
  EXPECT_EQ(cid.types(), "presence,participant-left");
  harness.advance(kInterval);
  RecordingSession dan;
  enter(dan, "dan");
  clear();
  harness.say(ann, R"({"type":"promote","user_id":"dan"})");
  EXPECT_EQ(cid.types(), "presence,role-changed");
  harness.advance(kInterval);
  EXPECT_EQ(cid.types(), "presence,role-changed") << "and not again";
}

TEST_F(CrowdTest, ReactionsOfManyAreSummedUp) {
  enter_many(5);
  harness.advance(kInterval);
  clear();
  for (RecordingSession* session : {&ann, &bob, &cid}) {
    harness.say(*session, R"({"type":"reaction","emoji":"🔥","video_timestamp":12.5})");
  }
  harness.say(bob, R"({"type":"reactions","reactions":[{"emoji":"👏","count":4}],"video_timestamp":13})");
  ann.refute("reaction");
  ann.refute("reactions");
  harness.advance(kInterval);
  const auto reactions = ann.expect("reactions");
  EXPECT_TRUE(reactions.at("user_id").is_null());
  EXPECT_EQ(reactions.at("total").as_int64(), 7);
  EXPECT_EQ(reactions.at("reactions").as_array().size(), 2U);
  EXPECT_EQ(reactions.at("reactions").as_array()[0].at("count").as_int64(), 3);
  ann.refute("reactions");
}

TEST_F(CrowdTest, WhoIsBehindReactsToTheirOwnMoment) {
  enter_many(5);
  harness.advance(kInterval);
  clear();
  harness.say(ann, R"({"type":"reaction","emoji":"🔥","video_timestamp":602})");
  harness.say(bob, R"({"type":"reaction","emoji":"👏","video_timestamp":31})");
  harness.say(cid, R"({"type":"reaction","emoji":"🔥","video_timestamp":603.5})");
  harness.advance(kInterval);
  const auto now = ann.expect("reactions");
  EXPECT_EQ(now.at("video_timestamp").to_number<double>(), 603.5);
  EXPECT_EQ(now.at("total").as_int64(), 2);
  const auto behind = ann.expect("reactions");
  EXPECT_EQ(behind.at("video_timestamp").to_number<double>(), 31);
  EXPECT_EQ(behind.at("reactions").as_array()[0].at("emoji").as_string(), "👏");
  ann.refute("reactions");
}

TEST_F(CrowdTest, ReactionsAllOverTheFilmAreToldOfAFewMoments) {
  enter_many(5);
  harness.advance(kInterval);
  clear();
  for (int minute = 0; minute < 20; ++minute) {
    harness.say(ann, R"({"type":"reaction","emoji":"🔥","video_timestamp":)" + std::to_string(60 * minute) + "}");
  }
  harness.advance(kInterval);
  for (int minute = 0; minute < 8; ++minute) {
    EXPECT_EQ(bob.expect("reactions").at("video_timestamp").to_number<double>(), 60 * minute);
  }
  bob.refute("reactions");
}

TEST_F(CrowdTest, AmongAFewEveryoneIsToldWhoTypes) {
  harness.say(bob, R"({"type":"typing","is_typing":true})");
  EXPECT_TRUE(ann.expect("typing").at("is_typing").as_bool());
  harness.say(bob, R"({"type":"typing","is_typing":false})");
  EXPECT_FALSE(ann.expect("typing").at("is_typing").as_bool());
}

TEST_F(CrowdTest, InACrowdNobodyIsToldWhoTypes) {
  enter_many(1);
  harness.advance(kInterval);
  clear();
  harness.say(bob, R"({"type":"typing","is_typing":true})");
  harness.say(bob, R"({"type":"typing","is_typing":false})");
  harness.say(bob, R"({"type":"typing","is_typing":true})");
  harness.detach(bob, true);
  harness.advance(kInterval);
  ann.refute("typing");
  cid.refute("typing");
}

TEST_F(CrowdTest, WhoTypedBeforeItWasACrowdIsToldToHaveStopped) {
  harness.say(bob, R"({"type":"typing","is_typing":true})");
  enter_many(2);
  harness.advance(kInterval);
  clear();
  harness.say(bob, R"({"type":"typing","is_typing":false})");
  EXPECT_FALSE(ann.expect("typing").at("is_typing").as_bool());
  harness.say(bob, R"({"type":"typing","is_typing":true})");
  ann.refute("typing");
  // Nobody knows that they began: who sees them stop when few are left would wonder.
  harness.detach(*crowd[0], true);
  harness.detach(*crowd[1], true);
  harness.advance(kInterval);
  harness.say(bob, R"({"type":"typing","is_typing":false})");
  ann.refute("typing");
}

TEST_F(CrowdTest, WhatWasNotedIsToldEvenWhenTheCrowdHasGone) {
  enter_many(1);
  harness.detach(*crowd[0], true);
  harness.detach(cid, true);
  ann.clear();
  harness.advance(kInterval);
  const auto presence = ann.expect("presence");
  EXPECT_EQ(presence.at("joined").as_int64(), 1);
  EXPECT_EQ(presence.at("left").as_int64(), 2);
  EXPECT_EQ(presence.at("connected").as_int64(), 2);
}

TEST_F(CrowdTest, PlaybackReachesEveryoneAtOnce) {
  enter_many(5);
  clear();
  harness.say(ann, R"({"type":"play"})");
  bob.expect("play");
  bob.expect("sync");
}

TEST_F(CrowdTest, TheAnswerToASyncRequestListsTheHostTheAskerAndAPage) {
  enter_many(10);
  RecordingSession& asker = *crowd[7];
  asker.clear();
  harness.say(asker, R"({"type":"sync-request"})");
  const auto answer = asker.expect("sync");
  EXPECT_EQ(answer.at("participant_count").as_int64(), 13);
  std::vector<std::string> listed;
  for (const auto& one : answer.at("participants").as_array()) listed.emplace_back(one.at("user_id").as_string());
  EXPECT_EQ(listed, (std::vector<std::string>{"w07", "ann", "bob", "cid"}));
}

TEST_F(CrowdTest, PagesCoverTheRosterOnce) {
  enter_many(10);
  std::vector<std::string> seen;
  RosterQuery query{std::nullopt, 4};
  for (int page = 0; page < 4; ++page) {
    const auto participants = harness.participants(party, "ann", query);
    for (const auto& participant : participants) seen.push_back(participant.user.str());
    if (participants.empty()) break;
    query.after = participants.back().user;
  }
  EXPECT_EQ(seen.size(), 13U);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  EXPECT_EQ(std::adjacent_find(seen.begin(), seen.end()), seen.end());
}

}  // namespace
}  // namespace matinee::engine
