// Migrations: a fresh database, one that is up to date, one that is newer, one whose history was rewritten.
#include "storage/migrate.hpp"

#include <fmt/format.h>
#include <soci/soci.h>
#include <sys/stat.h>

#include <fstream>
#include <future>

#include "storage/sql_script.hpp"
#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Migration first{1, "first", "aaaa", "CREATE TABLE one (x TEXT); CREATE TABLE two (x TEXT);"};
constexpr Migration second{2, "second", "bbbb", "INSERT INTO one VALUES ('kept'); CREATE TABLE three (x TEXT);"};
constexpr Migration broken{2, "broken", "cccc", "CREATE TABLE four (x TEXT); INSERT INTO nowhere VALUES (1);"};
constexpr Migration renamed{1, "other", "aaaa", first.sql};
constexpr Migration edited{1, "first", "dddd", "CREATE TABLE one (x TEXT, y TEXT);"};

/// Runs over every SQL backend; the parameter is its name.
class MigrateTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    backend_ = sql_backend(GetParam());
    if (auto* sqlite = dynamic_cast<SqliteBackend*>(backend_.get())) std::ofstream create(sqlite->path());
    database_ = backend_->database();
  }

  template <std::size_t N>
  Result<MigrationReport, StoreError> run(const Migration (&migrations)[N]) {
    return migrate(*database_, migrations);
  }
  template <std::size_t N>
  std::vector<std::string> applied(const Migration (&migrations)[N]) {
    return value_of(run(migrations)).applied;
  }
  int tables(const std::string& name) {
    int count = 0;
    *backend_->connect() << fmt::format("SELECT COUNT(*) FROM ({}) AS tables WHERE name = '{}'",
                                        database_->dialect().table_names, name),
        soci::into(count);
    return count;
  }
  void execute(const std::string& sql) { run_script(*backend_->connect(), sql); }

  std::unique_ptr<SqlBackend> backend_;
  std::shared_ptr<const Database> database_;
};
INSTANTIATE_TEST_SUITE_P(Backends, MigrateTest, every_sql_backend(), backend_name);

TEST_P(MigrateTest, AFreshDatabaseGetsAllInOrder) {
  const auto report = run({first, second});
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_THAT(report.value().applied, ElementsAre("0001_first", "0002_second"));
  EXPECT_EQ(report.value().version, 2);
  EXPECT_EQ(tables("two"), 1);
  EXPECT_EQ(tables("three"), 1);
}

TEST_P(MigrateTest, EachIsAppliedOnce) {
  EXPECT_THAT(applied({first}), ElementsAre("0001_first"));
  EXPECT_THAT(applied({first}), IsEmpty());
  EXPECT_THAT(applied({first, second}), ElementsAre("0002_second"));
  EXPECT_THAT(applied({first, second}), IsEmpty());
}

TEST_P(MigrateTest, AFailingMigrationLeavesNothingAndKeepsThoseBeforeIt) {
  const auto report = run({first, broken});
  ASSERT_TRUE(report.has_error());
  EXPECT_THAT(report.error().message, AllOf(HasSubstr("0002_broken"), HasSubstr("nowhere")));
  EXPECT_EQ(tables("one"), 1);
  EXPECT_EQ(tables("four"), 0);
  EXPECT_THAT(applied({first, second}), ElementsAre("0002_second"));
}

TEST_P(MigrateTest, ANewerDatabaseIsRefused) {
  applied({first, second});
  const auto report = run({first});
  ASSERT_TRUE(report.has_error());
  EXPECT_EQ(report.error().kind, StoreErrorKind::corrupt);
  EXPECT_THAT(report.error().message, AllOf(HasSubstr("0002_second"), HasSubstr("0001_first"), HasSubstr("newer")));
  EXPECT_TRUE(pending_migrations(*database_, std::span(&first, 1)).has_error());
}

TEST_P(MigrateTest, AnEditedMigrationIsRefused) {
  applied({first});
  const auto report = run({edited});
  ASSERT_TRUE(report.has_error());
  EXPECT_EQ(report.error().kind, StoreErrorKind::corrupt);
  EXPECT_THAT(report.error().message, AllOf(HasSubstr("0001_first"), HasSubstr("aaaa"), HasSubstr("dddd")));
}

TEST_P(MigrateTest, AnotherHistoryIsRefused) {
  applied({first});
  const auto report = run({renamed, second});
  ASSERT_TRUE(report.has_error());
  EXPECT_THAT(report.error().message, AllOf(HasSubstr("0001_first"), HasSubstr("0001_other")));
  EXPECT_EQ(tables("three"), 0);
}

TEST_P(MigrateTest, PendingTellsAndChangesNothing) {
  const Migration all[] = {first, second};
  EXPECT_THAT(pending_migrations(*database_, all).value(), ElementsAre("0001_first", "0002_second"));
  EXPECT_EQ(tables("one"), 0);
  applied({first});
  EXPECT_THAT(pending_migrations(*database_, all).value(), ElementsAre("0002_second"));
}

TEST(MigrateSqlite, AMissingFileNeedsEverythingAndStaysMissing) {
  const TemporaryDirectory directory;
  const std::filesystem::path missing = directory.file("missing.db");
  EXPECT_EQ(pending_migrations(SqliteDatabase(missing)).value().size(), embedded_migrations().size());
  EXPECT_FALSE(std::filesystem::exists(missing));
}

