// Copying a database: between all kinds, everything there is, and nothing where something is wrong.
#include "storage/copy_database.hpp"

#include <fmt/format.h>
#include <soci/soci.h>

#include <numeric>

#include "storage/sql_script.hpp"
#include "storage/store_test_support.hpp"
#include "storage/table_catalogue.hpp"

namespace matinee::storage {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;

constexpr Millis copying_patience{20'000};

std::vector<Table> tables_in(const SqlBackend& backend) {
  return tables_of(*backend.connect(), backend.database()->dialect());
}

long long rows_in(const SqlBackend& backend, const std::string& table) {
  long long rows = 0;
  *backend.connect() << "SELECT COUNT(*) FROM " + table, soci::into(rows);
  return rows;
}

/// The parameters are the kinds of the source and of the target.
class CopyDatabase : public testing::TestWithParam<std::tuple<const char*, const char*>> {
 protected:
  void SetUp() override {
    source_ = sql_backend(std::get<0>(GetParam()));
    target_ = sql_backend(std::get<1>(GetParam()));
    fill(*source_->make_store());
    run_script(*source_->connect(), "INSERT INTO probes (payload) VALUES ('left by a crash')");
    run_script(*source_->connect(),
               "INSERT INTO nodes (id, alive_until_ms) VALUES ('gone', 1);"
               " INSERT INTO secrets (name, value) VALUES ('key', 'k')");
  }

  /// Something in every table of the stores, with what is hard to carry over: missing values, large and small numbers,
  /// text of every kind, more rows than are read or written at once.
  static void fill(Store& store) {
    party::Party first = party_of("p1", "AAAAAA");
    first.title = "Zoë 🎬 '; DROP TABLE parties; -- \"\\ :rows \x01\x7f";
    first.visibility = party::Visibility::public_;
    first.kicked = {UserId("troll")};
    first.playback.rate = 0.1 + 0.2;
    first.playback.position = Millis{std::numeric_limits<std::int64_t>::max()};
    first.version = std::numeric_limits<std::uint64_t>::max() - 10'000;
    first.settings = party::Settings{party::WaitingPolicy::quorum, true};
    first.scheduled_start = party::ScheduledStart{noon, UserId("host")};
    ASSERT_EQ(commit_one(store, CreateParty{token_of("host"), first}), "ok");
    ASSERT_EQ(commit_one(store, CreateParty{token_of("host"), party_of("p2", "BBBBBB")}), "ok");
    const Clip clip{ClipId("clip"), "A film", "https://example.com/a.mp4", std::nullopt, UserId("host"), noon};
    ASSERT_EQ(commit_one(store, SaveClip{token_of("host", "clip"), clip}), "ok");
    std::vector<PartyWrite> writes{AddKick{UserId("é"), noon},
                                   AddKick{UserId("Z"), noon},
                                   AddKick{UserId("a"), noon},
                                   PutMute{UserId("troll"), std::nullopt},
                                   AppendReport{MessageId("0"), UserId("bob"), "spam", "Hi", noon}};
    const auto item = std::make_shared<const party::QueueItem>(
        party::QueueItem{QueueItemId("q1"), ClipId("clip"), "Zoë \"2\"", std::nullopt, {UserId("host"), "Ann"}});
    writes.emplace_back(PutQueue{std::numeric_limits<std::uint64_t>::max(), party::Loop::all, {}, {{item, -7}}});
    writes.emplace_back(PutInvitation{{InvitationId("i"), "ABCDEFGH23", "Zoë", {UserId("host"), "Ann"}, noon}});
    writes.emplace_back(PutInvitationUse{InvitationId("i"), {UserId("é"), "É"}, noon});
    writes.emplace_back(PutJoinRequest{UserId("late"), {{"Late", std::nullopt}, noon, true}});
    writes.emplace_back(PutPassword{"$argon2id$hash"});
    for (int i = 0; i < 2'345; ++i) {
      writes.emplace_back(AppendChat{MessageId(std::to_string(i)), UserId("host"), "Hi", Millis{i}, noon});
    }
    ASSERT_EQ(commit_one(store, change_of("p1", first.version, std::move(writes))), "ok");
    ASSERT_EQ(commit_one(store, NoteEmptySince{PartyId("p2"), std::nullopt}), "ok");
    ASSERT_EQ(commit_one(store, BeginErasure{token_of("gone", "privacy"), UserId("gone"), noon}), "ok");
    const AudienceStretch stretch{noon, noon + Millis{60'000}, 2, 3, Millis{90'000}, 1, 0};
    ASSERT_EQ(commit_one(store, BlockUser{{UserId("troll"), "Rüde ' 🎬", noon}}), "ok");
    ASSERT_EQ(commit_one(store, AddFigures{PartyId("p1"), stretch, {{ClipId("film"), 1, 1, 0}}}), "ok");
    Playlist playlist{PlaylistId("list"), UserId("host"), "Friday", true, {ClipId("clip"), ClipId("clip")}};
    ASSERT_EQ(commit_one(store, SavePlaylist{token_of("host"), playlist}), "ok");
    ChangeFriendship request{UserId("ann"), {"Ann", std::nullopt}, UserId("bob")};
    request.limit = {10, Millis{3'600'000}};
    request.now = noon;
    ASSERT_EQ(commit_one(store, request), "ok");
    ASSERT_EQ(commit_one(store, AddReactions{PartyId("p1"), {{ClipId("film"), 0, "👏", 1}, {ClipId("film"), 3, "🔥", 7}}}),
              "ok");
  }

  Result<CopyReport, StoreError> copy() { return copy_database(source_->url(), target_->url(), copying_patience); }

  std::string why_not() {
    const auto report = copy();
    EXPECT_TRUE(report.has_error());
    return report.has_error() ? report.error().message : "it was copied";
  }

  void expect_target_holds_nothing() {
    for (const Table& table : tables_in(*target_)) EXPECT_EQ(rows_in(*target_, table.name), 0) << table.name;
  }

  std::unique_ptr<SqlBackend> source_;
  std::unique_ptr<SqlBackend> target_;
};
INSTANTIATE_TEST_SUITE_P(Kinds, CopyDatabase, testing::Combine(every_sql_backend(), every_sql_backend()),
                         [](const auto& kinds) {
                           return std::string(std::get<0>(kinds.param)) + "_to_" + std::get<1>(kinds.param);
                         });

TEST_P(CopyDatabase, CarriesEveryRowOfEveryTable) {
  const auto report = copy();
  ASSERT_TRUE(report.has_value()) << report.error().message;
  const std::vector<Table> tables = tables_in(*source_);
  ASSERT_EQ(report.value().tables.size(), tables.size());
  for (const CopiedTable& table : report.value().tables) {
    EXPECT_EQ(table.rows, static_cast<std::size_t>(rows_in(*source_, table.name))) << table.name;
    EXPECT_EQ(table.rows, static_cast<std::size_t>(rows_in(*target_, table.name))) << table.name;
  }
  EXPECT_EQ(rows_in(*target_, "chat_messages"), 2'345);
  EXPECT_EQ(rows_in(*target_, "kicks"), 4);

  const auto original = source_->make_store();
  const auto copied = target_->make_store();
  for (const std::string id : {"p1", "p2"}) {
    const party::Party expected = loaded(*original, id);
    const party::Party found = loaded(*copied, id);
    EXPECT_EQ(found.title, expected.title);
    EXPECT_EQ(found.playback, expected.playback);
    EXPECT_EQ(found.version, expected.version);
    EXPECT_EQ(found.kicked, expected.kicked);
    EXPECT_EQ(found.settings, expected.settings);
    EXPECT_EQ(found.scheduled_start, expected.scheduled_start);
    EXPECT_EQ(found.roster.size(), expected.roster.size());
  }
  EXPECT_EQ(copied->load_clip(ClipId("clip")).value()->duration, std::nullopt);
}

TEST_P(CopyDatabase, IsTriedWithSomethingInEveryTable) {
  for (const Table& table : tables_in(*source_)) EXPECT_GT(rows_in(*source_, table.name), 0) << table.name;
}

TEST_P(CopyDatabase, KnowsTheTablesFromTheDatabaseItself) {
  std::vector<std::string> names;
  for (const Table& table : tables_in(*source_)) names.push_back(table.name);
  EXPECT_THAT(names, AllOf(Contains("parties"), Contains("rate_events"), testing::Not(Contains("schema_migrations"))));
  const auto place = [&](const char* name) { return std::find(names.begin(), names.end(), name) - names.begin(); };
  EXPECT_LT(place("parties"), place("kicks")) << "which refer to them";
  EXPECT_LT(place("parties"), place("chat_messages"));
}

TEST_P(CopyDatabase, ATargetThatHoldsSomethingIsLeftAlone) {
  ASSERT_EQ(commit_one(*target_->make_store(), CreateParty{token_of("host"), party_of("theirs", "CCCCCC")}), "ok");
  EXPECT_THAT(why_not(), HasSubstr("holds data already"));
  EXPECT_EQ(rows_in(*target_, "parties"), 1);
  EXPECT_EQ(rows_in(*target_, "chat_messages"), 0);
}

TEST_P(CopyDatabase, ARowThatArrivesOtherwiseIsNoticedAndNothingStays) {
  target_->make_store();
  const bool sqlite = std::get<1>(GetParam()) == std::string("sqlite");
  run_script(*target_->connect(),
             sqlite ? "CREATE TRIGGER spoil AFTER INSERT ON chat_messages WHEN NEW.id = '1234' BEGIN"
                      " UPDATE chat_messages SET position_ms = 0 WHERE id = NEW.id; END"
                    : "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS"
                      " $$ BEGIN NEW.position_ms = 0; RETURN NEW; END $$;"
                      "CREATE TRIGGER spoil BEFORE INSERT ON chat_messages FOR EACH ROW WHEN (NEW.id = '1234')"
                      " EXECUTE FUNCTION spoil()");
  EXPECT_THAT(why_not(), AllOf(HasSubstr("chat_messages"), HasSubstr("not what it is in the original")));
  expect_target_holds_nothing();
}

TEST_P(CopyDatabase, ARowThatIsLostIsNoticed) {
  target_->make_store();
  const bool sqlite = std::get<1>(GetParam()) == std::string("sqlite");
  run_script(*target_->connect(), sqlite ? "CREATE TRIGGER lose AFTER INSERT ON kicks BEGIN DELETE FROM kicks; END"
                                         : "CREATE RULE lose AS ON INSERT TO kicks DO INSTEAD NOTHING");
  EXPECT_THAT(why_not(), HasSubstr("kicks"));
  expect_target_holds_nothing();
}

TEST_P(CopyDatabase, AnOutdatedSourceIsRefusedAndNotChanged) {
  run_script(*source_->connect(), "DELETE FROM schema_migrations WHERE number = (SELECT MAX(number) FROM"
                                  " schema_migrations)");
  EXPECT_THAT(why_not(), AllOf(HasSubstr("not up to date"), HasSubstr("matinee migrate")));
  EXPECT_EQ(pending_migrations(*source_->database()).value().size(), 1U);
}

TEST_P(CopyDatabase, ItIsNotCopiedIntoItself) {
  const auto report = copy_database(source_->url(), source_->url(), copying_patience);
  ASSERT_TRUE(report.has_error());
  EXPECT_THAT(report.error().message, HasSubstr("into itself"));
}

std::string described(const Table& table) {
  std::string text = table.name + ":";
  for (const Column& column : table.columns) text += fmt::format(" {}={}", column.name, static_cast<int>(column.type));
  return text;
}

TEST(TableCatalogue, IsTheSameInEveryKindOfDatabase) {
  SqliteBackend sqlite;
  PostgresqlBackend postgresql;
  sqlite.make_store();
  postgresql.make_store();
  std::vector<std::string> one;
  std::vector<std::string> other;
  for (const Table& table : tables_in(sqlite)) one.push_back(described(table));
  for (const Table& table : tables_in(postgresql)) other.push_back(described(table));
  EXPECT_THAT(one, testing::ElementsAreArray(other));
  EXPECT_GT(one.size(), 5U);
}

TEST(CopyMissingDatabase, IsAnErrorNotAnEmptyCopy) {
  const TemporaryDirectory directory;
  const std::string missing = "sqlite:" + directory.file("missing.db").string();
  const auto report = copy_database(missing, "sqlite:" + directory.file("target.db").string(), copying_patience);
  ASSERT_TRUE(report.has_error());
  EXPECT_THAT(report.error().message, HasSubstr("missing.db"));
  EXPECT_FALSE(std::filesystem::exists(directory.file("missing.db")));
}

}  // namespace
}  // namespace matinee::storage
