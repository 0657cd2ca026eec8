// GroupCommitter: order, exactly one answer each, what it does while the database fails. No test sleeps: the store is a
// gate the test opens, or the test waits for the answer it expects.
#include "storage/group_committer.hpp"

#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>

#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

using testing::ElementsAre;

constexpr std::chrono::seconds patience{20};

/// Answers in the order in which they came, from any thread.
class Answers {
 public:
  Completion expect(int number) {
    return [this, number](StoreResult<void> result) {
      const std::lock_guard lock(mutex_);
      answers_.emplace_back(number, outcome_of(result));
      changed_.notify_all();
    };
  }

  /// The first `count` answers; fails the test if they don't come.
  std::vector<std::pair<int, std::string>> first(std::size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, patience, [&] { return answers_.size() >= count; }))
        << answers_.size() << " of " << count << " answers came";
    return answers_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::pair<int, std::string>> answers_;
};

/// Health changes as the committer tells them.
class Health {
 public:
  void operator()(bool up) {
    const std::lock_guard lock(mutex_);
    changes_.push_back(up);
    changed_.notify_all();
  }
  std::vector<bool> first(std::size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, patience, [&] { return changes_.size() >= count; }));
    return changes_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<bool> changes_;
};

/// A memory store whose commits, and if told so its probes, wait until the test lets them through.
class GatedStore final : public Store {
 public:
  struct Gate {
    std::mutex mutex;
    std::condition_variable changed;
    bool open = false;
    std::vector<std::size_t> batches;  ///< sizes, in order; a batch is entered before it waits
    bool holds_probes = false;
    std::size_t probes = 0;  ///< counted before they wait

    void wait_for_batches(std::size_t count) {
      std::unique_lock lock(mutex);
      EXPECT_TRUE(changed.wait_for(lock, patience, [&] { return batches.size() >= count; }));
    }
    void wait_for_probe() {
      std::unique_lock lock(mutex);
      EXPECT_TRUE(changed.wait_for(lock, patience, [&] { return probes > 0; }));
    }
    void let_through() {
      const std::lock_guard lock(mutex);
      open = true;
      holds_probes = false;
      changed.notify_all();
    }
  };

  GatedStore(std::shared_ptr<MemoryDatabase> database, std::shared_ptr<Gate> gate)
      : store_(std::move(database)), gate_(std::move(gate)) {}

