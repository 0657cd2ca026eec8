// The queue as people use it, and what it does by itself.
#include <gtest/gtest.h>

#include <random>

#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

using testing::Scene;
using testing::text_of;
using namespace std::chrono_literals;

/// Host, Ann (viewer) and Bob (viewer) are connected; "film" plays, ten minutes long.
class QueueTest : public ::testing::Test {
 protected:
  QueueTest() {
    scene.connect("host");
    for (const char* user : {"ann", "bob"}) scene.enter(user);
    scene.give("host", Skip{ClipId{"film"}});
    scene.give("", LearnClipLength{ClipId{"film"}, 10min});
  }

  static QueueItem item(const std::string& name, std::optional<Millis> length = 5min) {
    return {QueueItemId{"#" + name}, ClipId{name}, "Title of " + name, length, {}};
  }
  static std::optional<QueueItemId> id(const char* name) {
    return name == nullptr ? std::nullopt : std::optional{QueueItemId{std::string{"#"} + name}};
  }
  static ChangeQueue add(std::initializer_list<const char*> names, const char* before = nullptr) {
    AddToQueue request;
    for (const char* name : names) request.items.push_back(item(name));
    request.before = id(before);
    return {request};
  }
  static ChangeQueue move(const char* name, const char* before = nullptr) {
    return {MoveQueued{*id(name), id(before)}};
  }
  static ChangeQueue remove(const char* name) { return {RemoveQueued{*id(name)}}; }
  static ChangeQueue play(const char* name = nullptr) { return {PlayQueued{id(name)}}; }
  static ChangeQueue loop(Loop loop) { return {SetLoop{loop}}; }
  std::string queue() const { return text_of(queue_of(scene.party)); }
  std::string plays() const { return scene.party.playback.clip->str(); }
  void let_everyone() {
    SettingsPatch patch;
    patch.queue_by = QueuePolicy::everyone;
    scene.give("host", ChangeSettings{patch});
  }

  Scene scene;
};

TEST_F(QueueTest, ItemsAreAddedAtTheEndOrBeforeAnother) {
  EXPECT_EQ(scene.give("host", add({"a", "b"})), "queue added: - | a b");
  EXPECT_EQ(scene.give("host", add({"c"}, "b")), "queue added: - | a c b");
  EXPECT_EQ(queue_of(scene.party).revision, 2U);
  EXPECT_EQ(queue_of(scene.party).entries[0].item->added_by, (Person{UserId{"host"}, "Name of host"}));
  EXPECT_EQ(scene.give("host", add({"d"}, "gone")), "refused: no_such_item");
}

TEST_F(QueueTest, ItemsAreMovedAndRemoved) {
  scene.give("host", add({"a", "b", "c"}));
  EXPECT_EQ(scene.give("host", move("c", "a")), "queue moved: - | c a b");
  EXPECT_EQ(scene.give("host", move("c")), "queue moved: - | a b c");
  EXPECT_EQ(scene.give("host", move("b", "c")), "nothing") << "it is there already";
  EXPECT_EQ(scene.give("host", move("b", "b")), "nothing");
  EXPECT_EQ(scene.give("host", move("gone")), "refused: no_such_item");
  EXPECT_EQ(scene.give("host", remove("b")), "queue removed: - | a c");
  EXPECT_EQ(scene.give("host", remove("b")), "refused: no_such_item");
  EXPECT_EQ(scene.give("host", ChangeQueue{ClearQueue{}}), "queue cleared: - |");
  EXPECT_EQ(scene.give("host", ChangeQueue{ClearQueue{}}), "nothing");
}

TEST_F(QueueTest, ViewersMayWhereThePartyLetsThem) {
  EXPECT_EQ(scene.give("ann", add({"a"})), "refused: queue_denied");
  let_everyone();
  EXPECT_EQ(scene.give("ann", add({"a"})), "queue added: - | a");
  EXPECT_EQ(scene.give("bob", play("a")), "skip: a of 300000ms playing at 0ms rate 1; queue played: a |");
  EXPECT_EQ(scene.give("bob", Pause{}), "refused: playback_denied") << "the film is the hosts' all the same";
}

TEST_F(QueueTest, HasRoomForSoManyAndNoMore) {
  AddToQueue many;
  for (std::size_t i = 0; i < most_queued; ++i) many.items.push_back(item(std::to_string(i)));
  ASSERT_EQ(scene.give("host", ChangeQueue{many}).substr(0, 11), "queue added");
  EXPECT_EQ(scene.give("host", add({"one more"})), "refused: queue_full");
  scene.give("host", remove("7"));
  EXPECT_EQ(scene.give("host", add({"one more"})).substr(0, 11), "queue added");
}

