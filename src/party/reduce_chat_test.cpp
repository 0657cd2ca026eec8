// Messages after they were written: who may edit, delete and report them; and who may not write at all.
#include <gtest/gtest.h>

#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

using testing::Scene;
using namespace std::chrono_literals;

class ChatRules : public ::testing::Test {
 protected:
  ChatRules() {
    scene.connect("host");
    for (const char* user : {"ann", "bob", "cat"}) scene.enter(user);
    scene.role("cat", Role::co_host);
  }

  std::string chat(const char* user, const char* text = "hello") {
    return scene.give(user, Chat{MessageId{"m"}, text});
  }
  ChatMessage message(const char* author) const {
    ChatMessage message;
    message.id = MessageId{"m"};
    message.user = UserId{author};
    message.message = "old";
    message.at = scene.now;
    return message;
  }
  static ChatMessagePtr stored(ChatMessage message) { return std::make_shared<const ChatMessage>(std::move(message)); }
  std::string edit(const char* user, const ChatMessagePtr& original, const char* text = "new") {
    return scene.give(user, EditMessage{MessageId{"m"}, text, {}, original});
  }
  std::string remove(const char* user, const ChatMessagePtr& original) {
    return scene.give(user, DeleteMessage{MessageId{"m"}, original});
  }
  std::string report(const char* user, const ChatMessagePtr& original) {
    return scene.give(user, ReportMessage{MessageId{"m"}, "spam", original});
  }
  std::string mute(const char* user, const char* target, std::optional<Millis> duration = {}) {
    return scene.give(user, SetMute{UserId{target}, true, duration});
  }
  std::string unmute(const char* user, const char* target) { return scene.give(user, SetMute{UserId{target}, false}); }
  ChatPosted posted(const char* user, Chat command) {
    const Outcome outcome = scene.decide(user, command);
    return outcome ? std::get<ChatPosted>(outcome.value().front()) : ChatPosted{};
  }

  Scene scene;
};

TEST_F(ChatRules, AMessageCarriesWhereTheFilmIs) {
  scene.give("host", Skip{ClipId{"clip"}});
  scene.now += 90s;
  const ChatPosted said = posted("ann", {MessageId{"m"}, "hello"});
  EXPECT_EQ(said.clip, ClipId{"clip"});
  EXPECT_EQ(said.position, scene.position());
}

TEST_F(ChatRules, AViewerWhoIsBehindSaysWhereAndNobodyIsAhead) {
  scene.give("host", Skip{ClipId{"clip"}});
  scene.now += 90s;
  EXPECT_EQ(posted("ann", {MessageId{"m"}, "hello", {}, {}, 30s}).position, 30s);
  EXPECT_EQ(posted("ann", {MessageId{"m"}, "hello", {}, {}, 900s}).position, scene.position());
}

TEST_F(ChatRules, MentionsAreOfPeopleInTheParty) {
  const ChatPosted said = posted("ann", {MessageId{"m"}, "@bob", MessageId{"r"}, {UserId{"bob"}, UserId{"nobody"}}});
  EXPECT_EQ(said.mentions, std::vector{UserId{"bob"}});
  EXPECT_EQ(said.reply_to, MessageId{"r"});
}

TEST_F(ChatRules, OnlyTheAuthorEdits) {
  const auto original = stored(message("ann"));
  EXPECT_EQ(edit("ann", original), "m edited: new");
  EXPECT_EQ(edit("ann", original, "old"), "nothing");
  EXPECT_EQ(edit("bob", original), "refused: not_author");
  EXPECT_EQ(edit("host", original), "refused: not_author");
  EXPECT_EQ(edit("ann", nullptr), "refused: unknown_message");
}

TEST_F(ChatRules, AnEditKeepsEverythingElse) {
  ChatMessage original = message("ann");
  original.profile = {"Ann", "https://example.org/ann.png"};
  original.position = 7s;
  original.reply_to = MessageId{"r"};
  scene.now += 5s;
  const Outcome outcome = scene.decide("ann", EditMessage{MessageId{"m"}, "new", {UserId{"bob"}}, stored(original)});
  ChatMessage expected = original;
  expected.message = "new";
  expected.mentions = {UserId{"bob"}};
  expected.edited_at = scene.now;
  EXPECT_EQ(*std::get<MessageEdited>(outcome.value().front()).message, expected);
}

TEST_F(ChatRules, WhatWasSaidYesterdayIsNotEdited) {
  const auto original = stored(message("ann"));
  scene.now += scene.limits.message_edit_window;
  EXPECT_EQ(edit("ann", original), "m edited: new");
  scene.now += 1ms;
  EXPECT_EQ(edit("ann", original), "refused: too_old");
  EXPECT_EQ(remove("ann", original), "m deleted by ann") << "taking it away is always possible";
}

TEST_F(ChatRules, HostAndCoHostDeleteWhatOthersSaid) {
  EXPECT_EQ(remove("ann", stored(message("ann"))), "m deleted by ann");
  EXPECT_EQ(remove("bob", stored(message("ann"))), "refused: not_author");
  EXPECT_EQ(remove("cat", stored(message("ann"))), "m deleted by cat");
  EXPECT_EQ(remove("host", stored(message("cat"))), "m deleted by host");
  EXPECT_EQ(remove("cat", stored(message("host"))), "refused: not_author");
  EXPECT_EQ(remove("cat", stored(message("gone"))), "m deleted by cat") << "whoever left has no rank";
}

TEST_F(ChatRules, ATombstoneIsNeitherEditedNorDeletedAgain) {
  ChatMessage gone = message("ann");
  gone.deleted_at = scene.now;
  EXPECT_EQ(edit("ann", stored(gone)), "refused: unknown_message");
  EXPECT_EQ(remove("ann", stored(gone)), "refused: unknown_message");
  EXPECT_EQ(report("bob", stored(gone)), "refused: unknown_message");
}