  std::vector<StoreResult<void>> commit(std::span<const Submission> submissions) override {
    std::unique_lock lock(gate_->mutex);
    gate_->batches.push_back(submissions.size());
    gate_->changed.notify_all();
    EXPECT_TRUE(gate_->changed.wait_for(lock, patience, [&] { return gate_->open; }));
    return store_.commit(submissions);
  }
  StoreResult<std::optional<party::Party>> load_party(const PartyId& id, const party::RateLimit& chats,
                                                      ServerTime now) override {
    return store_.load_party(id, chats, now);
  }
  StoreResult<std::optional<PartyId>> find_party_by_code(std::string_view code) override {
    return store_.find_party_by_code(code);
  }
  StoreResult<std::optional<PartyId>> find_party_by_invitation(std::string_view code) override {
    return store_.find_party_by_invitation(code);
  }
  StoreResult<std::vector<InvitationUse>> load_invitation_uses(const PartyId& party, std::size_t limit) override {
    return store_.load_invitation_uses(party, limit);
  }
  StoreResult<std::optional<Clip>> load_clip(const ClipId& id) override { return store_.load_clip(id); }
  StoreResult<std::vector<Clip>> load_clips(std::span<const ClipId> ids) override { return store_.load_clips(ids); }
  StoreResult<std::optional<Playlist>> load_playlist(const PlaylistId& id) override { return store_.load_playlist(id); }
  StoreResult<std::vector<PlaylistSummary>> list_playlists(const UserId& owner) override {
    return store_.list_playlists(owner);
  }
  StoreResult<std::optional<MessagePage>> load_messages(const PartyId& party, const MessageQuery& query) override {
    return store_.load_messages(party, query);
  }
  StoreResult<std::optional<party::ChatMessage>> load_message(const PartyId& party, const MessageId& id) override {
    return store_.load_message(party, id);
  }
  StoreResult<std::vector<MessageReport>> load_reports(const PartyId& party, std::size_t limit) override {
    return store_.load_reports(party, limit);
  }
  StoreResult<std::vector<ReactionTally>> load_reactions(const PartyId& party, const ReactionQuery& query) override {
    return store_.load_reactions(party, query);
  }
  StoreResult<std::vector<PartyId>> parties_empty_since(ServerTime before, std::size_t limit) override {
    return store_.parties_empty_since(before, limit);
  }
  StoreResult<std::size_t> count_active_parties() override { return store_.count_active_parties(); }
  StoreResult<void> note_start(ServerTime now, ServerTime windows_before) override {
    return store_.note_start(now, windows_before);
  }
  StoreResult<void> probe() override {
    std::unique_lock lock(gate_->mutex);
    ++gate_->probes;
    gate_->changed.notify_all();
    EXPECT_TRUE(gate_->changed.wait_for(lock, patience, [&] { return !gate_->holds_probes; }));
    return store_.probe();
  }
  StoreResult<void> check() override { return store_.check(); }
  StoreResult<std::vector<PartyListing>> public_parties(const PublicQuery& query) override {
    return store_.public_parties(query);
  }
  StoreResult<std::vector<PartyListing>> friends_parties(const UserId& user, std::size_t limit) override {
    return store_.friends_parties(user, limit);
  }
  StoreResult<std::vector<Attendance>> history(const HistoryQuery& query) override { return store_.history(query); }
  StoreResult<std::vector<KickedUser>> kicked_users(const PartyId& party, std::size_t limit) override {
    return store_.kicked_users(party, limit);
  }
  StoreResult<std::vector<Friend>> friends_of(const UserId& user) override { return store_.friends_of(user); }
  StoreResult<PersonalRecord> personal_record(const PersonalQuery& query) override {
    return store_.personal_record(query);
  }
  StoreResult<ErasureWork> erasure_work(const PendingErasure& erasure, std::size_t most_parties) override {
    return store_.erasure_work(erasure, most_parties);
  }
  StoreResult<std::vector<PendingErasure>> pending_erasures(std::size_t limit) override {
    return store_.pending_erasures(limit);
  }
  StoreResult<bool> anything_to_let_go(Kept kind, ServerTime before) override {
    return store_.anything_to_let_go(kind, before);
  }
  StoreResult<std::optional<PartyFigures>> party_figures(const PartyId& party) override {
    return store_.party_figures(party);
  }
  StoreResult<std::vector<BlockedUser>> blocked_users() override { return store_.blocked_users(); }

 private:
  MemoryStore store_;
  std::shared_ptr<Gate> gate_;
};

class GroupCommitterTest : public testing::Test {
 protected:
  std::unique_ptr<GroupCommitter> committer(GroupCommitter::Options options = {}, CommitObserver observer = {}) {
    return std::make_unique<GroupCommitter>(std::make_unique<MemoryStore>(database_), std::move(observer), options);
  }
  std::unique_ptr<GroupCommitter> gated(GroupCommitter::Options options = {}, CommitObserver observer = {}) {
    return std::make_unique<GroupCommitter>(std::make_unique<GatedStore>(database_, gate_), std::move(observer),
                                            options);
  }

  void create_party() {
    MemoryStore store(database_);
    ASSERT_EQ(commit_one(store, CreateParty{token_of("host"), party_of("p1", "ABC234")}), "ok");
  }
  std::uint64_t version() {
    MemoryStore store(database_);
    return loaded(store, "p1").version;
  }

