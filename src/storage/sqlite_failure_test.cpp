// What happens to a SQLite store when its process is killed, its disk is full, its file is damaged or locked.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <future>

#include "storage/group_committer.hpp"
#include "storage/sql_script.hpp"
#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

using testing::Each;
using testing::ElementsAre;

/// While it lives, no file of this process grows beyond `bytes`: to SQLite, a full disk.
class FullDisk {
 public:
  explicit FullDisk(std::uintmax_t bytes) : previous_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &previous_);
    const rlimit limit{static_cast<rlim_t>(bytes), previous_.rlim_max};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) throw std::runtime_error("setrlimit failed");
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &previous_);
    std::signal(SIGXFSZ, previous_handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit previous_{};
  void (*previous_handler_)(int);
};

class SqliteFailure : public testing::Test {
 protected:
  void SetUp() override {
    store_ = backend_.make_store();
    ASSERT_EQ(commit_one(*store_, CreateParty{token_of("host"), party_of("p1", "ABC234")}), "ok");
  }

  static Submission long_message(std::uint64_t version, std::size_t bytes) {
    return change_of(
        "p1", version,
        {AppendChat{MessageId("m" + std::to_string(version)), UserId("host"), std::string(bytes, 'm'), {}, noon}});
  }

  int chat_messages() {
    int count = 0;
    *backend_.connect() << "SELECT COUNT(*) FROM chat_messages", soci::into(count);
    return count;
  }

  SqliteBackend backend_;
  std::unique_ptr<Store> store_;
};

