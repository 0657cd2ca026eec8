// Effects: which wait for storage, and that apply() takes each of them whatever the state.
#include "party/effect.hpp"

#include <gtest/gtest.h>

#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

using testing::Scene;
using namespace std::chrono_literals;

struct EffectRow {
  Effect effect;
  bool durable;
};

ChatMessagePtr edited_message(const UserId& user) {
  ChatMessage message;
  message.user = user;
  message.edited_at = testing::start;
  return std::make_shared<const ChatMessage>(message);
}

/// Each effect once, about `user`.
std::vector<EffectRow> rows(const UserId& user) {
  Participant seat;
  seat.user = user;
  return {
      {PlaybackChanged{}, true},
      {LateExcused{}, false},
      {LateExpired{}, false},
      {WaitingRetold{}, false},
      {StartScheduled{{testing::start, user}, std::nullopt}, true},
      {StartCancelled{}, true},
      {ReadyCheckOpened{}, false},
      {ReadyCheckAnswered{{user, "Name"}, true}, false},
      {ReadyCheckTold{}, false},
      {SettingsChanged{}, true},
      {Seated{seat}, true},
      {ProfileChanged{user, {"New name", std::nullopt}}, true},
      {Unseated{seat}, true},
      {RoleChanged{user, Role::co_host, Role::viewer}, true},
      {KickAdded{user}, true},
      {KickLifted{user}, true},
      {InviteCodeChanged{"XYZ234"}, true},
      {InvitationCreated{}, true},
      {InvitationRemoved{}, true},
      {InvitationUsed{}, true},
      {PasswordChanged{"hash"}, true},
      {JoinRequested{user, {}}, true},
      {JoinRequestAnswered{user}, true},
      {PartyEnded{}, true},
      {ConnectionsChanged{user, +1}, false},
      {PresenceAnnounced{user, true}, false},
      {ChatPosted{MessageId{"m"}, user, "hello", testing::start}, true},
      {MessageEdited{edited_message(user)}, true},
      {MessageDeleted{MessageId{"m"}, user, {user, "Name"}, testing::start}, true},
      {MessageReported{edited_message(user), user, "spam", testing::start}, true},
      {MuteChanged{user, true, std::nullopt, std::nullopt, testing::start}, true},
      {Reacted{user, {{"+", 1}}, 0ms, false, testing::start}, false},
      {TypingChanged{user, true, testing::start}, false},
      {Reported{user, {}}, false},
      {StatusAnnounced{user, {}, testing::start}, false},
      {IgnoreWaitChanged{user, true, testing::start}, false},
      {ControlAsked{user, testing::start}, false},
      {Synced{user, testing::start}, false},
      {ClipLengthLearned{90s}, false},
      {QueueChanged{QueueAction::added, std::make_shared<const Queue>()}, true},
      {SkipVoted{user, true, testing::start}, false},
      {SkipVotesTold{}, false},
      {UserForgotten{user}, true},
  };
}

TEST(Effect, WhatIsToldAboutLastingThingsIsDurable) {
  const auto table = rows(UserId{"ann"});
  ASSERT_EQ(table.size(), std::variant_size_v<Effect>);
  for (std::size_t i = 0; i < table.size(); ++i) {
    EXPECT_EQ(table[i].effect.index(), i);
    EXPECT_EQ(is_durable(table[i].effect), table[i].durable) << testing::text_of(table[i].effect);
  }
}

/// The owner applies what was decided a moment ago; a seat that is gone by then is passed over.
TEST(Effect, AboutSomebodyGoneIsPassedOver) {
  for (const EffectRow& row : rows(UserId{"gone"})) {
    if (std::holds_alternative<Seated>(row.effect)) continue;
    Scene scene;
    apply(scene.party, row.effect, scene.limits);
    EXPECT_EQ(scene.party.roster.size(), 1U) << testing::text_of(row.effect);
    EXPECT_EQ(scene.party.connected, 0U) << testing::text_of(row.effect);
  }
}

TEST(Effect, OfPlaybackCountsTheOnlyRevision) {
  for (const EffectRow& row : rows(UserId{"host"})) {
    Scene scene;
    apply(scene.party, row.effect, scene.limits);
    EXPECT_EQ(scene.party.revision, std::holds_alternative<PlaybackChanged>(row.effect) ? 1U : 0U)
        << testing::text_of(row.effect);
    EXPECT_EQ(scene.party.epoch, 1U);
    EXPECT_EQ(scene.party.version, 0U) << "versions are the owner's business";
  }
}

TEST(Effect, TwiceTheSameStateIsTheSameState) {
  for (const Effect& effect : {Effect{KickAdded{UserId{"ann"}}}, Effect{KickLifted{UserId{"ann"}}},
                               Effect{PartyEnded{}}, Effect{PresenceAnnounced{UserId{"host"}, true}},
                               Effect{ProfileChanged{UserId{"host"}, {"New name", std::nullopt}}},
                               Effect{Synced{UserId{"host"}, testing::start}}, Effect{ClipLengthLearned{90s}}}) {
    Scene scene;
    apply(scene.party, effect, scene.limits);
    const std::string once = scene.everything();
    apply(scene.party, effect, scene.limits);
    EXPECT_EQ(scene.everything(), once) << testing::text_of(effect);
  }
}

TEST(Effect, ConnectionsCountUsers) {
  Scene scene;
  const UserId host{"host"};
  const std::vector<std::pair<int, std::size_t>> steps{{+1, 1}, {+1, 1}, {-1, 1}, {-1, 0}, {+1, 1}};
  for (const auto& [by, connected] : steps) {
    apply(scene.party, ConnectionsChanged{host, by}, scene.limits);
    EXPECT_EQ(scene.party.connected, connected);
  }
}

}  // namespace
}  // namespace matinee::party