TEST(MigrateSqlite, AMissingDatabaseIsAnErrorNotANewFile) {
  const TemporaryDirectory directory;
  const std::filesystem::path missing = directory.file("missing.db");
  const auto report = migrate(SqliteDatabase(missing));
  ASSERT_TRUE(report.has_error());
  EXPECT_THAT(report.error().message, AllOf(HasSubstr("missing.db"), HasSubstr("does not exist")));
  EXPECT_FALSE(std::filesystem::exists(missing));
}

TEST(MigrateSqlite, AFileThatIsNoDatabaseIsRefused) {
  const TemporaryDirectory directory;
  std::ofstream(directory.file("matinee.db")) << std::string(8'192, 'x');
  const auto report = migrate(SqliteDatabase(directory.file("matinee.db")));
  ASSERT_TRUE(report.has_error());
  EXPECT_EQ(report.error().kind, StoreErrorKind::corrupt);
}

TEST_P(MigrateTest, TwoProcessesShareTheWork) {
  const auto both_run = [&] {
    return std::async(std::launch::async, [database = backend_->database()] { return migrate(*database); });
  };
  auto one = both_run();
  auto other = both_run();
  const std::vector<std::string> by_one = value_of(one.get()).applied;
  const std::vector<std::string> by_other = value_of(other.get()).applied;
  EXPECT_EQ(by_one.size() + by_other.size(), embedded_migrations().size()) << "each is applied by one of them";
}

TEST_P(MigrateTest, TheProgramsOwnMigrationsAreNumberedAndRefuseATamperedRecord) {
  int number = 0;
  for (const Migration& migration : embedded_migrations()) {
    EXPECT_EQ(migration.number, ++number);
    EXPECT_EQ(migration.checksum.size(), 64u) << migration.name;
    EXPECT_FALSE(migration.sql.empty());
  }
  ASSERT_GE(number, 1);
  ASSERT_TRUE(migrate(*database_).has_value());
  EXPECT_THAT(migrate(*database_).value().applied, IsEmpty());
  execute("UPDATE schema_migrations SET checksum = 'tampered' WHERE number = 1");
  ASSERT_TRUE(migrate(*database_).has_error());
  EXPECT_THAT(migrate(*database_).error().message, HasSubstr("tampered"));
}

TEST(SqliteConnection, IsSetUpForDurability) {
  SqliteBackend backend;
  backend.make_store();
  const std::unique_ptr<soci::session> session = backend.connect();
  std::string journal_mode;
  int synchronous = 0;
  int foreign_keys = 0;
  *session << "PRAGMA journal_mode", soci::into(journal_mode);
  *session << "PRAGMA synchronous", soci::into(synchronous);
  *session << "PRAGMA foreign_keys", soci::into(foreign_keys);
  EXPECT_EQ(journal_mode, "wal");
  EXPECT_EQ(synchronous, 2) << "FULL (sqlite.org/pragma.html#pragma_synchronous)";
  EXPECT_EQ(foreign_keys, 1);
}

TEST(OpenSqlite, CreatesWhatIsMissingForItsOwnerOnly) {
  const TemporaryDirectory directory;
  const std::filesystem::path path = directory.file("a") / "b" / "matinee.db";
  const auto opened = open_sqlite(path);
  ASSERT_TRUE(opened.has_value()) << opened.error().message;
  EXPECT_FALSE(opened.value().migration.applied.empty());
  const auto mode_of = [](const std::filesystem::path& file) {
    return std::filesystem::status(file).permissions() & std::filesystem::perms::mask;
  };
  using std::filesystem::perms;
  EXPECT_EQ(mode_of(path), perms::owner_read | perms::owner_write);
  EXPECT_EQ(mode_of(path.parent_path()), perms::owner_all);
  EXPECT_EQ(mode_of(path.parent_path().parent_path()), perms::owner_all);
  const auto writer = opened.value().make_store();
  ASSERT_TRUE(writer->probe().has_value());
  EXPECT_EQ(mode_of(path.string() + "-wal"), perms::owner_read | perms::owner_write);
  EXPECT_THAT(open_sqlite(path).value().migration.applied, IsEmpty());
}

TEST(OpenSqlite, StoresOnOneFileSeeEachOthersCommits) {
  const TemporaryDirectory directory;
  const auto opened = open_sqlite(directory.file("matinee.db"));
  ASSERT_TRUE(opened.has_value()) << opened.error().message;
  const auto writer = opened.value().make_store();
  const auto reader = opened.value().make_store();
  EXPECT_FALSE(exists(*reader, "p1"));
  ASSERT_EQ(commit_one(*writer, CreateParty{token_of("host"), party_of("p1", "ABC234")}), "ok");
  EXPECT_TRUE(exists(*reader, "p1"));
}

TEST(OpenSqlite, SaysWhatItCannotOpen) {
  const TemporaryDirectory directory;
  std::ofstream(directory.file("file")) << "not a directory";
  const auto below_a_file = open_sqlite(directory.file("file") / "matinee.db");
  ASSERT_TRUE(below_a_file.has_error());
  EXPECT_EQ(below_a_file.error().kind, StoreErrorKind::unavailable);
  EXPECT_THAT(below_a_file.error().message, HasSubstr("matinee.db"));
  const auto a_directory = open_sqlite(directory.file("."));
  ASSERT_TRUE(a_directory.has_error());
  const auto quoted = open_sqlite(directory.file("a\"b.db"));
  ASSERT_TRUE(quoted.has_error());
  EXPECT_THAT(quoted.error().message, HasSubstr("double quote"));
}

}  // namespace
}  // namespace matinee::storage