  std::shared_ptr<MemoryDatabase> database_ = std::make_shared<MemoryDatabase>();
  std::shared_ptr<GatedStore::Gate> gate_ = std::make_shared<GatedStore::Gate>();
  Answers answers_;
};

TEST_F(GroupCommitterTest, ALoneChangeIsCommittedAtOnce) {
  create_party();
  const auto group = committer();
  group->submit(change_of("p1", 0, {}), answers_.expect(1));
  EXPECT_THAT(answers_.first(1), ElementsAre(std::pair(1, "ok")));
  EXPECT_EQ(version(), 1u);
  EXPECT_TRUE(group->up());
}

TEST_F(GroupCommitterTest, WhatArrivesDuringACommitBecomesTheNext) {
  create_party();
  std::vector<std::size_t> committed;
  CommitObserver observer;
  observer.on_commit = [&](std::size_t batch, std::chrono::nanoseconds) { committed.push_back(batch); };
  auto group = gated({}, observer);
  group->submit(change_of("p1", 0, {}), answers_.expect(0));
  gate_->wait_for_batches(1);
  for (int i = 1; i <= 5; ++i) {
    group->submit(change_of("p1", static_cast<std::uint64_t>(i), {}), answers_.expect(i));
  }
  gate_->let_through();
  answers_.first(6);
  group.reset();
  EXPECT_THAT(gate_->batches, ElementsAre(1u, 5u));
  EXPECT_THAT(committed, ElementsAre(1u, 5u));
  EXPECT_EQ(version(), 6u);
}

TEST_F(GroupCommitterTest, ABatchHasALimitAndOrderIsKeptAcrossBatches) {
  create_party();
  auto group = gated({.max_batch = 2});
  for (int i = 0; i < 7; ++i) group->submit(change_of("p1", static_cast<std::uint64_t>(i), {}), answers_.expect(i));
  gate_->let_through();
  const auto answers = answers_.first(7);
  for (int i = 0; i < 7; ++i) EXPECT_EQ(answers[static_cast<std::size_t>(i)], std::pair(i, std::string("ok")));
  for (const std::size_t batch : gate_->batches) EXPECT_LE(batch, 2u);
}

TEST_F(GroupCommitterTest, AFullQueueRefusesAtOnceAndOnlyThat) {
  create_party();
  auto group = gated({.max_queued = 2});
  group->submit(change_of("p1", 0, {}), answers_.expect(0));
  gate_->wait_for_batches(1);
  group->submit(change_of("p1", 1, {}), answers_.expect(1));
  group->submit(change_of("p1", 2, {}), answers_.expect(2));
  group->submit(change_of("p1", 3, {}), answers_.expect(3));
  EXPECT_THAT(answers_.first(1), ElementsAre(std::pair(3, "unavailable")));
  gate_->let_through();
  EXPECT_THAT(answers_.first(4),
              ElementsAre(std::pair(3, "unavailable"), std::pair(0, "ok"), std::pair(1, "ok"), std::pair(2, "ok")));
  EXPECT_TRUE(group->up()) << "a full queue is not a failing database";
}

TEST_F(GroupCommitterTest, StoppingCommitsWhatIsQueued) {
  create_party();
  auto group = gated({.max_batch = 3});
  for (int i = 0; i < 8; ++i) group->submit(change_of("p1", static_cast<std::uint64_t>(i), {}), answers_.expect(i));
  gate_->let_through();
  group.reset();
  EXPECT_EQ(answers_.first(8).size(), 8u);
  EXPECT_EQ(version(), 8u);
}

TEST_F(GroupCommitterTest, ACompletionMaySubmit) {
  create_party();
  const auto group = committer();
  group->submit(change_of("p1", 0, {}), [&](StoreResult<void> result) {
    answers_.expect(0)(std::move(result));
    group->submit(change_of("p1", 1, {}), answers_.expect(1));
  });
  EXPECT_THAT(answers_.first(2), ElementsAre(std::pair(0, "ok"), std::pair(1, "ok")));
}