TEST_F(QueueTest, ChangesOfOneUserAreLimited) {
  scene.limits.queue_changes = {2, 60s};
  scene.give("host", add({"a"}));
  scene.now += 10s;
  scene.give("host", add({"b"}));
  EXPECT_EQ(scene.give("host", add({"c"})), "refused: rate_limited for 50000ms");
  let_everyone();
  EXPECT_EQ(scene.give("ann", add({"c"})), "queue added: - | a b c") << "others have a window of their own";
  scene.now += 50s;
  EXPECT_EQ(scene.give("host", remove("c")), "queue removed: - | a b");
}

TEST_F(QueueTest, TheNextClipFollowsAtTheEndOfTheOneBefore) {
  scene.give("host", add({"a", "b"}));
  EXPECT_EQ(scene.wait(10min - 1s), "");
  EXPECT_EQ(scene.wait(1s), "+1000ms: skip: a of 300000ms playing at 0ms rate 1; queue advanced: a | b");
  EXPECT_EQ(scene.wait(5min), "+300000ms: skip: b of 300000ms playing at 0ms rate 1; queue advanced: b |");
  EXPECT_EQ(scene.wait(1h), "") << "nothing follows";
  EXPECT_EQ(queue(), "b |");
}

TEST_F(QueueTest, TheEndIsReckonedWithRatePausesAndSeeks) {
  scene.give("host", add({"a"}));
  scene.give("host", SetRate{2.0});
  scene.wait(1min);
  scene.give("host", Pause{});
  EXPECT_EQ(scene.wait(1h), "") << "what stands does not end";
  scene.give("host", Play{});
  scene.give("host", Seek{9min, true});
  EXPECT_NE(scene.wait(31s), "");
  EXPECT_EQ(plays(), "a");
  EXPECT_EQ(scene.party.playback.rate, 2.0);
}

TEST_F(QueueTest, NothingGoesOnWhileNobodyIsThere) {
  scene.give("host", add({"a", "b", "c"}));
  for (const char* user : {"host", "ann", "bob"}) scene.give(user, Disconnect{true});
  EXPECT_EQ(scene.wait(3h), "");
  scene.connect("ann");
  EXPECT_EQ(scene.review(), "skip: a of 300000ms playing at 0ms rate 1; queue advanced: a | b c") << "one, not all";
}

TEST_F(QueueTest, AClipWhoseLengthNobodyKnowsDoesNotEnd) {
  scene.give("host", Skip{ClipId{"stream"}});
  scene.give("host", add({"a"}));
  EXPECT_EQ(scene.wait(24h), "");
  EXPECT_EQ(scene.give("host", play()), "skip: a of 300000ms playing at 0ms rate 1; queue played: a |");
}

TEST_F(QueueTest, WhatIsAddedAfterTheEndPlaysAtOnce) {
  scene.wait(20min);
  scene.give("host", add({"a"}));
  EXPECT_EQ(scene.review(), "skip: a of 300000ms playing at 0ms rate 1; queue advanced: a |");
}

TEST_F(QueueTest, WhereNothingWasChosenTheFirstIsLoadedAndStands) {
  Scene fresh;
  fresh.connect("host");
  EXPECT_EQ(fresh.give("host", add({"a", "b"})), "skip: a of 300000ms paused at 0ms rate 1; queue added: a | b");
  EXPECT_EQ(fresh.wait(1h), "");
  fresh.give("host", Play{});
  EXPECT_NE(fresh.wait(6min), "");
  EXPECT_EQ(text_of(queue_of(fresh.party)), "b |");
}

TEST_F(QueueTest, LoopsOfOneAndOfAll) {
  scene.give("host", add({"a", "b"}));
  scene.give("host", play());
  EXPECT_EQ(scene.give("host", loop(Loop::one)), "queue loop: a | b loop one");
  EXPECT_EQ(scene.wait(5min), "+300000ms: skip: a of 300000ms playing at 0ms rate 1")
      << "again, and no news of the queue";
  scene.give("host", loop(Loop::all));
  scene.wait(5min);
  EXPECT_EQ(queue(), "b | a loop all");
  scene.wait(5min);
  EXPECT_EQ(queue(), "a | b loop all");
  EXPECT_EQ(scene.give("host", play()), "skip: b of 300000ms playing at 0ms rate 1; queue played: b | a loop all");
}

