// What happens to a PostgreSQL store when a request or an answer is lost, the server goes away or no longer answers,
// and when another process wants the same party or the whole database.
#include <fmt/format.h>
#include <soci/soci.h>

#include <future>

#include "storage/group_committer.hpp"
#include "storage/postgresql_gate_test_support.hpp"
#include "storage/sql_leases.hpp"
#include "storage/sql_script.hpp"
#include "storage/sql_store.hpp"
#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::Each;
using testing::ElementsAre;
using testing::Eq;
using testing::HasSubstr;
using testing::Not;

constexpr std::chrono::seconds test_patience{20};

/// Waits until it holds; false when it does not in time.
template <class Condition>
bool eventually(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + test_patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

std::shared_ptr<const PostgresqlDatabase> database_at(const std::string& url,
                                                      Millis limit = PostgresqlBackend::patience) {
  auto made = PostgresqlDatabase::make(url, limit);
  if (!made) throw std::runtime_error(made.error());
  return made.value();
}

/// The backend by way of a gate that listens in `folder`.
std::string url_through(const TemporaryDirectory& folder, const PostgresqlBackend& backend) {
  std::string url = backend.url();
  const std::string direct = PostgresqlServer::shared().folder();
  return url.replace(url.find(direct), direct.size(), folder.file("").string());
}

class PostgresqlFailure : public testing::Test {
 protected:
  void SetUp() override {
    store_ = backend_.make_store();
    ASSERT_EQ(commit_one(*store_, CreateParty{token_of("host"), party_of("p1", "ABC234")}), "ok");
  }

  PostgresqlBackend backend_;
  std::unique_ptr<Store> store_;
};

// ---- Every request in turn gets lost, and every answer

class PostgresqlLoss : public testing::TestWithParam<PostgresqlGate::Cut> {
 protected:
  PostgresqlLoss() : gate_(folder_.file(""), PostgresqlServer::shared().folder()) { direct_ = backend_.make_store(); }

  /// A party comes into being and changes while request `n` of the store is cut. What the store said must be so.
  /// Returns whether there were so many requests.
  bool run(int n) {
    SCOPED_TRACE(testing::Message() << "request " << n);
    const std::string id = "p" + std::to_string(n);
    const std::string code = fmt::format("C{:05d}", n);
    SqlStore store(database_at(url_through(folder_, backend_)));
    gate_.cut_at(n, GetParam());

    const std::string created = commit_one(store, CreateParty{token_of("host"), party_of(id, code)});
    const AppendChat chat{MessageId("m"), UserId("bob"), "Hi", {}, noon};
    const std::vector<std::string> changed =
        commit(store, {change_of(id, 0, {seat_of("bob"), chat, playback_of(Millis{5}, 1)}),
                       NoteEmptySince{PartyId(id), std::nullopt}, TakeToken{token_of("bob", id)}});
    const auto read = store.load_party(PartyId(id), chat_limit, noon);
    const std::string probed = outcome_of(store.probe());
    const bool lost = gate_.stop_cutting();
    expect_truth(id, created, changed.front());
    const auto outcomes = {created, changed.front(), probed};
    EXPECT_EQ(std::count(outcomes.begin(), outcomes.end(), "unavailable") + (read.has_error() ? 1 : 0) > 0, lost)
        << "a loss is noticed, and nothing else fails";
    EXPECT_TRUE(eventually([&] { return outcome_of(store.probe()) == "ok"; })) << "it recovers by itself";
    EXPECT_EQ(commit_one(store, TakeToken{token_of("eve", id)}), "ok");
    return lost;
  }

  void expect_truth(const std::string& id, const std::string& created, const std::string& changed) {
    const bool may_have_held = GetParam() == PostgresqlGate::Cut::answer;
    const bool there = exists(*direct_, id);
    EXPECT_TRUE(there || created != "ok");
    if (!there) {
      EXPECT_EQ(created, "unavailable");
      EXPECT_THAT(changed, AnyOf(Eq("unavailable"), Eq("conflict")));
      return;
    }
    EXPECT_TRUE(created == "ok" || may_have_held);
    const party::Party party = loaded(*direct_, id);
    EXPECT_TRUE(changed == "ok" ? party.version == 1 : party.version == 0 || may_have_held) << changed;
    EXPECT_EQ(party.revision, party.version) << "all of a change or nothing";
    EXPECT_EQ(party.roster.size(), party.version + 1);
    EXPECT_EQ(party.playback.clip.has_value(), party.version == 1);
  }

  TemporaryDirectory folder_;
  PostgresqlBackend backend_;
  PostgresqlGate gate_;
  std::unique_ptr<Store> direct_;
};
INSTANTIATE_TEST_SUITE_P(Cuts, PostgresqlLoss,
                         testing::Values(PostgresqlGate::Cut::request, PostgresqlGate::Cut::answer),
                         [](const auto& cut) {
                           return cut.param == PostgresqlGate::Cut::request ? "Request" : "Answer";
                         });

TEST_P(PostgresqlLoss, WhicheverIsLostWhatTheStoreSaidIsSo) {
  int n = 0;
  while (run(n)) ASSERT_LT(++n, 200);
  EXPECT_GT(n, 30) << "connecting, two commits, a read and a probe take more requests than that";
}

// ---- The server is away

TEST_F(PostgresqlFailure, WhileTheServerIsStoppedAllIsUnavailableAndThenItRecovers) {
  PostgresqlServer::shared().tell("stop");
  EXPECT_THAT(commit(*store_, {change_of("p1", 0, {}), TakeToken{token_of("bob")}}), Each(Eq("unavailable")));
  const auto read = store_->load_party(PartyId("p1"), chat_limit, noon);
  EXPECT_TRUE(read.has_error());
  EXPECT_EQ(outcome_of(store_->check()), "unavailable");
  PostgresqlServer::shared().tell("start");
  EXPECT_TRUE(eventually([&] { return outcome_of(store_->probe()) == "ok"; }));
  EXPECT_EQ(outcome_of(store_->check()), "ok");
  EXPECT_EQ(loaded(*store_, "p1").version, 0U);
  EXPECT_EQ(commit_one(*store_, change_of("p1", 0, {})), "ok");
}

TEST_F(PostgresqlFailure, TheCommitterFindsOutByItselfThatTheServerIsBack) {
  std::promise<void> down;
  std::promise<void> up;
  std::promise<std::string> stored;
  GroupCommitter committer(std::move(store_), {.on_health = [&](bool now_up) { (now_up ? up : down).set_value(); }},
                           {.probe_pause = Millis{10}});
  PostgresqlServer::shared().tell("crash");
  committer.submit(change_of("p1", 0, {}), [](StoreResult<void>) {});
  ASSERT_EQ(down.get_future().wait_for(test_patience), std::future_status::ready);
  PostgresqlServer::shared().tell("start");
  ASSERT_EQ(up.get_future().wait_for(test_patience), std::future_status::ready);
  committer.submit(change_of("p1", 0, {}), [&](StoreResult<void> result) { stored.set_value(outcome_of(result)); });
  EXPECT_EQ(stored.get_future().get(), "ok");
}

TEST_F(PostgresqlFailure, WhatWasReportedCommittedIsThereAfterTheServerCrashed) {
  std::atomic<std::uint64_t> reported = 0;
  std::thread writer([&] {
    for (std::uint64_t version = 0;; ++version) {
      const std::string user = "u" + std::to_string(version);
      if (commit_one(*store_, change_of("p1", version, {playback_of(Millis{1}, version + 1), seat_of(user)})) != "ok") {
        return;
      }
      reported = version + 1;
    }
  });
  EXPECT_TRUE(eventually([&] { return reported >= 50; }));
  PostgresqlServer::shared().tell("crash");
  writer.join();
  PostgresqlServer::shared().tell("start");
  const party::Party found = loaded(*backend_.make_store(), "p1");
  EXPECT_GE(found.version, reported);
  EXPECT_LE(found.version, reported + 1) << "at most the one whose answer was lost";
  EXPECT_EQ(found.revision, found.version);
  EXPECT_EQ(found.roster.size(), found.version + 1);
}

TEST_F(PostgresqlFailure, AServerThatNoLongerAnswersIsGivenUp) {
  SqlStore impatient(database_at(backend_.url(), Millis{200}));
  ASSERT_EQ(outcome_of(impatient.probe()), "ok");
  PostgresqlServer::shared().tell("freeze");
  const std::string frozen = commit_one(impatient, change_of("p1", 0, {}));
  PostgresqlServer::shared().tell("thaw");
  EXPECT_EQ(frozen, "unavailable");
  EXPECT_TRUE(eventually([&] { return outcome_of(impatient.probe()) == "ok"; }));
}

TEST_F(PostgresqlFailure, AConnectionThatGoesSilentCostsARenewalAndNotTheLease) {
  const TemporaryDirectory folder;
  PostgresqlGate gate(folder.file(""), PostgresqlServer::shared().folder());
  constexpr Millis lifetime{4'000};
  SqlLeases leases(
      database_at(url_through(folder, backend_), lifetime / 6));  // as cluster/lease_ownership.hpp wants it
  ASSERT_TRUE(leases.renew("a", lifetime));
  gate.cut_at(0, PostgresqlGate::Cut::silence);
  EXPECT_TRUE(leases.renew("a", lifetime).has_error());
  EXPECT_EQ(value_of(leases.renew("a", lifetime)), Renewal::unbroken) << "over another connection";
}

TEST(OpenDatabase, SaysWhyItCannotConnect) {
  const TemporaryDirectory nowhere;
  const auto away = open_database("postgresql://ada:hunter2@/party?host=" + nowhere.file("").string(), Millis{1});
  ASSERT_TRUE(away.has_error());
  EXPECT_EQ(away.error().kind, StoreErrorKind::unavailable);
  EXPECT_THAT(away.error().message, AllOf(HasSubstr("postgresql://ada@"), HasSubstr(".s.PGSQL.5432"),
                                          Not(HasSubstr("hunter2"))));
  const auto wrong = open_database("postgresql://ada:hunter2@db/party?colour=blue", Millis{1});
  ASSERT_TRUE(wrong.has_error());
  EXPECT_THAT(wrong.error().message, AllOf(HasSubstr("URL"), HasSubstr("colour"), Not(HasSubstr("hunter2"))));
}

// ---- Others on the same database

TEST_F(PostgresqlFailure, AnotherServerIsKeptOutUntilTheFirstIsGone) {
  auto ours = value_of(open_database(backend_.url(), Millis{1'000}));
  ASSERT_EQ(outcome_of(ours.writer->probe()), "ok");
  const auto theirs = open_database(backend_.url(), Millis{1'000});
  ASSERT_TRUE(theirs.has_error());
  EXPECT_THAT(theirs.error().message, HasSubstr("another server is using this database"));
  EXPECT_EQ(commit_one(*ours.writer, change_of("p1", 0, {})), "ok");
  ours.writer.reset();
  EXPECT_TRUE(open_database(backend_.url(), PostgresqlBackend::patience).has_value());
}

TEST_F(PostgresqlFailure, AnOwnerThatWasDeposedWhileItWaitedCannotCommit) {
  const std::unique_ptr<soci::session> other = backend_.connect();
  run_script(*other, "BEGIN; UPDATE parties SET epoch = 2 WHERE id = 'p1'");
  auto late = std::async(std::launch::async, [&] { return commit_one(*store_, change_of("p1", 0, {seat_of("bob")})); });
  EXPECT_TRUE(eventually([&] {
    int waiting = 0;
    *other << "SELECT COUNT(*) FROM pg_locks WHERE NOT granted", soci::into(waiting);
    return waiting > 0;
  }));
  run_script(*other, "COMMIT");
  EXPECT_EQ(late.get(), "conflict");
  EXPECT_FALSE(loaded(*store_, "p1").roster.contains(UserId("bob")));
  EXPECT_EQ(commit_one(*store_, change_of("p1", 0, {}, 2)), "ok") << "its successor can";
}

// ---- Two servers of a cluster write at the same time

/// Whether so many transactions wait for a lock.
bool eventually_waiting(soci::session& session, int wanted) {
  return eventually([&] {
    int waiting = 0;
    session << "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'", soci::into(waiting);
    return waiting >= wanted;
  });
}

/// One server is in the middle of a commit, where it waits for a row that somebody else keeps, while another server
/// commits `later`. Both outcomes, once the row is free.
std::vector<std::string> at_the_same_time(PostgresqlBackend& backend, Submission earlier, Submission later) {
  const std::unique_ptr<soci::session> keeper = backend.connect();
  const std::unique_ptr<soci::session> observer = backend.connect();
  constexpr Millis long_patience{120'000};  // nobody's wait for a lock ends by itself here
  const auto one = std::make_unique<SqlStore>(database_at(backend.url(), long_patience));
  const auto two = std::make_unique<SqlStore>(database_at(backend.url(), long_patience));
  run_script(*keeper, "BEGIN; SELECT id FROM parties WHERE id = 'p1' FOR UPDATE");
  auto held = std::async(std::launch::async, [&] { return commit(*one, {earlier, change_of("p1", 0, {})}).front(); });
  EXPECT_TRUE(eventually_waiting(*observer, 1));
  auto late = std::async(std::launch::async, [&] { return commit_one(*two, later); });
  EXPECT_TRUE(eventually_waiting(*observer, 2)) << "the second waits until the first is done";
  run_script(*keeper, "COMMIT");
  return {held.get(), late.get()};
}

TEST_F(PostgresqlFailure, OneTicketOpensOneSocketAtWhicheverServersItIsShown) {
  const TakeToken ticket{token_of("bob", "ticket", noon, {1, Millis{60'000}})};
  EXPECT_THAT(at_the_same_time(backend_, ticket, ticket), ElementsAre("ok", "rate_limited"));
}

TEST_F(PostgresqlFailure, TwoWhoAskEachOtherAtTheSameTimeBecomeFriends) {
  const auto asks = [](const std::string& user, const std::string& other) {
    ChangeFriendship change{UserId(user), {user, std::nullopt}, UserId(other), FriendAction::request};
    change.limit = {100, Millis{60'000}};
    change.now = noon;
    return change;
  };
  EXPECT_THAT(at_the_same_time(backend_, asks("ann", "bob"), asks("bob", "ann")), ElementsAre("ok", "ok"));
  for (const auto& [user, other] : {std::pair("ann", "bob"), std::pair("bob", "ann")}) {
    const std::vector<Friend> friends = store_->friends_of(UserId(user)).value();
    ASSERT_EQ(friends.size(), 1U);
    EXPECT_EQ(friends.front().user, UserId(other));
    EXPECT_EQ(friends.front().state, FriendState::friends) << user;
  }
}

TEST_F(PostgresqlFailure, WhatIsCountedApartDoesNotWait) {
  const std::unique_ptr<soci::session> keeper = backend_.connect();
  run_script(*keeper, "BEGIN; SELECT id FROM parties WHERE id = 'p1' FOR UPDATE");
  auto held = std::async(std::launch::async, [&, one = backend_.make_store()] {
    return commit(*one, {TakeToken{token_of("bob", "join", noon + Millis{7'200'000})}, change_of("p1", 0, {})}).front();
  });
  const std::unique_ptr<soci::session> observer = backend_.connect();
  EXPECT_TRUE(eventually_waiting(*observer, 1));
  EXPECT_EQ(commit_one(*store_, TakeToken{token_of("ann", "join", noon + Millis{7'200'000})}), "ok")
      << "nor for the old events that both forget";
  run_script(*keeper, "COMMIT");
  EXPECT_EQ(held.get(), "ok");
}

TEST_F(PostgresqlFailure, ACommitThatWaitsTooLongForALockIsTriedAgain) {
  SqlStore impatient(database_at(backend_.url(), Millis{2'000}));
  const std::unique_ptr<soci::session> keeper = backend_.connect();
  const std::unique_ptr<soci::session> observer = backend_.connect();
  run_script(*keeper, "BEGIN; SELECT id FROM parties WHERE id = 'p1' FOR UPDATE");
  auto outcome = std::async(std::launch::async, [&] { return commit_one(impatient, change_of("p1", 0, {})); });
  const auto began = [&] {
    std::string at;
    *observer
        << "SELECT COALESCE(MAX(CAST(xact_start AS text)), '') FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
        soci::into(at);
    return at;
  };
  std::string began_first;
  EXPECT_TRUE(eventually([&] { return !(began_first = began()).empty(); }));
  EXPECT_TRUE(eventually([&] {
    const std::string now = began();
    return !now.empty() && now != began_first;
  })) << "a transaction of its own, later";
  run_script(*keeper, "COMMIT");
  EXPECT_EQ(outcome.get(), "ok");
}

TEST_F(PostgresqlFailure, ACommitThatIsTheVictimOfADeadlockIsTriedAgain) {
  ASSERT_EQ(commit_one(*store_, change_of("p1", 0, {seat_of("bob")})), "ok");
  const std::unique_ptr<soci::session> other = backend_.connect();
  const std::unique_ptr<soci::session> observer = backend_.connect();
  // Whoever waits for the shorter time looks for deadlocks, and is their victim.
  run_script(*other, "SET deadlock_timeout = '60s'; BEGIN;"
                     " UPDATE participants SET display_name = display_name WHERE user_id = 'bob'");
  auto outcome =
      std::async(std::launch::async, [&] { return commit_one(*store_, change_of("p1", 1, {seat_of("bob")})); });
  EXPECT_TRUE(eventually_waiting(*observer, 1)) << "it has the party and waits for the seat";
  run_script(*other, "UPDATE parties SET people = people WHERE id = 'p1'; COMMIT");
  EXPECT_EQ(outcome.get(), "ok");
  EXPECT_EQ(loaded(*store_, "p1").version, 2U);
}

TEST_F(PostgresqlFailure, AReadSeesOneMomentOfTheParty) {
  std::atomic<bool> stop = false;
  std::thread writer([&, store = backend_.make_store()] {
    for (std::uint64_t version = 0; !stop; ++version) {
      commit_one(*store, change_of("p1", version, {playback_of(Millis{1}, version + 1),
                                                   seat_of("u" + std::to_string(version))}));
    }
  });
  for (int i = 0; i < 50; ++i) {
    const party::Party found = loaded(*store_, "p1");
    EXPECT_EQ(found.roster.size(), found.version + 1);
  }
  stop = true;
  writer.join();
}

TEST_F(PostgresqlFailure, ConnectionsAreSetUpForDurability) {
  const auto setting = [&](const std::string& name) {
    std::string value;
    *backend_.connect() << "SELECT current_setting('" + name + "')", soci::into(value);
    return value;
  };
  EXPECT_EQ(setting("synchronous_commit"), "on");
  std::string url = backend_.url();
  url.replace(url.find("options="), 8, "options=-csynchronous_commit%3Doff%20");
  std::string kept;
  *database_at(url)->connect(Access::shared) << "SHOW synchronous_commit", soci::into(kept);
  EXPECT_EQ(kept, "on") << "whoever turned it off for the server did not mean this";
  EXPECT_EQ(setting("statement_timeout"), "20s");
  EXPECT_EQ(setting("lock_timeout"), "10s");
  EXPECT_EQ(setting("application_name"), "matinee");
}

}  // namespace
}  // namespace matinee::storage