TEST_F(GroupCommitterTest, AConflictIsNotAFailingDatabase) {
  create_party();
  Health health;
  auto group = committer({}, {.on_health = std::ref(health)});
  group->submit(change_of("p1", 7, {}), answers_.expect(0));
  group->submit(change_of("p1", 0, {}), answers_.expect(1));
  EXPECT_THAT(answers_.first(2), ElementsAre(std::pair(0, "conflict"), std::pair(1, "ok")));
  group.reset();
  EXPECT_TRUE(health.first(0).empty());
}

TEST_F(GroupCommitterTest, WhileTheDatabaseFailsChangesAreAnsweredAtOnceAndItRecoversByItself) {
  create_party();
  Health health;
  const auto group = committer({.probe_pause = Millis{1}}, {.on_health = std::ref(health)});
  database_->fail_all(true);
  for (int i = 0; i < 100; ++i) group->submit(change_of("p1", 0, {}), answers_.expect(i));
  for (const auto& [number, outcome] : answers_.first(100)) EXPECT_EQ(outcome, "unavailable");
  EXPECT_FALSE(group->up());
  database_->fail_all(false);
  EXPECT_EQ(version(), 0u);
  EXPECT_THAT(health.first(2), ElementsAre(false, true));
  group->submit(change_of("p1", 0, {}), answers_.expect(100));
  EXPECT_EQ(answers_.first(101).back(), std::pair(100, std::string("ok")));
  EXPECT_TRUE(group->up());
}

TEST_F(GroupCommitterTest, NobodyWaitsForAProbeThatTakesLong) {
  create_party();
  gate_->let_through();
  gate_->holds_probes = true;
  database_->fail_all(true);
  const auto group = gated({.probe_pause = Millis{1}});
  group->submit(change_of("p1", 0, {}), answers_.expect(0));
  gate_->wait_for_probe();
  group->submit(change_of("p1", 0, {}), answers_.expect(1));
  EXPECT_EQ(answers_.first(2).back(), std::pair(1, std::string("unavailable")));
  gate_->let_through();
}

TEST_F(GroupCommitterTest, WithoutACommitItNoticesThatTheDatabaseIsAway) {
  Health health;
  const auto group = committer({.probe_pause = Millis{1}, .idle_check = Millis{1}}, {.on_health = std::ref(health)});
  database_->fail_all(true);
  EXPECT_THAT(health.first(1), ElementsAre(false));
  EXPECT_FALSE(group->up());
  database_->fail_all(false);
  EXPECT_THAT(health.first(2), ElementsAre(false, true));
}

TEST_F(GroupCommitterTest, WhyTheDatabaseFailsIsToldOnceEachTime) {
  create_party();
  Health health;
  std::vector<std::string> reasons;
  auto group = committer({.probe_pause = Millis{1}},
                         {.on_health = std::ref(health),
                          .on_failure = [&](std::string_view why) { reasons.emplace_back(why); }});
  for (const std::size_t outage : {1U, 2U}) {
    database_->fail_all(true);
    group->submit(change_of("p1", 0, {}), answers_.expect(0));
    group->submit(change_of("p1", 0, {}), answers_.expect(0));
    answers_.first(2 * outage);
    database_->fail_all(false);
    health.first(2 * outage);
  }
  group.reset();
  EXPECT_THAT(reasons, ElementsAre("the memory database was told to fail", "the memory database was told to fail"));
}

TEST_F(GroupCommitterTest, BetweenProbesTheFailingDatabaseIsLeftAlone) {
  create_party();
  const auto group = committer({.probe_pause = std::chrono::hours{1}});
  database_->fail_all(true);
  group->submit(change_of("p1", 0, {}), answers_.expect(0));
  answers_.first(1);
  const std::size_t operations = database_->operations();
  for (int i = 1; i <= 50; ++i) group->submit(change_of("p1", 0, {}), answers_.expect(i));
  for (const auto& [number, outcome] : answers_.first(51)) EXPECT_EQ(outcome, "unavailable");
  EXPECT_EQ(database_->operations(), operations);
}