TEST_F(ChatRules, ReportsAreOfWhatOthersSaid) {
  EXPECT_EQ(report("bob", stored(message("ann"))), "m reported by bob: spam");
  EXPECT_EQ(report("ann", stored(message("ann"))), "refused: own_message");
}

TEST_F(ChatRules, ChangesOfMessagesAreLimited) {
  scene.limits.message_changes = {2, 60s};
  EXPECT_EQ(report("bob", stored(message("ann"))), "m reported by bob: spam");
  EXPECT_EQ(remove("bob", stored(message("bob"))), "m deleted by bob");
  EXPECT_EQ(edit("bob", stored(message("bob"))), "refused: rate_limited for 60000ms");
  EXPECT_EQ(edit("ann", stored(message("ann"))), "m edited: new") << "each has a window of their own";
  scene.now += 60s;
  EXPECT_EQ(edit("bob", stored(message("bob"))), "m edited: new");
  EXPECT_EQ(scene.party.chat->changes.size(), 1U) << "empty windows are forgotten";
}

TEST_F(ChatRules, TheMutedSayNothingUntilTheyMayAgain) {
  EXPECT_EQ(mute("host", "ann", 30s), fmt::format("ann muted until {}", to_unix_ms(scene.now + 30s)));
  scene.now += 10s;
  EXPECT_EQ(chat("ann"), "refused: muted for 20000ms");
  EXPECT_EQ(edit("ann", stored(message("ann"))), "refused: muted for 20000ms");
  EXPECT_EQ(scene.give("ann", React{{{"+", 1}}, 0s, false}), "refused: muted for 20000ms");
  EXPECT_EQ(scene.give("ann", SetTyping{true}), "nothing");
  EXPECT_EQ(remove("ann", stored(message("ann"))), "m deleted by ann");
  EXPECT_EQ(chat("bob"), "chat m by bob: hello");
  scene.now += 20s;
  EXPECT_EQ(chat("ann"), "chat m by ann: hello");
}

TEST_F(ChatRules, AMuteWithoutAnEndIsLifted) {
  EXPECT_EQ(mute("cat", "ann"), "ann muted");
  EXPECT_EQ(mute("cat", "ann"), "nothing");
  scene.now += std::chrono::hours{1000};
  EXPECT_EQ(chat("ann"), "refused: muted");
  EXPECT_EQ(unmute("host", "ann"), "ann unmuted");
  EXPECT_EQ(unmute("host", "ann"), "nothing");
  EXPECT_EQ(chat("ann"), "chat m by ann: hello");
}

TEST_F(ChatRules, LeavingAndComingBackDoesNotUnmute) {
  mute("host", "ann");
  scene.give("ann", Leave{});
  scene.enter("ann");
  EXPECT_EQ(chat("ann"), "refused: muted");
  scene.give("ann", Leave{});
  EXPECT_EQ(unmute("host", "ann"), "ann unmuted");
  EXPECT_EQ(mute("host", "ann"), "refused: unknown_target");
}

TEST_F(ChatRules, NobodyMutesThoseAboveOrBesideThem) {
  EXPECT_EQ(mute("ann", "bob"), "refused: moderation_denied");
  EXPECT_EQ(mute("cat", "host"), "refused: outranked");
  EXPECT_EQ(mute("cat", "cat"), "refused: outranked");
  EXPECT_EQ(mute("host", "host"), "refused: outranked");
  EXPECT_EQ(mute("host", "cat"), "cat muted");
  EXPECT_EQ(mute("host", "nobody"), "refused: unknown_target");
}

TEST_F(ChatRules, WhoTypesStopsWhenMuted) {
  scene.give("ann", SetTyping{true});
  EXPECT_EQ(mute("host", "ann"), "ann muted; ann stopped typing");
}

TEST_F(ChatRules, AMutedHostMaySpeak) {
  mute("host", "ann");
  scene.role("ann", Role::host);
  EXPECT_EQ(chat("ann"), "chat m by ann: hello");
}

TEST_F(ChatRules, OnlyHostsWriteWhereTheHostSaysSo) {
  scene.give("host", ChangeSettings{{{}, {}, ChatPolicy::hosts, {}}});
  EXPECT_EQ(chat("ann"), "refused: chat_closed");
  EXPECT_EQ(chat("cat"), "chat m by cat: hello");
  EXPECT_EQ(chat("host"), "chat m by host: hello");
  EXPECT_EQ(scene.give("ann", React{{{"+", 1}}, 0s, false}), "ann reacted +x1 at 0ms");
}

TEST_F(ChatRules, SlowModeSaysWhenOneMayWriteAgain) {
  scene.give("host", ChangeSettings{{{}, {}, {}, 300s}});
  EXPECT_EQ(chat("ann"), "chat m by ann: hello");
  scene.now += 100s;
  EXPECT_EQ(chat("ann"), "refused: slow_mode for 200000ms");
  EXPECT_EQ(chat("bob"), "chat m by bob: hello");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(chat("cat"), "chat m by cat: hello") << "not for those who run the party";
  scene.now += 200s;
  EXPECT_EQ(chat("ann"), "chat m by ann: hello");
}

TEST_F(ChatRules, APartyWithoutMutesCarriesNothing) {
  EXPECT_EQ(scene.party.chat, nullptr);
  mute("host", "ann");
  unmute("host", "ann");
  EXPECT_EQ(scene.party.chat, nullptr);
}

}  // namespace
}  // namespace matinee::party
