// What only a SQL store can be seen doing: what breaks a constraint, what a column can't hold, what a row keeps.
#include <soci/soci.h>

#include <map>

#include "storage/sql_script.hpp"
#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Runs over every SQL backend; the parameter is its name.
class SqlStoreTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    backend_ = sql_backend(GetParam());
    store_ = backend_->make_store();
    ASSERT_EQ(commit_one(*store_, CreateParty{token_of("host"), party_of("p1", "ABC234")}), "ok");
  }

  std::unique_ptr<SqlBackend> backend_;
  std::unique_ptr<Store> store_;
};
INSTANTIATE_TEST_SUITE_P(Backends, SqlStoreTest, every_sql_backend(), backend_name);

TEST_P(SqlStoreTest, WhatBreaksAConstraintFailsAloneAndLeavesTheStoreUsable) {
  ASSERT_EQ(commit_one(*store_, CreateParty{token_of("host"), party_of("p2", "BBBBBB")}), "ok");
  PutPlayback impossible = playback_of(Millis{1}, 1);
  impossible.playback.rate = 99;
  party::Party nameless = party_of("", "CCCCCC");
  EXPECT_THAT(commit(*store_, {change_of("p1", 0, {seat_of("bob"), impossible}), CreateParty{token_of("eve"), nameless},
                               change_of("p2", 0, {seat_of("bob")})}),
              ElementsAre("corrupt", "corrupt", "ok"));
  EXPECT_EQ(loaded(*store_, "p1").version, 0u);
  EXPECT_FALSE(loaded(*store_, "p1").roster.contains(UserId("bob")));
  EXPECT_EQ(loaded(*store_, "p2").version, 1u);
  EXPECT_EQ(commit_one(*store_, change_of("p1", 0, {playback_of(Millis{1}, 1)})), "ok");
}

TEST_P(SqlStoreTest, AnUnknownRoleInTheFileIsCorruptNotAGuess) {
  const bool sqlite = GetParam() == std::string("sqlite");
  run_script(*backend_->connect(), sqlite ? "PRAGMA ignore_check_constraints = ON; UPDATE participants SET role = 'king'"
                                          : "ALTER TABLE participants DROP CONSTRAINT participants_role_check;"
                                            "UPDATE participants SET role = 'king'");
  const auto result = store_->load_party(PartyId("p1"), chat_limit, noon);
  ASSERT_TRUE(result.has_error());
  EXPECT_EQ(result.error().kind, StoreErrorKind::corrupt);
  EXPECT_THAT(result.error().message, HasSubstr("king"));
  EXPECT_TRUE(store_->find_party_by_code("ABC234").has_value());
}

TEST_P(SqlStoreTest, AMessageKeepsItsAuthorsNameOfTheTime) {
  const auto says = [](const std::string& id) {
    return AppendChat{MessageId(id), UserId("bob"), "Hi", Millis{1'500}, noon};
  };
  PutSeat robert = seat_of("bob");
  robert.profile = party::Profile{"Robert", "https://example.com/bob.png"};
  // The middle one renames within its commit, the first and the last find the seat as it is stored.
  EXPECT_THAT(commit(*store_, {change_of("p1", 0, {seat_of("bob"), says("m0")})}), ElementsAre("ok"));
  EXPECT_THAT(commit(*store_, {change_of("p1", 1, {says("m1")}), change_of("p1", 2, {robert, says("m2")}),
                               change_of("p1", 3, {RemoveSeat{UserId("bob")}})}),
              ElementsAre("ok", "ok", "ok"));
  for (const auto& [id, expected] : std::map<std::string, std::string>{{"m0", "Name of bob - 1500"},
                                                                       {"m1", "Name of bob - 1500"},
                                                                       {"m2", "Robert https://example.com/bob.png 1500"}}) {
    std::string found;
    *backend_->connect() << "SELECT display_name || ' ' || COALESCE(avatar_url, '-') || ' ' || position_ms"
                            " FROM chat_messages WHERE id = :id",
        soci::into(found), soci::use(id, "id");
    EXPECT_EQ(found, expected) << id;
  }
}

}  // namespace
}  // namespace matinee::storage