// Fails each operation in turn, until a run is so short that none fails.
TEST_F(GroupCommitterTest, WhicheverOperationFailsEveryChangeIsAnsweredOnceAndInOrder) {
  bool a_run_without_failure = false;
  for (std::size_t n = 1; !a_run_without_failure; ++n) {
    SCOPED_TRACE(testing::Message() << "operation " << n << " fails");
    ASSERT_LT(n, 100u);
    database_ = std::make_shared<MemoryDatabase>();
    create_party();
    Answers answers;
    auto group = committer({.max_batch = 4, .probe_pause = Millis{1}});
    database_->fail_operation(n);
    std::size_t stored = 0;
    a_run_without_failure = true;
    for (int i = 0; i < 20; ++i) {
      group->submit(change_of("p1", stored, {}), answers.expect(i));
      const auto so_far = answers.first(static_cast<std::size_t>(i) + 1);
      ASSERT_EQ(so_far.back().first, i);
      if (so_far.back().second == "ok") {
        ++stored;
      } else {
        EXPECT_EQ(so_far.back().second, "unavailable");
        a_run_without_failure = false;
      }
    }
    group.reset();
    database_->fail_operation(0);
    EXPECT_EQ(answers.first(20).size(), 20u) << "one answer each";
    EXPECT_EQ(version(), stored) << "stored is what was answered with success, no more and no less";
  }
}

TEST_F(GroupCommitterTest, WhicheverBatchFailsNothingAfterItSlipsIn) {
  for (std::size_t n = 1; n <= 12; ++n) {
    SCOPED_TRACE(testing::Message() << "operation " << n << " fails");
    database_ = std::make_shared<MemoryDatabase>();
    create_party();
    Answers answers;
    auto group = committer({.max_batch = 2, .probe_pause = Millis{1}});
    database_->fail_operation(n);
    for (int i = 0; i < 20; ++i) group->submit(change_of("p1", static_cast<std::uint64_t>(i), {}), answers.expect(i));
    group.reset();
    database_->fail_operation(0);
    std::uint64_t stored = 0;
    int expected = 0;
    auto in_order = answers.first(20);
    std::sort(in_order.begin(), in_order.end());  // a refusal at once overtakes answers of what was queued before
    for (const auto& [number, outcome] : in_order) {
      EXPECT_EQ(number, expected++) << "answered once";
      if (outcome == "ok") {
        EXPECT_EQ(static_cast<std::uint64_t>(number), stored++) << "no change after a lost one";
      }
    }
    EXPECT_EQ(expected, 20) << "one answer each";
    EXPECT_EQ(version(), stored);
  }
}

TEST_F(GroupCommitterTest, ManyThreadsSubmit) {
  create_party();
  Answers answers;
  auto group = committer({.max_batch = 16});
  std::vector<std::future<void>> threads;
  for (int t = 0; t < 4; ++t) {
    threads.push_back(std::async(std::launch::async, [&, t] {
      for (int i = 0; i < 250; ++i) {
        const RateToken token = token_of("user" + std::to_string(t), "join");
        group->submit(TakeToken{token}, answers.expect(t * 1'000 + i));
      }
    }));
  }
  for (std::future<void>& thread : threads) thread.get();
  std::map<int, int> last;
  for (const auto& [number, outcome] : answers.first(1'000)) {
    EXPECT_EQ(outcome, "ok");
    const auto [previous, first] = last.try_emplace(number / 1'000, -1);
    EXPECT_EQ(number % 1'000, previous->second + 1) << "each thread's changes are answered in its order";
    previous->second = number % 1'000;
  }
}

}  // namespace
}  // namespace matinee::storage
