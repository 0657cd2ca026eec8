// What the storage tests share: the backends the contract runs over, and things to store. Tests only.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "storage/memory_store.hpp"
#include "storage/open.hpp"
#include "storage/postgresql_database.hpp"
#include "storage/postgresql_server_test_support.hpp"
#include "storage/sqlite_database.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

/// Gone, with all that is in it, when it goes out of scope.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "matinee-storage-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed for " + pattern);
    path_ = pattern;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  std::filesystem::path file(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// One database of one kind, that hands out stores.
class Backend {
 public:
  virtual ~Backend() = default;
  virtual std::unique_ptr<Store> make_store() = 0;
};

/// The value, or an exception with the error's message: for tests, where a failure is a bug.
template <class T>
T value_of(Result<T, StoreError> result) {
  if (result.has_error()) throw std::runtime_error(result.error().message);
  return std::move(result).value();
}

class SqlBackend : public Backend {
 public:
  /// As the stores find it.
  virtual std::shared_ptr<const Database> database() const = 0;

  virtual std::string url() const = 0;

  /// A connection past the stores.
  std::unique_ptr<soci::session> connect() const { return database()->connect(Access::shared); }
};

class SqliteBackend final : public SqlBackend {
 public:
  std::unique_ptr<Store> make_store() override { return value_of(open_sqlite(path())).make_store(); }
  std::shared_ptr<const Database> database() const override { return std::make_shared<SqliteDatabase>(path()); }
  std::string url() const override { return "sqlite:" + path().string(); }
  std::filesystem::path path() const { return directory_.file("matinee.db"); }

 private:
  TemporaryDirectory directory_;
};

class PostgresqlBackend : public SqlBackend {
 public:
  static constexpr Millis patience{20'000};

  explicit PostgresqlBackend(PostgresqlServer& server = PostgresqlServer::shared()) : url_(server.fresh_schema()) {}

  std::unique_ptr<Store> make_store() override { return value_of(open_database(url(), patience)).make_store(); }
  std::shared_ptr<const Database> database() const override {
    auto made = PostgresqlDatabase::make(url(), patience);
    if (!made) throw std::runtime_error(made.error());
    return made.value();
  }
  std::string url() const override { return url_; }

 private:
  std::string url_;
};

class MemoryBackend final : public Backend {
 public:
  std::unique_ptr<Store> make_store() override { return std::make_unique<MemoryStore>(database); }
  std::shared_ptr<MemoryDatabase> database = std::make_shared<MemoryDatabase>();
};

inline std::unique_ptr<SqlBackend> sql_backend(std::string_view name) {
  if (name == "sqlite") return std::make_unique<SqliteBackend>();
  return std::make_unique<PostgresqlBackend>();
}

/// Runs over every backend; the parameter is its name.
class StoreTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (GetParam() == std::string("memory")) {
      backend_ = std::make_unique<MemoryBackend>();
    } else {
      backend_ = sql_backend(GetParam());
    }
    store_ = backend_->make_store();
  }

  Store& store() { return *store_; }

  /// As after a restart of the program.
  void reopen() {
    store_.reset();
    store_ = backend_->make_store();
  }

  std::unique_ptr<Backend> backend_;
  std::unique_ptr<Store> store_;
};

inline auto every_backend() {
  return testing::Values("memory", "sqlite", "postgresql");
}

inline auto every_sql_backend() {
  return testing::Values("sqlite", "postgresql");
}

inline std::string backend_name(const testing::TestParamInfo<const char*>& backend) {
  return backend.param;
}

// ---- Things to store

inline constexpr ServerTime noon = from_unix_ms(1'735'732'800'000);
inline constexpr party::RateLimit chat_limit{10, Millis{60'000}};

inline RateToken token_of(const std::string& user, const std::string& kind = "create", ServerTime now = noon,
                          party::RateLimit limit = {1'000, Millis{3'600'000}}) {
  return RateToken{UserId(user), kind, limit, now};
}

inline PutSeat seat_of(const std::string& user, party::Role role = party::Role::viewer, ServerTime joined_at = noon) {
  return PutSeat{UserId(user), party::Profile{"Name of " + user, std::nullopt}, role, joined_at};
}

/// An active party of host "host", at version 0 of epoch 1.
inline party::Party party_of(const std::string& id, const std::string& code) {
  party::Party party;
  party.id = PartyId(id);
  party.title = "Friday Night Movies";
  party.host = UserId("host");
  party.invite_code = code;
  party.created_at = noon;
  party.playback.at = noon;
  party::Participant& host = party.roster[party.host];
  host.user = party.host;
  host.profile = party::Profile{"Alice", "https://example.com/alice.png"};
  host.role = party::Role::host;
  host.joined_at = noon;
  return party;
}

inline ChangeParty change_of(const std::string& id, std::uint64_t expected_version, std::vector<PartyWrite> writes,
                             std::uint64_t epoch = 1) {
  return ChangeParty{PartyId(id), epoch, expected_version, std::move(writes)};
}

inline PutPlayback playback_of(Millis position, std::uint64_t revision) {
  PutPlayback put;
  put.playback.clip = ClipId("clip");
  put.playback.position = position;
  put.playback.at = noon;
  put.revision = revision;
  return put;
}

// ---- Saying what came of it

/// "ok" or the name of the error.
inline std::string outcome_of(const StoreResult<void>& result) {
  if (result.has_value()) return "ok";
  switch (result.error().kind) {
    case StoreErrorKind::unavailable:
      return "unavailable";
    case StoreErrorKind::conflict:
      return "conflict";
    case StoreErrorKind::code_taken:
      return "code_taken";
    case StoreErrorKind::rate_limited:
      return "rate_limited";
    case StoreErrorKind::corrupt:
      return "corrupt";
  }
  return "?";
}

inline std::vector<std::string> commit(Store& store, const std::vector<Submission>& submissions) {
  std::vector<std::string> outcomes;
  for (const StoreResult<void>& result : store.commit(submissions)) outcomes.push_back(outcome_of(result));
  return outcomes;
}

inline std::string commit_one(Store& store, Submission submission) {
  const std::vector<std::string> outcomes = commit(store, {std::move(submission)});
  return outcomes.size() == 1 ? outcomes.front() : "not one result";
}

/// The party, which must be there.
inline party::Party loaded(Store& store, const std::string& id, ServerTime now = noon,
                           party::RateLimit chats = chat_limit) {
  StoreResult<std::optional<party::Party>> result = store.load_party(PartyId(id), chats, now);
  if (result.has_error()) throw std::runtime_error(result.error().message);
  if (!result.value()) throw std::runtime_error("no party " + id);
  return *std::move(result).value();
}

inline bool exists(Store& store, const std::string& id) {
  const auto result = store.load_party(PartyId(id), chat_limit, noon);
  if (result.has_error()) throw std::runtime_error(result.error().message);
  return result.value().has_value();
}

}  // namespace matinee::storage