TEST_F(QueueTest, SomethingFromElsewhereLeavesTheQueueAsItIs) {
  scene.give("host", add({"a", "b"}));
  scene.give("host", play());
  EXPECT_EQ(scene.give("host", Skip{ClipId{"other"}}), "skip: other playing at 0ms rate 1; queue left: - | b");
  EXPECT_EQ(scene.give("host", Skip{ClipId{"third"}}), "skip: third playing at 0ms rate 1") << "nothing left to leave";
}

TEST_F(QueueTest, UndoPutsWhatWasPlayedBackInFront) {
  scene.give("host", add({"a", "b"}));
  scene.wait(1min);
  scene.give("host", play("b"));
  EXPECT_EQ(queue(), "b | a");
  scene.give("host", Undo{});
  EXPECT_EQ(plays(), "film");
  EXPECT_EQ(queue(), "- | b a");
}

TEST_F(QueueTest, UndoOfASeekIsNoneOfTheQueuesBusiness) {
  scene.give("host", add({"a"}));
  scene.give("host", play());
  scene.give("host", Seek{1min});
  scene.give("host", Undo{});
  EXPECT_EQ(queue(), "a |");
}

TEST_F(QueueTest, WhatTheQueueDidByItselfIsNotUndone) {
  scene.give("host", add({"a"}));
  scene.wait(11min);
  ASSERT_EQ(plays(), "a");
  EXPECT_EQ(scene.give("host", Undo{}), "refused: nothing_to_undo");
}

TEST_F(QueueTest, TheNextClipWaitsForThoseWhoAreNotReady) {
  SettingsPatch patch;
  patch.waiting = WaitingPolicy::everyone;
  scene.give("host", ChangeSettings{patch});
  scene.give("host", add({"a"}));
  scene.wait(10min - 1s);
  PlayerReport report;
  report.sampled_at = scene.now;
  report.playing = true;
  scene.give("ann", Report{report});
  const std::string done = scene.wait(1s);
  EXPECT_NE(done.find("skip: a of 300000ms holding at 0ms"), std::string::npos) << done;
}

TEST_F(QueueTest, AVoteOfHalfSkips) {
  scene.give("host", add({"a"}));
  EXPECT_EQ(scene.give("ann", VoteSkip{true}), "ann votes to skip");
  EXPECT_EQ(scene.review(), "skip votes 1/2");
  EXPECT_EQ(scene.give("ann", VoteSkip{true}), "nothing") << "one user, one vote";
  scene.give("bob", VoteSkip{true});
  EXPECT_EQ(scene.review(), "skip: a of 300000ms playing at 0ms rate 1; queue voted: a |");
  EXPECT_EQ(scene.party.skip_votes, std::nullopt);
}

TEST_F(QueueTest, VotesCountWhileTheVoterIsThere) {
  scene.give("host", add({"a"}));
  scene.give("ann", VoteSkip{true});
  scene.give("ann", Disconnect{true});
  scene.now += 1s;
  EXPECT_EQ(scene.review(), "skip votes 0/1");
  EXPECT_EQ(scene.give("ann", VoteSkip{true}), "nothing") << "over HTTP, say; she is not connected";
}

TEST_F(QueueTest, WhoLeavesMayMakeAVoteCarry) {
  scene.give("host", add({"a"}));
  scene.give("ann", VoteSkip{true});
  scene.review();
  scene.give("bob", Leave{});
  EXPECT_EQ(scene.review(), "skip: a of 300000ms playing at 0ms rate 1; queue voted: a |");
}

TEST_F(QueueTest, AVoteCanBeTakenBackAndIsToldSparingly) {
  scene.give("host", add({"a"}));
  scene.give("ann", VoteSkip{true});
  EXPECT_EQ(scene.review(), "skip votes 1/2");
  scene.give("ann", VoteSkip{false});
  EXPECT_EQ(scene.review(), "") << "not at once again";
  EXPECT_EQ(scene.wait(1s), "+250ms: skip votes 0/2");
}

TEST_F(QueueTest, WhereTheHostAloneControlsNobodyElseChoosesWhatPlays) {
  let_everyone();
  scene.give("host", add({"a", "b"}));
  SettingsPatch patch;
  patch.control_by = ControlPolicy::host;
  scene.give("host", ChangeSettings{patch});
  scene.role("ann", Role::co_host);
  for (const char* user : {"ann", "bob"}) {
    EXPECT_EQ(scene.give(user, play()), "refused: play_denied");
    EXPECT_EQ(scene.give(user, play("b")), "refused: play_denied");
  }
  EXPECT_EQ(scene.give("bob", move("b", "a")), "queue moved: - | b a") << "the order is everyone's";
  EXPECT_EQ(scene.give("host", play("b")), "skip: b of 300000ms playing at 0ms rate 1; queue played: b | a");
}

