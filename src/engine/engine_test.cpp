// The engine as its sessions and requests see it: what is told, to whom, in which order, and what is not.
#include <gtest/gtest.h>

#include <string>

#include "engine/shared.hpp"
#include "engine/two_members_test_support.hpp"

namespace matinee::engine {
namespace {

using protocol::CloseCode;
using protocol::ErrorCode;
using testing::Harness;
using testing::RecordingSession;

class EngineTest : public testing::TwoMembers {};

TEST_F(EngineTest, AChangeReachesEveryoneTypedThenFullUnderOneRevision) {
  harness.say(ann, R"({"type":"play"})");
  for (RecordingSession* session : {&ann, &bob}) {
    EXPECT_EQ(session->types(), "play,sync");
    EXPECT_EQ(session->expect("play").at("revision"), session->expect("sync").at("revision"));
  }
}

TEST_F(EngineTest, TypedEventAndStateTravelInOneBlob) {
  const std::size_t before = bob.blobs();
  harness.say(ann, R"({"type":"play"})");
  EXPECT_EQ(bob.blobs(), before + 1);
}

TEST_F(EngineTest, PositionAdvancesWhilePlaying) {
  harness.say(ann, R"({"type":"seek","position":100})");
  harness.say(ann, R"({"type":"play"})");
  harness.advance(Millis{5'000});
  bob.clear();
  harness.say(bob, R"({"type":"sync-request"})", 1);
  EXPECT_EQ(bob.expect("sync").at("position").as_int64(), 105);
  harness.say(ann, R"({"type":"pause"})");
  harness.advance(Millis{5'000});
  bob.clear();
  harness.say(bob, R"({"type":"sync-request"})", 1);
  EXPECT_EQ(bob.expect("sync").at("position").as_int64(), 105);
}

TEST_F(EngineTest, AStartIsScheduledAheadByWhatTheSlowestLinkNeeds) {
  harness.say(bob, R"({"type":"report","position_ms":0,"rtt_ms":400})", 1);
  harness.say(ann, R"({"type":"play"})");
  const auto play = bob.expect("play");
  EXPECT_EQ(play.at("effective_at_ms").as_int64(), play.at("server_time_ms").as_int64() + 300);
  harness.advance(Millis{200});
  bob.clear();
  harness.say(bob, R"({"type":"sync-request"})", 1);
  EXPECT_EQ(bob.expect("sync").at("position_ms").as_int64(), 0);
  harness.advance(Millis{600});
  harness.say(bob, R"({"type":"sync-request"})", 1);
  EXPECT_EQ(bob.expect("sync").at("position_ms").as_int64(), 500);
}

TEST_F(EngineTest, ActivePartiesAreCounted) {
  EXPECT_NE(harness.metrics().exposition().find("matinee_parties_active 1"), std::string::npos);
  harness.say(ann, R"({"type":"end"})");
  EXPECT_NE(harness.metrics().exposition().find("matinee_parties_active 0"), std::string::npos);
}

TEST_F(EngineTest, AViewersPlaybackCommandIsMetWithSilence) {
  harness.say(bob, R"({"type":"play"})", 1);
  harness.say(bob, R"({"type":"seek","position":5})", 1);
  EXPECT_EQ(bob.types(), "");
  EXPECT_EQ(ann.types(), "");
  EXPECT_NE(harness.metrics().exposition().find("outcome=\"ignored\""), std::string::npos);
}

TEST_F(EngineTest, TheErrorForViewersCanBeTurnedOn) {
  Options options;
  options.report_unauthorized_playback = true;
  Harness loud(1, options);
  const PartyView other = loud.create("ann");
  ASSERT_TRUE(loud.join("bob", other.invite_code));
  RecordingSession session;
  ASSERT_TRUE(loud.attach(session, "bob", other.id));
  loud.say(session, R"({"type":"play"})");
  EXPECT_EQ(session.expect("error").at("code").as_string(), "UNAUTHORIZED_COMMAND");
}

TEST_F(EngineTest, ARoleTakesEffectOnOpenConnectionsAtOnce) {
  harness.say(ann, R"({"type":"promote","user_id":"bob"})");
  EXPECT_EQ(bob.expect("role-changed").at("role").as_string(), "co-host");
  harness.say(bob, R"({"type":"pause"})", 1);
  ann.expect("pause");
  harness.say(ann, R"({"type":"demote","user_id":"bob"})");
  ann.clear();
  harness.say(bob, R"({"type":"play"})", 1);
  ann.refute("play");
}

TEST_F(EngineTest, ManagementByAViewerIsAnsweredAndChangesNothing) {
  harness.say(bob, R"({"type":"kick","user_id":"ann"})", 1);
  EXPECT_EQ(bob.expect("error").at("code").as_string(), "UNAUTHORIZED_COMMAND");
  EXPECT_EQ(ann.types(), "");
}

TEST_F(EngineTest, ErrorsCarryTheLivePlayback) {
  harness.say(ann, R"({"type":"seek","position":42})");
  bob.clear();
  harness.say(bob, R"({"type":"nonsense"})", 1);
  const auto error = bob.expect("error");
  EXPECT_EQ(error.at("code").as_string(), "INVALID_COMMAND");
  EXPECT_EQ(error.at("position").as_int64(), 42);
  EXPECT_FALSE(error.at("is_playing").as_bool());
}

TEST_F(EngineTest, AFloodOfInvalidMessagesEndsTheConnection) {
  for (int i = 0; i < 20; ++i) harness.push(bob, "{", 1);
  EXPECT_FALSE(bob.closed());
  harness.push(bob, "{", 1);
  EXPECT_EQ(bob.closed(), CloseCode::abuse);
  EXPECT_FALSE(ann.closed());
}

TEST_F(EngineTest, AKickReachesEveryConnectionOfTheUserAndSticks) {
  RecordingSession second;
  ASSERT_TRUE(harness.attach(second, "bob", party, 0));
  ann.clear();
  harness.say(ann, R"({"type":"kick","user_id":"bob"})");
  EXPECT_EQ(bob.closed(), CloseCode::kicked);
  EXPECT_EQ(second.closed(), CloseCode::kicked);
  EXPECT_FALSE(ann.closed());
  EXPECT_EQ(ann.expect("participant-left").at("reason").as_string(), "kicked");
  EXPECT_EQ(harness.join("bob", view.invite_code).error().code, ErrorCode::kicked);
  ASSERT_TRUE(harness.command(party, "ann", party::LiftKick{UserId{"bob"}}));
  EXPECT_TRUE(harness.join("bob", view.invite_code));
}

TEST_F(EngineTest, TwoTabsAreOneParticipant) {
  RecordingSession second;
  ASSERT_TRUE(harness.attach(second, "bob", party, 0));
  ann.refute("participant-joined");
  harness.say(ann, R"({"type":"play"})");
  second.expect("play");
  bob.expect("play");
  harness.detach(second, true, 0);
  ann.refute("participant-left");
  harness.detach(bob, true, 1);
  EXPECT_EQ(ann.expect("participant-left").at("reason").as_string(), "disconnected");
}

TEST_F(EngineTest, AnAbruptDropIsToldAfterTheGraceTimeOnly) {
  harness.detach(bob, false, 1);
  harness.advance(Millis{999});
  ann.refute("participant-left");
  harness.advance(Millis{1});
  ann.expect("participant-left");
}

TEST_F(EngineTest, ABlipIsInvisible) {
  harness.detach(bob, false, 1);
  RecordingSession again;
  ASSERT_TRUE(harness.attach(again, "bob", party, 1));
  harness.advance(Millis{5'000});
  EXPECT_EQ(ann.types(), "");
}

TEST_F(EngineTest, TheTimerOfAnEarlierBlipDoesNotEndALaterOne) {
  harness.detach(bob, false, 1);
  harness.advance(Millis{200});
  RecordingSession again;
  ASSERT_TRUE(harness.attach(again, "bob", party, 1));
  harness.advance(Millis{700});
  harness.detach(again, false, 1);
  harness.advance(Millis{999});
  ann.refute("participant-left");
  harness.advance(Millis{1});
  ann.expect("participant-left");
}

TEST_F(EngineTest, AnOldSocketThatClosesLateTakesNothingFromANewSeat) {
  ASSERT_TRUE(harness.command(party, "bob", party::Leave{}));
  ASSERT_TRUE(harness.join("bob", view.invite_code));
  RecordingSession again;
  ASSERT_TRUE(harness.attach(again, "bob", party, 1));
  ann.clear();
  harness.detach(bob, true, 1);
  ann.refute("participant-left");
  EXPECT_TRUE(harness.participants(party, "ann")[1].is_active);
  harness.detach(again, true, 1);
  ann.expect("participant-left");
}

TEST_F(EngineTest, RostersInAnswerToSyncRequestsAreLimited) {
  for (int i = 0; i < 1'001; ++i) harness.push(bob, R"({"type":"sync-request"})", 1);
  harness.settle();
  ASSERT_EQ(bob.events().size(), 1'001U);
  EXPECT_TRUE(bob.events()[999].contains("participants"));
  EXPECT_FALSE(bob.events()[1'000].contains("participants"));
  harness.advance(Millis{10'000});
  bob.clear();
  harness.say(bob, R"({"type":"sync-request"})", 1);
  EXPECT_TRUE(bob.expect("sync").contains("participants"));
}

TEST_F(EngineTest, TokensCanNotBeShownWithoutEnd) {
  for (int i = 0; i < 10; ++i) harness.say(bob, R"({"type":"authenticate","token":"bob"})", 1);
  bob.refute("error");
  harness.say(bob, R"({"type":"authenticate","token":"bob"})", 1);
  EXPECT_EQ(bob.expect("error").at("code").as_string(), "RATE_LIMITED");
}

TEST_F(EngineTest, ANewcomerHearsOfItselfAndOfNothingBefore) {
  harness.say(ann, R"({"type":"play"})");
  ASSERT_TRUE(harness.join("cid", view.invite_code));
  RecordingSession cid;
  ASSERT_TRUE(harness.attach(cid, "cid", party, 1));
  EXPECT_EQ(cid.types(), "participant-joined");
}

TEST_F(EngineTest, TheHostLeavingHandsThePartyOn) {
  ASSERT_TRUE(harness.command(party, "ann", party::Leave{}));
  EXPECT_EQ(ann.closed(), CloseCode::left_party);
  EXPECT_EQ(bob.expect("role-changed").at("role").as_string(), "host");
  EXPECT_EQ(harness.details(party, "bob").value().host, UserId{"bob"});
}

TEST_F(EngineTest, EndingTellsEveryoneAndCloses) {
  harness.say(ann, R"({"type":"end"})");
  for (RecordingSession* session : {&ann, &bob}) {
    EXPECT_EQ(session->types(), "party-ended,error");
    EXPECT_EQ(session->closed(), CloseCode::party_ended);
  }
  EXPECT_EQ(harness.join("cid", view.invite_code).error().code, ErrorCode::party_ended);
  RecordingSession late;
  EXPECT_EQ(harness.attach(late, "bob", party, 1).error().code, ErrorCode::party_ended);
}

TEST_F(EngineTest, AnEndedPartyLeavesMemoryWithItsLastConnection) {
  harness.say(ann, R"({"type":"end"})");
  harness.detach(ann, true, 0);
  harness.detach(bob, true, 1);
  EXPECT_NE(harness.metrics().exposition().find("matinee_parties_loaded 0"), std::string::npos);
}

TEST_F(EngineTest, StrangersAndUnknownPartiesAreRefused) {
  RecordingSession session;
  EXPECT_EQ(harness.attach(session, "eve", party).error().code, ErrorCode::not_participant);
  EXPECT_EQ(harness.attach(session, "eve", PartyId{"nowhere"}).error().code, ErrorCode::not_found);
  EXPECT_EQ(harness.details(party, "eve").error().code, ErrorCode::not_participant);
  EXPECT_EQ(session.events().size(), 0U);
}

TEST_F(EngineTest, ChatIsLimitedPerUserAndToldToAll) {
  for (int i = 0; i < 10; ++i) harness.say(bob, R"({"type":"chat","message":"hello"})", 1);
  harness.say(bob, R"({"type":"chat","message":"one too many"})", 1);
  EXPECT_EQ(bob.expect("error").at("code").as_string(), "RATE_LIMITED");
  ann.refute("error");
  harness.advance(Millis{60'000});
  bob.clear();
  harness.say(bob, R"({"type":"chat","message":"again"})", 1);
  bob.expect("chat_message");
}

TEST_F(EngineTest, TheChatWindowSurvivesARestart) {
  for (int i = 0; i < 10; ++i) harness.say(bob, R"({"type":"chat","message":"hello"})", 1);
  harness.restart();
  RecordingSession again;
  ASSERT_TRUE(harness.attach(again, "bob", party, 1));
  harness.say(again, R"({"type":"chat","message":"one too many"})", 1);
  EXPECT_EQ(again.expect("error").at("code").as_string(), "RATE_LIMITED");
}

TEST_F(EngineTest, EverythingIsBackAfterARestartAndTheFilmWentOn) {
  harness.say(ann, R"({"type":"promote","user_id":"bob"})");
  harness.say(ann, R"({"type":"skip","clip_id":"clip-1"})");
  const auto revision = harness.details(party, "ann").value().stamp.revision;
  harness.restart();
  harness.advance(Millis{7'000});
  const PartyView after = harness.details(party, "bob").value();
  EXPECT_EQ(after.role, party::Role::co_host);
  EXPECT_EQ(after.stamp.revision, revision);
  EXPECT_EQ(after.stamp.playback.clip, ClipId{"clip-1"});
  EXPECT_EQ(party::position_at(after.stamp.playback, after.now), Millis{7'000});
}

TEST_F(EngineTest, CommandsInOneTurnAreToldInOneBlobPerReceiver) {
  const std::size_t before = bob.blobs();
  for (int i = 0; i < 8; ++i) harness.push(ann, R"({"type":"seek","position":)" + std::to_string(i) + "}");
  harness.settle();
  EXPECT_EQ(bob.types().size(), std::string("seek,sync").size() * 8 + 7);
  EXPECT_LE(bob.blobs() - before, 8U);
  EXPECT_EQ(bob.events().back().at("position").as_int64(), 7);
}

TEST_F(EngineTest, EveryoneSeesOneOrder) {
  harness.say(ann, R"({"type":"promote","user_id":"bob"})");
  ann.clear();
  bob.clear();
  for (int i = 0; i < 20; ++i) {
    harness.push(ann, R"({"type":"play"})", 0);
    harness.push(bob, R"({"type":"pause"})", 1);
  }
  harness.settle();
  EXPECT_EQ(ann.types(), bob.types());
  EXPECT_EQ(ann.events().size(), 80U);
}

TEST_F(EngineTest, WhatIsSubmittedDuringALongBatchIsNotForgotten) {
  Shard& shard = harness.engine().shard(0);
  bool ran = false;
  for (int i = 0; i < 600; ++i) {
    shard.submit([&, i] {
      if (i == 300) shard.submit([&] { ran = true; });
    });
  }
  harness.settle();
  EXPECT_TRUE(ran);
}

TEST_F(EngineTest, ReadingPausesWhenTooManyCommandsAreUnderWay) {
  for (int i = 0; i < 64; ++i) harness.push(ann, R"({"type":"play"})");
  EXPECT_TRUE(ann.paused());
  harness.settle();
  EXPECT_FALSE(ann.paused());
}

TEST_F(EngineTest, WhoCommandsFasterThanAShardTellsItsMembersWaitsForIt) {
  const std::size_t owner = owning_shard(party, 2);
  const std::size_t slow = 1 - owner;
  RecordingSession host;
  RecordingSession far_away;
  ASSERT_TRUE(harness.attach(host, "ann", party, owner));
  ASSERT_TRUE(harness.attach(far_away, "bob", party, slow));
  far_away.clear();
  int seconds = 0;
  while (seconds < 1'000 && !host.paused()) {
    harness.push(host, R"({"type":"seek","position":)" + std::to_string(++seconds) + "}", owner);
    harness.settle_without(slow);
  }
  EXPECT_TRUE(host.paused());
  EXPECT_GT(seconds, 256) << "a shard may be one turn behind";
  EXPECT_LE(seconds, 256 + 64 + 1) << "and have what is under way before it";
  EXPECT_EQ(far_away.types(), "");
  harness.settle();
  EXPECT_FALSE(host.paused());
  EXPECT_EQ(far_away.events().back().at("position_ms").to_number<int>(), seconds * 1'000);
}

TEST_F(EngineTest, AnExpiredTokenClosesTheConnectionUnlessRenewed) {
  RecordingSession soon;
  RecordingSession renewed;
  ASSERT_TRUE(harness.attach(soon, "bob", party, 0, harness.wall_clock().now() + Millis{10'000}));
  ASSERT_TRUE(harness.attach(renewed, "bob", party, 0, harness.wall_clock().now() + Millis{10'000}));
  harness.say(renewed, R"({"type":"authenticate","token":"bob"})");
  renewed.expect("authenticated");
  harness.advance(Millis{10'000});
  EXPECT_EQ(soon.closed(), CloseCode::token_expired);
  EXPECT_FALSE(renewed.closed());
  harness.advance(Millis{50'000});
  EXPECT_EQ(renewed.closed(), CloseCode::token_expired);
}

TEST_F(EngineTest, TokensExpireByTheTimeOfDayHoweverItWasSet) {
  RecordingSession session;
  ASSERT_TRUE(harness.attach(session, "bob", party, 0, harness.wall_clock().now() + std::chrono::hours{2}));
  harness.advance(Millis{1});
  harness.wall_clock().advance(std::chrono::hours{2});
  harness.advance(std::chrono::minutes{1});
  EXPECT_EQ(session.closed(), CloseCode::token_expired) << "the machine slept, or its clock was two hours late";

  RecordingSession longer;
  ASSERT_TRUE(harness.attach(longer, "bob", party, 0, harness.wall_clock().now() + std::chrono::minutes{1}));
  harness.wall_clock().advance(-std::chrono::hours{1});
  harness.advance(std::chrono::minutes{60});
  EXPECT_FALSE(longer.closed()) << "set back by an hour, it has that long to go";
  harness.advance(std::chrono::minutes{1});
  EXPECT_EQ(longer.closed(), CloseCode::token_expired);
}

TEST_F(EngineTest, ATokenOfAnotherUserDoesNotRenew) {
  harness.say(bob, R"({"type":"authenticate","token":"ann"})", 1);
  EXPECT_EQ(bob.expect("error").at("code").as_string(), "UNAUTHENTICATED");
  harness.say(bob, R"({"type":"authenticate","token":"bad"})", 1);
  EXPECT_EQ(bob.expect("error").at("code").as_string(), "UNAUTHENTICATED");
}

TEST_F(EngineTest, TimeSyncEchoesTheClientsClockUntouched) {
  harness.say(bob, R"({"type":"time-sync","t0":12345.625})", 1);
  const auto answer = bob.expect("time-sync");
  EXPECT_EQ(answer.at("t0").to_number<double>(), 12345.625);
  EXPECT_EQ(answer.at("t1").to_number<std::int64_t>(), to_unix_ms(harness.clock().now()));
}

TEST_F(EngineTest, ThePartyNobodyIsConnectedToEndsAfterItsTime) {
  harness.detach(ann, true, 0);
  harness.detach(bob, true, 1);
  harness.advance(Millis{86'400'000 - 120'000});
  EXPECT_EQ(harness.details(party, "ann").value().status, party::Status::active);
  harness.advance(Millis{240'000});
  harness.advance(Millis{60'000});
  EXPECT_EQ(harness.details(party, "ann").value().status, party::Status::ended);
}

TEST_F(EngineTest, CloseAllReachesEverySession) {
  bool done = false;
  harness.engine().close_all(CloseCode::service_restart, [&] { done = true; });
  harness.settle();
  EXPECT_TRUE(done);
  EXPECT_EQ(ann.closed(), CloseCode::service_restart);
  EXPECT_EQ(bob.closed(), CloseCode::service_restart);
}

}  // namespace
}  // namespace matinee::engine