TEST_F(SqliteFailure, OnAFullDiskEverySubmissionIsUnavailableAndNothingIsHalfWritten) {
  const auto wal = std::filesystem::file_size(backend_.path().string() + "-wal");
  std::vector<Submission> submissions;
  for (std::uint64_t i = 0; i < 64; ++i) submissions.push_back(long_message(i, 32'768));
  submissions.push_back(TakeToken{token_of("bob", "join", noon, {1, Millis{1'000}})});
  {
    const FullDisk disk(wal + 65'536);  // room for a part of it
    EXPECT_THAT(commit(*store_, submissions), Each(std::string("unavailable")));
    EXPECT_EQ(loaded(*store_, "p1").version, 0u) << "it can still be read";
  }
  EXPECT_EQ(loaded(*store_, "p1").version, 0u);
  EXPECT_EQ(chat_messages(), 0);
  EXPECT_THAT(commit(*store_, submissions), Each(std::string("ok"))) << "it recovers by itself";
  EXPECT_EQ(chat_messages(), 64);
}

TEST_F(SqliteFailure, ADiskWithoutAnyRoomFailsProbesAndRecovers) {
  {
    const FullDisk disk(1'024);
    EXPECT_EQ(commit_one(*store_, change_of("p1", 0, {})), "unavailable");
    EXPECT_EQ(outcome_of(store_->probe()), "unavailable");
    EXPECT_EQ(outcome_of(store_->note_start(noon, noon)), "unavailable");
    EXPECT_EQ(commit_one(*store_, change_of("p1", 0, {})), "unavailable");
  }
  EXPECT_EQ(outcome_of(store_->probe()), "ok");
  EXPECT_EQ(commit_one(*store_, change_of("p1", 0, {})), "ok");
  EXPECT_EQ(loaded(*store_, "p1").version, 1u);
}

TEST_F(SqliteFailure, TheCommitterFindsOutByItselfThatThereIsRoomAgain) {
  std::promise<void> down;
  std::promise<void> up;
  std::promise<std::string> refused;
  std::promise<std::string> stored;
  GroupCommitter committer(std::move(store_), {.on_health = [&](bool now_up) { (now_up ? up : down).set_value(); }},
                           {.probe_pause = Millis{1}});
  const std::chrono::seconds patience{20};
  {
    const FullDisk disk(1'024);
    committer.submit(change_of("p1", 0, {}), [&](StoreResult<void> result) { refused.set_value(outcome_of(result)); });
    ASSERT_EQ(down.get_future().wait_for(patience), std::future_status::ready);
    EXPECT_EQ(refused.get_future().get(), "unavailable");
  }
  ASSERT_EQ(up.get_future().wait_for(patience), std::future_status::ready);
  committer.submit(change_of("p1", 0, {}), [&](StoreResult<void> result) { stored.set_value(outcome_of(result)); });
  EXPECT_EQ(stored.get_future().get(), "ok");
}

TEST_F(SqliteFailure, AWriterElsewhereMakesItUnavailableUntilDone) {
  const std::unique_ptr<soci::session> other = backend_.connect();
  run_script(*other, "BEGIN IMMEDIATE");
  EXPECT_THAT(commit(*store_, {change_of("p1", 0, {}), TakeToken{token_of("bob")}}),
              ElementsAre("unavailable", "unavailable"));
  EXPECT_EQ(loaded(*store_, "p1").version, 0u) << "readers are not blocked";
  run_script(*other, "ROLLBACK");
  EXPECT_EQ(commit_one(*store_, change_of("p1", 0, {})), "ok");
}

TEST_F(SqliteFailure, ADamagedFileIsNotOpened) {
  store_.reset();
  std::ofstream(backend_.path(), std::ios::in | std::ios::out) << std::string(4'096, 'x');
  const auto opened = open_sqlite(backend_.path());
  ASSERT_TRUE(opened.has_error());
  EXPECT_EQ(opened.error().kind, StoreErrorKind::corrupt);
}

TEST_F(SqliteFailure, AFileDamagedLaterIsUnavailableToWritersCorruptToReadersAndNotReplaced) {
  const auto opened = open_sqlite(backend_.path());
  ASSERT_TRUE(opened.has_value());
  store_.reset();
  const auto late = opened.value().make_store();
  std::ofstream(backend_.path(), std::ios::in | std::ios::out) << std::string(4'096, 'x');
  EXPECT_EQ(commit_one(*late, change_of("p1", 0, {})), "unavailable");
  EXPECT_EQ(late->load_party(PartyId("p1"), chat_limit, noon).error().kind, StoreErrorKind::corrupt);
  std::filesystem::remove(backend_.path());
  EXPECT_EQ(commit_one(*late, change_of("p1", 0, {})), "unavailable");
  EXPECT_FALSE(std::filesystem::exists(backend_.path()));
}

/// In a process of its own: commits one change after another and writes the version of each to the pipe once the store
/// said that it holds.
[[noreturn]] void commit_until_killed(const std::filesystem::path& path, int pipe) {
  const auto opened = open_sqlite(path);
  if (opened.has_error()) ::_exit(1);
  const auto store = opened.value().make_store();
  for (std::uint64_t version = 0;; ++version) {
    const std::string id = "m" + std::to_string(version);
    const std::string outcome =
        commit_one(*store, change_of("p1", version,
                                     {playback_of(Millis{static_cast<std::int64_t>(version)}, version + 1),
                                      AppendChat{MessageId(id), UserId("host"), "Hi", {}, noon}, seat_of("u" + id)}));
    const std::uint64_t committed = version + 1;
    if (outcome != "ok" || ::write(pipe, &committed, sizeof committed) != sizeof committed) ::_exit(1);
  }
}

TEST_F(SqliteFailure, WhatWasReportedCommittedIsThereAfterAKill) {
  store_.reset();
  for (const std::uint64_t reports : {1u, 40u, 150u}) {
    SCOPED_TRACE(testing::Message() << "killed after " << reports << " reports");
    SqliteBackend backend;
    {
      const auto store = backend.make_store();
      ASSERT_EQ(commit_one(*store, CreateParty{token_of("host"), party_of("p1", "ABC234")}), "ok");
    }
    int pipe[2];
    ASSERT_EQ(::pipe2(pipe, O_CLOEXEC), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) commit_until_killed(backend.path(), pipe[1]);
    ::close(pipe[1]);

    std::uint64_t reported = 0;
    std::uint64_t next = 0;
    while (reported < reports && ::read(pipe[0], &next, sizeof next) == sizeof next) reported = next;
    EXPECT_EQ(reported, reports);
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status));
    while (::read(pipe[0], &next, sizeof next) == sizeof next) reported = next;
    ::close(pipe[0]);

    const auto store = backend.make_store();
    const party::Party found = loaded(*store, "p1");
    EXPECT_GE(found.version, reported);
    EXPECT_LE(found.version, reported + 1) << "at most the one that was not reported yet";
    EXPECT_EQ(found.revision, found.version);
    EXPECT_EQ(found.roster.size(), found.version + 1) << "each change is there as a whole";
    EXPECT_EQ(commit_one(*store, change_of("p1", found.version, {})), "ok");
  }
}

}  // namespace
}  // namespace matinee::storage