TEST_F(QueueTest, VotesOfOneUserAreLimited) {
  scene.limits.queue_changes = {2, 60s};
  scene.give("host", add({"a"}));
  scene.give("ann", VoteSkip{true});
  scene.give("ann", VoteSkip{false});
  EXPECT_EQ(scene.give("ann", VoteSkip{true}), "refused: rate_limited for 60000ms");
}

TEST_F(QueueTest, VotesNeedSomethingToSkipToAndAPartyThatHasThem) {
  EXPECT_EQ(scene.give("ann", VoteSkip{true}), "refused: nothing_queued");
  scene.give("host", add({"a"}));
  SettingsPatch patch;
  patch.vote_skip_percent = 0;
  scene.give("host", ChangeSettings{patch});
  EXPECT_EQ(scene.give("ann", VoteSkip{true}), "refused: votes_off");
}

TEST_F(QueueTest, ANewClipForgetsTheVotes) {
  scene.give("host", add({"a", "b"}));
  scene.give("ann", VoteSkip{true});
  scene.give("host", play());
  EXPECT_EQ(scene.party.skip_votes, std::nullopt);
  scene.give("ann", VoteSkip{true});
  scene.give("host", Seek{1min});
  EXPECT_NE(scene.party.skip_votes, std::nullopt) << "a seek is the same clip";
}

/// What clients do with what they are told gives the queue that the server has, whatever happens.
TEST_F(QueueTest, WhatIsToldLeadsToTheSameQueue) {
  std::mt19937 random(11);
  std::vector<std::string> told;
  const auto follow = [&](const Effect& effect) {
    const auto* changed = std::get_if<QueueChanged>(&effect);
    if (changed == nullptr) return;
    for (const QueueItemId& gone : changed->removed) std::erase(told, gone.str());
    const auto place = changed->before ? std::find(told.begin(), told.end(), changed->before->str()) : told.end();
    std::vector<std::string> placed;
    for (const QueueItemPtr& one : changed->placed) placed.push_back(one->id.str());
    told.insert(place, placed.begin(), placed.end());
    if (changed->action != QueueAction::shuffled) return;
    told.clear();
    for (const QueueEntry& entry : changed->queue->entries) told.push_back(entry.item->id.str());
  };
  scene.limits.queue_changes = {1'000'000, 60s};
  int names = 0;
  for (int step = 0; step < 3'000; ++step) {
    const auto& entries = queue_of(scene.party).entries;
    const auto any = [&] {
      return entries.empty() ? QueueItemId{"none"} : entries[random() % entries.size()].item->id;
    };
    const auto place = [&] { return random() % 3 == 0 ? std::nullopt : std::optional{any()}; };
    Command command;
    switch (random() % 9) {
      case 0:
      case 1:
      case 2:
        command = ChangeQueue{AddToQueue{{item(std::to_string(names++)), item(std::to_string(names++))}, place()}};
        break;
      case 3:
        command = ChangeQueue{MoveQueued{any(), place()}};
        break;
      case 4:
        command = ChangeQueue{RemoveQueued{any()}};
        break;
      case 5:
        command = ChangeQueue{PlayQueued{place()}};
        break;
      case 6:
        command = ChangeQueue{SetLoop{static_cast<Loop>(random() % 3)}};
        break;
      case 7:
        command = random() % 2 == 0 ? Command{Skip{ClipId{"elsewhere"}}} : Command{Undo{}};
        break;
      default:
        command = ChangeQueue{ShuffleQueue{random()}};
        break;
    }
    scene.now += Millis{random() % 60'000};
    const auto carry_out = [&](std::string_view user, const Command& given) {
      const Outcome outcome = scene.decide(user, given);
      if (!outcome) return;
      for (const Effect& effect : outcome.value()) {
        apply(scene.party, effect, scene.limits);
        follow(effect);
      }
    };
    carry_out("host", command);
    carry_out("", Review{});
    std::vector<std::string> actual;
    for (const QueueEntry& entry : queue_of(scene.party).entries) actual.push_back(entry.item->id.str());
    ASSERT_EQ(told, actual) << "after step " << step << ": " << text_of(command);
    ASSERT_LE(actual.size(), most_queued);
  }
}

}  // namespace
}  // namespace matinee::party
