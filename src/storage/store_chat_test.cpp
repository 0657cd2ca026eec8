// The contract of every Store: what was said, who is silent, what was reported, and reactions in sums.
#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class StoreChat : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    ASSERT_EQ(commit_one(store(), CreateParty{token_of("host"), party_of("p1", "ABC234")}), "ok");
  }

  std::string write(std::vector<PartyWrite> writes) {
    return commit_one(store(), change_of("p1", version_++, std::move(writes)));
  }
  static AppendChat saying(const std::string& id, const std::string& text = "Hi", ServerTime at = noon) {
    return AppendChat{MessageId(id), UserId("host"), text, Millis{1'500}, at};
  }
  void say(const std::string& id, ServerTime at = noon) { ASSERT_EQ(write({saying(id, "Hi", at)}), "ok"); }

  std::optional<party::ChatMessage> message(const std::string& id) {
    return store().load_message(PartyId("p1"), MessageId(id)).value();
  }
  /// "a b c +": the ids of a page, and whether there are more.
  std::string page(MessageQuery query) {
    const auto found = store().load_messages(PartyId("p1"), query).value();
    if (!found) return "unknown";
    std::string text;
    for (const party::ChatMessage& said : found->messages) text += (text.empty() ? "" : " ") + said.id.str();
    return text + (found->more ? " +" : "");
  }
  std::string reactions(const std::string& clip, std::size_t from = 0, std::size_t limit = 100) {
    std::string text;
    const std::vector<ReactionTally> tallies =
        store().load_reactions(PartyId("p1"), {ClipId(clip), from, limit}).value();
    for (const ReactionTally& tally : tallies) {
      text += (text.empty() ? "" : " ") + std::to_string(tally.bucket) + tally.emoji + std::to_string(tally.count);
    }
    return text;
  }
  std::string react(std::vector<ReactionTally> tallies, const std::string& party = "p1") {
    return commit_one(store(), AddReactions{PartyId(party), std::move(tallies)});
  }

  std::uint64_t version_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, StoreChat, every_backend(), backend_name);

TEST_P(StoreChat, AMessageIsFoundAgainWhole) {
  AppendChat said = saying("m1", "What a film! 🎬");
  said.clip = ClipId("film");
  said.reply_to = MessageId("m0");
  said.mentions = {UserId("bob"), UserId("\"eve\"")};
  ASSERT_EQ(write({said}), "ok");
  reopen();
  party::ChatMessage expected;
  expected.id = MessageId("m1");
  expected.user = UserId("host");
  expected.profile = {"Alice", "https://example.com/alice.png"};
  expected.message = "What a film! 🎬";
  expected.at = noon;
  expected.clip = ClipId("film");
  expected.position = Millis{1'500};
  expected.reply_to = MessageId("m0");
  expected.mentions = {UserId("bob"), UserId("\"eve\"")};
  EXPECT_EQ(message("m1"), expected);
  EXPECT_EQ(message("m2"), std::nullopt);
  EXPECT_EQ(store().load_message(PartyId("other"), MessageId("m1")).value(), std::nullopt);
}

TEST_P(StoreChat, PagesGoBothWaysInTheOrderOfSaying) {
  // All at one moment, and one whose clock was set back: the order is that of saying.
  for (const char* id : {"e", "d", "c", "b"}) say(id);
  say("a", noon - Millis{60'000});
  EXPECT_EQ(page({.limit = 10}), "e d c b a");
  EXPECT_EQ(page({.limit = 5}), "e d c b a");
  EXPECT_EQ(page({.limit = 2}), "b a +");
  EXPECT_EQ(page({.before = MessageId("b"), .limit = 2}), "d c +");
  EXPECT_EQ(page({.before = MessageId("d"), .limit = 2}), "e");
  EXPECT_EQ(page({.before = MessageId("e"), .limit = 2}), "");
  EXPECT_EQ(page({.after = MessageId("e"), .limit = 2}), "d c +");
  EXPECT_EQ(page({.after = MessageId("c"), .limit = 2}), "b a");
  EXPECT_EQ(page({.after = MessageId("a"), .limit = 2}), "");
  EXPECT_EQ(page({.after = MessageId("nothing")}), "unknown");
  EXPECT_EQ(page({.before = MessageId("nothing")}), "unknown");
}

TEST_P(StoreChat, AnEditChangesTheTextAndSaysWhen) {
  say("m1");
  ASSERT_EQ(write({EditChat{MessageId("m1"), "Ho", {UserId("bob")}, noon + Millis{5}}}), "ok");
  ASSERT_EQ(write({EditChat{MessageId("nothing"), "Ho", {}, noon}}), "ok");
  reopen();
  EXPECT_EQ(message("m1")->message, "Ho");
  EXPECT_EQ(message("m1")->mentions, std::vector{UserId("bob")});
  EXPECT_EQ(message("m1")->edited_at, noon + Millis{5});
}

TEST_P(StoreChat, ADeletionLeavesATombstoneInItsPlace) {
  for (const char* id : {"a", "b", "c"}) say(id);
  ASSERT_EQ(write({DeleteChat{MessageId("b"), UserId("host"), noon + Millis{5}}}), "ok");
  ASSERT_EQ(write({EditChat{MessageId("b"), "Again", {}, noon + Millis{6}}}), "ok");
  reopen();
  EXPECT_EQ(message("b")->message, "");
  EXPECT_EQ(message("b")->deleted_at, noon + Millis{5});
  EXPECT_EQ(message("b")->edited_at, std::nullopt);
  EXPECT_EQ(page({}), "a b c");
  EXPECT_EQ(page({.after = MessageId("b")}), "c");
}

TEST_P(StoreChat, SaidEditedAndDeletedInOneCommit) {
  EXPECT_THAT(commit(store(), {change_of("p1", 0, {saying("a"), saying("b")}),
                               change_of("p1", 1, {EditChat{MessageId("a"), "Ho", {}, noon}}),
                               change_of("p1", 2, {DeleteChat{MessageId("b"), UserId("host"), noon}})}),
              ElementsAre("ok", "ok", "ok"));
  EXPECT_EQ(message("a")->message, "Ho");
  EXPECT_TRUE(message("b")->deleted_at.has_value());
}

TEST_P(StoreChat, MutesComeBackWithTheParty) {
  EXPECT_EQ(loaded(store(), "p1").chat, nullptr);
  ASSERT_EQ(write({PutMute{UserId("bob"), noon + Millis{60'000}}, PutMute{UserId("eve"), std::nullopt}}), "ok");
  reopen();
  const party::Party muted = loaded(store(), "p1");
  ASSERT_NE(muted.chat, nullptr);
  EXPECT_EQ(muted.chat->mutes.size(), 2U);
  EXPECT_EQ(muted.chat->mutes.at(UserId("bob")), noon + Millis{60'000});
  EXPECT_EQ(muted.chat->mutes.at(UserId("eve")), std::nullopt);
  ASSERT_EQ(write({RemoveMute{UserId("bob")}, PutMute{UserId("eve"), noon}, RemoveMute{UserId("eve")}}), "ok");
  EXPECT_EQ(loaded(store(), "p1").chat, nullptr);
}

TEST_P(StoreChat, ReportsKeepWhatWasReported) {
  say("a");
  say("b");
  const auto report = [](const char* message, const char* by, Millis after) {
    return AppendReport{MessageId(message), UserId(by), "spam", "Hi", noon + after};
  };
  ASSERT_EQ(write({report("a", "bob", Millis{1}), report("b", "bob", Millis{2})}), "ok");
  ASSERT_EQ(write({report("a", "bob", Millis{9}), report("a", "eve", Millis{3})}), "ok");
  ASSERT_EQ(write({DeleteChat{MessageId("a"), UserId("host"), noon}}), "ok");
  reopen();
  const auto reports = store().load_reports(PartyId("p1"), 10).value();
  ASSERT_EQ(reports.size(), 3U) << "a second report by the same user changes nothing";
  EXPECT_EQ(reports[0].message.id, MessageId("a"));
  EXPECT_EQ(reports[0].at, noon + Millis{3});
  EXPECT_EQ(reports[0].message.message, "");
  EXPECT_EQ(reports[0].text, "Hi");
  EXPECT_EQ(reports[1].message.id, MessageId("b"));
  EXPECT_EQ(store().load_reports(PartyId("p1"), 1).value().size(), 1U);
}

TEST_P(StoreChat, ReactionsAddUp) {
  ASSERT_EQ(react({{ClipId("film"), 3, "🔥", 2}, {ClipId("film"), 0, "👏", 1}, {ClipId("other"), 3, "🔥", 9}}), "ok");
  ASSERT_EQ(react({{ClipId("film"), 3, "🔥", 5}, {ClipId("film"), 3, "👏", 1}}), "ok");
  ASSERT_EQ(react({{ClipId("film"), 3, "🔥", 5}}, "nowhere"), "ok");
  reopen();
  EXPECT_EQ(reactions("film"), "0👏1 3🔥7 3👏1");
  EXPECT_EQ(reactions("film", 1), "3🔥7 3👏1");
  EXPECT_EQ(reactions("film", 0, 2), "0👏1 3🔥7");
  EXPECT_EQ(reactions("nothing"), "");
}

TEST_P(StoreChat, ReactionsOfOneCommitAddUpToo) {
  const AddReactions one{PartyId("p1"), {{ClipId("film"), 3, "🔥", 2}}};
  EXPECT_THAT(commit(store(), {one, one, NoteEmptySince{PartyId("p1"), noon}, one}),
              ElementsAre("ok", "ok", "ok", "ok"));
  EXPECT_EQ(reactions("film"), "3🔥6");
}

TEST_P(StoreChat, OneStretchKeepsABoundedNumberOfEmoji) {
  for (std::size_t i = 0; i < max_emoji_in_bucket + 5; ++i) {
    ASSERT_EQ(react({{ClipId("film"), 3, "e" + std::to_string(i), 1}}), "ok");
  }
  EXPECT_EQ(store().load_reactions(PartyId("p1"), {ClipId("film")}).value().size(), max_emoji_in_bucket);
  ASSERT_EQ(react({{ClipId("film"), 3, "e0", 1}, {ClipId("film"), 4, "e99", 1}}), "ok");
  EXPECT_EQ(reactions("film").substr(0, 4), "3e02") << "a known one still counts";
}

TEST_P(StoreChat, SettingsOfTheChatComeBack) {
  party::Settings settings;
  settings.chat = party::ChatPolicy::hosts;
  settings.slow_mode = Millis{30'000};
  ASSERT_EQ(write({PutSettings{settings}}), "ok");
  reopen();
  EXPECT_EQ(loaded(store(), "p1").settings, settings);
}

TEST_P(StoreChat, SlowModeRemembersBeyondTheRateWindow) {
  party::Settings settings;
  settings.slow_mode = Millis{600'000};
  ASSERT_EQ(write({PutSettings{settings}, saying("a")}), "ok");
  const ServerTime later = noon + Millis{500'000};
  EXPECT_EQ(loaded(store(), "p1", later).roster.at(UserId("host")).chats.latest(), noon);
}

}  // namespace
}  // namespace matinee::storage
