// Messages after they were said: commands that need what is stored, who is told, and what HTTP reads.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/two_members_test_support.hpp"

namespace matinee::engine {
namespace {

using protocol::ErrorCode;
using testing::RecordingSession;

class ChatTest : public testing::TwoMembers {
 protected:
  /// Bob says it; the id it got.
  std::string said(const std::string& text) {
    harness.say(bob, R"({"type":"chat","message":")" + text + R"("})", 1);
    const auto event = ann.expect("chat_message");
    bob.clear();
    return std::string{event.at("chat_message").at("id").as_string()};
  }
  static std::string about(const char* type, const std::string& id, const char* more = "") {
    return std::string(R"({"type":")") + type + R"(","message_id":")" + id + "\"" + more + "}";
  }
  static std::string edit(const std::string& id) { return about("edit-message", id, R"(,"message":"new")"); }

  template <class T, class Ask>
  Result<T, protocol::Refusal> ask(Ask ask) {
    std::optional<Result<T, protocol::Refusal>> answer;
    ask(harness.engine().shard(1), [&](Result<T, protocol::Refusal> result) { answer = std::move(result); });
    harness.settle();
    if (!answer) return protocol::Refusal{ErrorCode::internal, "no answer", Millis{0}};
    return *std::move(answer);
  }
  std::string texts(const char* user) {
    const auto page = ask<storage::MessagePage>(
        [&](Shard& shard, auto reply) { shard.messages(party, UserId{user}, {}, std::move(reply)); });
    if (!page) return page.error().detail;
    std::string text;
    for (const party::ChatMessage& message : page.value().messages) {
      text += (text.empty() ? "" : ", ") + (message.deleted_at ? "(deleted)" : message.message);
    }
    return text;
  }
  std::size_t reactions_of(const char* clip) {
    const auto tallies = ask<std::vector<storage::ReactionTally>>(
        [&](Shard& shard, auto reply) { shard.reactions(party, UserId{"bob"}, {ClipId{clip}}, std::move(reply)); });
    std::size_t total = 0;
    for (const storage::ReactionTally& tally : tallies.value()) total += tally.count;
    return total;
  }
};

TEST_F(ChatTest, AnEditIsToldWithTheWholeMessage) {
  const std::string id = said("old");
  harness.say(bob, edit(id), 1);
  for (RecordingSession* session : {&ann, &bob}) {
    const auto message = session->expect("message-edited").at("chat_message").as_object();
    EXPECT_EQ(message.at("id").as_string(), id);
    EXPECT_EQ(message.at("message").as_string(), "new");
    EXPECT_TRUE(message.at("edited_at").is_string());
  }
  EXPECT_EQ(texts("ann"), "new");
}

TEST_F(ChatTest, AnEditOfSomebodyElsesMessageReachesNobody) {
  const std::string id = said("old");
  harness.say(ann, edit(id));
  EXPECT_EQ(ann.expect("error").at("code").as_string(), "FORBIDDEN");
  bob.refute("message-edited");
  EXPECT_EQ(texts("ann"), "old");
}

TEST_F(ChatTest, ADeletionIsToldWithoutTheText) {
  const std::string id = said("secret");
  harness.say(ann, about("delete-message", id));
  const auto event = bob.expect("message-deleted");
  EXPECT_EQ(event.at("message_id").as_string(), id);
  EXPECT_EQ(event.at("by").at("user_id").as_string(), "ann");
  EXPECT_EQ(texts("bob"), "(deleted)");
}

TEST_F(ChatTest, WhatOneDoesToAMessageTheNextFindsDone) {
  const std::string id = said("old");
  harness.push(ann, about("delete-message", id));
  harness.push(bob, edit(id), 1);
  harness.push(ann, about("delete-message", id));
  harness.settle();
  EXPECT_EQ(bob.expect("error").at("code").as_string(), "NOT_FOUND");
  EXPECT_EQ(ann.expect("error").at("code").as_string(), "NOT_FOUND");
  ann.expect("message-deleted");
  ann.refute("message-edited");
  EXPECT_EQ(texts("bob"), "(deleted)");
}

TEST_F(ChatTest, AMessageThatIsNotThereIsNotFound) {
  harness.say(bob, edit("nothing"), 1);
  EXPECT_EQ(bob.expect("error").at("code").as_string(), "NOT_FOUND");
}

TEST_F(ChatTest, StorageThatFailsIsToldAndLaterOnesGoOn) {
  const std::string id = said("old");
  harness.database().fail_all(true);
  harness.say(bob, edit(id), 1);
  EXPECT_EQ(bob.expect("error").at("code").as_string(), "STORAGE_UNAVAILABLE");
  harness.heal_storage();
  harness.advance(Millis{10'000});
  bob.clear();
  harness.say(bob, edit(id), 1);
  bob.expect("message-edited");
}

TEST_F(ChatTest, ReportsReachThoseWhoRunTheParty) {
  harness.say(ann, R"({"type":"chat","message":"mine"})");
  const auto event = bob.expect("chat_message");
  const std::string id{event.at("chat_message").at("id").as_string()};
  ann.clear();
  harness.say(bob, about("report-message", id, R"(,"reason":"spoils it")"), 1);
  const auto reported = ann.expect("message-reported");
  EXPECT_EQ(reported.at("reason").as_string(), "spoils it");
  EXPECT_EQ(reported.at("chat_message").at("message").as_string(), "mine");
  EXPECT_FALSE(reported.contains("by")) << "who reported is nobody's business";
  bob.refute("message-reported");
  const auto list = [&](const char* user) {
    return ask<std::vector<storage::MessageReport>>(
        [&](Shard& shard, auto reply) { shard.message_reports(party, UserId{user}, std::move(reply)); });
  };
  EXPECT_EQ(list("ann").value().size(), 1U);
  EXPECT_EQ(list("bob").error().code, ErrorCode::unauthorized_command);
}

TEST_F(ChatTest, WhoComesDuringAMuteIsToldWhenItEnds) {
  harness.say(ann, R"({"type":"mute","user_id":"bob","duration_ms":60000})");
  const std::int64_t until = bob.expect("mute-changed").at("until_ms").as_int64();
  bob.clear();
  harness.say(bob, R"({"type":"sync-request"})", 1);
  const auto participants = bob.expect("sync").at("participants").as_array();
  EXPECT_EQ(participants.back().at("muted_until_ms").as_int64(), until);
  EXPECT_FALSE(participants.front().as_object().contains("muted_until_ms"));
  harness.advance(Millis{60'000});
  bob.clear();
  harness.say(bob, R"({"type":"sync-request"})", 1);
  EXPECT_FALSE(bob.expect("sync").at("participants").as_array().back().at("muted").as_bool());
}

TEST_F(ChatTest, AMuteIsToldAndOutlivesTheServer) {
  harness.say(ann, R"({"type":"mute","user_id":"bob"})");
  EXPECT_TRUE(bob.expect("mute-changed").at("muted").as_bool());
  harness.say(bob, R"({"type":"chat","message":"hello"})", 1);
  EXPECT_EQ(bob.expect("error").at("code").as_string(), "MUTED");
  ann.refute("chat_message");
  EXPECT_TRUE(harness.participants(party, "ann").back().muted);
  EXPECT_EQ(harness.participants(party, "ann").back().muted_until, std::nullopt);
  harness.restart();
  EXPECT_EQ(harness.command(party, "bob", party::Chat{MessageId{"m"}, "hello"}).error().code, ErrorCode::muted);
  EXPECT_TRUE(harness.command(party, "ann", party::SetMute{UserId{"bob"}, false}));
  EXPECT_TRUE(harness.command(party, "bob", party::Chat{MessageId{"m"}, "hello"}));
}

TEST_F(ChatTest, APostIsToldLikeTheSocketsAndAnsweredWithTheMessage) {
  party::Chat chat;
  chat.message = "over HTTP";
  const auto posted = ask<party::ChatMessage>(
      [&](Shard& shard, auto reply) { shard.post_message(party, UserId{"bob"}, chat, std::move(reply)); });
  ASSERT_TRUE(posted);
  EXPECT_EQ(posted.value().message, "over HTTP");
  EXPECT_EQ(ann.expect("chat_message").at("chat_message").at("id").as_string(), posted.value().id.str());
}

TEST_F(ChatTest, TheLimitIsOneForHttpAndSockets) {
  for (int i = 0; i < 5; ++i) said("hello");
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(harness.command(party, "bob", party::Chat{MessageId{"m" + std::to_string(i)}, "hello"}));
  }
  EXPECT_EQ(harness.command(party, "bob", party::Chat{MessageId{"m"}, "hello"}).error().code, ErrorCode::rate_limited);
  harness.say(bob, R"({"type":"chat","message":"hello"})", 1);
  EXPECT_EQ(bob.expect("error").at("code").as_string(), "RATE_LIMITED");
}

TEST_F(ChatTest, WhatWasSaidIsForThoseWithASeatAlsoAfterTheEnd) {
  said("hello");
  EXPECT_EQ(texts("eve"), "you are not a participant of this party; join it first");
  ASSERT_TRUE(harness.command(party, "ann", party::End{}));
  EXPECT_EQ(texts("bob"), "hello");
  EXPECT_EQ(harness.command(party, "bob", party::DeleteMessage{MessageId{"m"}}).error().code, ErrorCode::party_ended);
}

TEST_F(ChatTest, ReactionsAreKeptAlongTheFilm) {
  harness.say(bob, R"({"type":"reaction","emoji":"🔥"})", 1);
  harness.say(ann, R"({"type":"skip","clip_id":"film"})");
  harness.advance(Millis{20'000});
  harness.say(bob, R"({"type":"reactions","reactions":[{"emoji":"🔥","count":3}],"video_timestamp":7})", 1);
  harness.say(bob, R"({"type":"reaction","emoji":"🔥","video_timestamp":900000})", 1);
  EXPECT_EQ(reactions_of("film"), 0U) << "stored in sums, a little later";
  harness.advance(Millis{5'000});
  const auto tallies = ask<std::vector<storage::ReactionTally>>(
      [&](Shard& shard, auto reply) { shard.reactions(party, UserId{"bob"}, {ClipId{"film"}}, std::move(reply)); });
  ASSERT_EQ(tallies.value().size(), 2U);
  EXPECT_EQ(tallies.value()[0].bucket, 1U);
  EXPECT_EQ(tallies.value()[0].count, 3U);
  EXPECT_LE(tallies.value()[1].bucket, 4U) << "nobody reacts to what the party has not seen";
}

TEST_F(ChatTest, ReactionsAreStoredBeforeAPartyLeavesMemory) {
  harness.say(ann, R"({"type":"skip","clip_id":"film"})");
  harness.advance(Millis{2'000});
  harness.say(bob, R"({"type":"reaction","emoji":"🔥"})", 1);
  ASSERT_TRUE(harness.command(party, "ann", party::End{}));
  harness.detach(ann, true, 0);
  harness.detach(bob, true, 1);
  harness.advance(Millis{5'000});
  EXPECT_EQ(reactions_of("film"), 1U);
}

}  // namespace
}  // namespace matinee::engine
