// The contract of every Store: parties found in lists, and what somebody took part in.
#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class StoreListings : public StoreTest {
 protected:
  /// Created `minute` minutes after noon, under a code of its own.
  void create(const std::string& id, party::Visibility visibility, const std::string& title = "Friday", int minute = 0,
              const std::string& host = "host") {
    party::Party party = party_of(id, "CODE" + std::to_string(10 + codes_++));
    party.title = title;
    party.visibility = visibility;
    party.created_at = noon + std::chrono::minutes{minute};
    party.host = UserId(host);
    party.roster.clear();
    party::Participant& seat = party.roster[party.host];
    seat.user = party.host;
    seat.profile = {"Name of " + host, std::nullopt};
    seat.role = party::Role::host;
    seat.joined_at = party.created_at;
    ASSERT_EQ(commit_one(store(), CreateParty{token_of(host), party}), "ok");
  }
  void note(const std::string& id, std::size_t people) {
    ASSERT_EQ(commit_one(store(), NotePeople{PartyId(id), people}), "ok");
  }
  std::vector<PartyListing> listed(const PublicQuery& query = {}) { return store().public_parties(query).value(); }
  std::vector<std::string> ids(const PublicQuery& query = {}) {
    std::vector<std::string> ids;
    for (const PartyListing& listing : listed(query)) ids.push_back(listing.id.str());
    return ids;
  }
  std::vector<std::string> found(std::vector<std::string> words) { return ids({std::move(words)}); }
  std::vector<Attendance> history(const std::string& user, std::size_t limit = 20) {
    return store().history({UserId(user), std::nullopt, limit}).value();
  }

  int codes_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, StoreListings, every_backend(), backend_name);

constexpr auto open = party::Visibility::public_;
constexpr PublicQuery newest{{}, ListingOrder::newest, std::nullopt, 20};

TEST_P(StoreListings, ShowPublicPartiesThatGoOn) {
  create("open", open);
  create("private", party::Visibility::private_);
  create("friends", party::Visibility::friends);
  create("over", open);
  ASSERT_EQ(commit_one(store(), change_of("over", 0, {PutEnded{noon}})), "ok");
  EXPECT_THAT(ids(), ElementsAre("open"));
  EXPECT_THAT(ids(newest), ElementsAre("open"));
}

TEST_P(StoreListings, SayWhatStandsInTheWay) {
  create("open", open);
  create("asked", open);
  party::Settings settings;
  settings.approval = true;
  settings.locked = true;
  ASSERT_EQ(commit_one(store(), change_of("asked", 0, {PutSettings{settings}, PutPassword{"hash"}})), "ok");
  note("asked", 1);
  const auto listings = listed();
  ASSERT_EQ(listings.size(), 2u);
  EXPECT_TRUE(listings[0].has_password && listings[0].approval && listings[0].locked);
  EXPECT_FALSE(listings[1].has_password || listings[1].approval || listings[1].locked);
  ASSERT_EQ(commit_one(store(), change_of("asked", 1, {PutPassword{""}})), "ok");
  EXPECT_FALSE(listed()[0].has_password);
}

TEST_P(StoreListings, ShowOperatorsEveryPartyThatGoesOn) {
  create("open", open, "Friday", 1);
  create("private", party::Visibility::private_, "Friday", 2);
  create("friends", party::Visibility::friends, "Friday", 3);
  create("over", open);
  ASSERT_EQ(commit_one(store(), change_of("over", 0, {PutEnded{noon}})), "ok");
  ASSERT_EQ(commit_one(store(), change_of("private", 0, {seat_of("ann"), seat_of("bob")})), "ok");
  ASSERT_EQ(commit_one(store(), NoteEmptySince{PartyId("private"), std::nullopt}), "ok");
  PublicQuery query;
  query.every = true;
  EXPECT_THAT(ids(query), ElementsAre("private", "friends", "open")) << "who has somebody in it first";
  EXPECT_EQ(listed(query)[0].seats, 3u);
  EXPECT_EQ(listed(query)[0].people, 1u);
  EXPECT_EQ(listed(query)[1].people, 0u);
  query.limit = 1;
  query.after = ListingCursor{1, noon + std::chrono::minutes{2}, PartyId("private")};
  EXPECT_THAT(ids(query), ElementsAre("friends"));
  query.after = ListingCursor{0, noon + std::chrono::minutes{3}, PartyId("friends")};
  EXPECT_THAT(ids(query), ElementsAre("open"));
}

TEST_P(StoreListings, SayWhatPlaysAndWhoseItIs) {
  create("p1", open, "Sintel, together");
  const Clip clip{ClipId("film"), "Sintel", "https://example.org/s.mp4", Millis{888'000}, UserId("host"), noon};
  ASSERT_EQ(commit_one(store(), SaveClip{token_of("host", "clip"), clip}), "ok");
  const party::Playback playback{ClipId("film"), std::nullopt, Millis{1'500}, noon + Millis{3}, true, 1.5};
  ASSERT_EQ(commit_one(store(), change_of("p1", 0, {PutPlayback{playback, 1}})), "ok");
  note("p1", 7);
  const auto listings = listed();
  ASSERT_EQ(listings.size(), 1u);
  const PartyListing& listing = listings.front();
  EXPECT_EQ(listing.title, "Sintel, together");
  EXPECT_EQ(listing.host, UserId("host"));
  EXPECT_EQ(listing.host_profile.display_name, "Name of host");
  EXPECT_EQ(listing.visibility, open);
  EXPECT_EQ(listing.people, 7u);
  EXPECT_EQ(listing.max_participants, 100u);
  EXPECT_EQ(listing.created_at, noon);
  EXPECT_EQ(listing.playback.clip, ClipId("film"));
  EXPECT_EQ(listing.playback.clip_length, Millis{888'000});
  EXPECT_EQ(listing.playback.position, Millis{1'500});
  EXPECT_TRUE(listing.playback.playing);
  EXPECT_EQ(listing.playback.rate, 1.5);
  EXPECT_EQ(listing.clip_title, "Sintel");
}

TEST_P(StoreListings, AreSortedByPeopleOrByNewnessAndPaged) {
  create("old", open, "Friday", 0);
  create("middle", open, "Friday", 1);
  create("new", open, "Friday", 2);
  note("old", 5);
  note("new", 2);
  EXPECT_THAT(ids(), ElementsAre("old", "new", "middle"));
  EXPECT_THAT(ids(newest), ElementsAre("new", "middle", "old"));

  const ListingCursor after_old{5, noon, PartyId("old")};
  EXPECT_THAT(ids({{}, ListingOrder::people, after_old, 1}), ElementsAre("new"));
  const ListingCursor after_new{2, noon + std::chrono::minutes{2}, PartyId("new")};
  EXPECT_THAT(ids({{}, ListingOrder::people, after_new, 5}), ElementsAre("middle"));
  EXPECT_THAT(ids({{}, ListingOrder::newest, after_new, 5}), ElementsAre("middle", "old"));
}

TEST_P(StoreListings, ThePagesOfManyPartiesHaveEachOnce) {
  for (int i = 0; i < 11; ++i) create("p" + std::to_string(i), open, "Friday", i / 4);
  for (int i = 0; i < 11; i += 2) note("p" + std::to_string(i), static_cast<std::size_t>(i % 3));
  for (const ListingOrder order : {ListingOrder::people, ListingOrder::newest}) {
    std::set<std::string> seen;
    PublicQuery query{{}, order, std::nullopt, 3};
    for (auto page = listed(query); !page.empty(); page = listed(query)) {
      for (const PartyListing& listing : page) EXPECT_TRUE(seen.insert(listing.id.str()).second);
      query.after = ListingCursor{page.back().people, page.back().created_at, page.back().id};
    }
    EXPECT_EQ(seen.size(), 11u);
  }
}

TEST_P(StoreListings, AreSearchedByTheBeginningsOfWords) {
  create("cabinet", open, "The Cabinet of Dr. Caligari", 0);
  create("cable", open, "Cable Guy", 1);
  create("night", open, "Ночной ДОЗОР", 2);
  create("secret", party::Visibility::private_, "Cabinet meeting", 3);
  EXPECT_THAT(found({"cab"}), ElementsAre("cable", "cabinet"));
  EXPECT_THAT(found({"cab", "dr"}), ElementsAre("cabinet"));
  EXPECT_THAT(found({"cab", "dr", "of"}), ElementsAre("cabinet"));
  EXPECT_THAT(found({"дозор"}), ElementsAre("night"));
  EXPECT_THAT(found({"abinet"}), IsEmpty());
  EXPECT_THAT(found({"cab", "night"}), IsEmpty());
  ASSERT_EQ(commit_one(store(), change_of("cable", 0, {PutEnded{noon}})), "ok");
  EXPECT_THAT(found({"cab"}), ElementsAre("cabinet"));
}

TEST_P(StoreListings, TheLastNoteCountsUntilTheNextStart) {
  create("p1", open);
  EXPECT_THAT(
      commit(store(), {NotePeople{PartyId("p1"), 4}, NotePeople{PartyId("nowhere"), 4}, NotePeople{PartyId("p1"), 3}}),
      ElementsAre("ok", "ok", "ok"));
  EXPECT_EQ(listed().front().people, 3u);
  ASSERT_TRUE(store().note_start(noon, noon).has_value());
  EXPECT_EQ(listed().front().people, 0u);
}

TEST_P(StoreListings, FriendsSeeWhatIsForThem) {
  create("for-friends", party::Visibility::friends, "Friday", 0, "ann");
  create("public", open, "Friday", 1, "ann");
  create("private", party::Visibility::private_, "Friday", 2, "ann");
  create("of-a-stranger", party::Visibility::friends, "Friday", 3, "eve");
  const auto ask = [&](const char* user, const char* other) {
    ChangeFriendship change{UserId(user), {user, std::nullopt}, UserId(other)};
    change.limit = {100, Millis{3'600'000}};
    change.now = noon;
    ASSERT_EQ(commit_one(store(), change), "ok");
  };
  const auto seen = [&] {
    std::vector<std::string> ids;
    const auto listings = store().friends_parties(UserId("bob"), 20).value();
    for (const auto& listing : listings) ids.push_back(listing.id.str());
    return ids;
  };
  ask("bob", "ann");
  EXPECT_THAT(seen(), IsEmpty()) << "asking is not enough";
  ask("ann", "bob");
  EXPECT_THAT(seen(), ElementsAre("public", "for-friends"));
  note("for-friends", 2);
  EXPECT_THAT(seen(), ElementsAre("for-friends", "public"));
}

TEST_P(StoreListings, HistoryOutlivesTheSeatAndTheParty) {
  create("p1", open, "First", 0);
  create("p2", party::Visibility::private_, "Second", 1);
  const auto at = [](int minute) { return noon + std::chrono::minutes{minute}; };
  ASSERT_EQ(commit_one(store(), change_of("p1", 0, {seat_of("bob", party::Role::viewer, at(2)), seat_of("eve")})),
            "ok");
  ASSERT_EQ(commit_one(store(), change_of("p2", 0, {seat_of("bob", party::Role::co_host, at(3))})), "ok");
  ASSERT_EQ(commit_one(store(), change_of("p1", 1, {RemoveSeat{UserId("bob")}, PutEnded{at(90)}})), "ok");
  reopen();

  const auto visits = history("bob");
  ASSERT_EQ(visits.size(), 2u);
  EXPECT_EQ(visits[0].party, PartyId("p2"));
  EXPECT_EQ(visits[0].role, party::Role::co_host);
  EXPECT_TRUE(visits[0].invite_code.has_value());
  EXPECT_EQ(visits[0].status, party::Status::active);
  EXPECT_EQ(visits[0].participants, 2u);
  EXPECT_EQ(visits[1].party, PartyId("p1"));
  EXPECT_EQ(visits[1].title, "First");
  EXPECT_EQ(visits[1].host, UserId("host"));
  EXPECT_EQ(visits[1].status, party::Status::ended);
  EXPECT_EQ(visits[1].created_at, noon);
  EXPECT_EQ(visits[1].ended_at, at(90));
  EXPECT_EQ(visits[1].joined_at, at(2));
  EXPECT_EQ(visits[1].role, std::nullopt);
  EXPECT_EQ(visits[1].invite_code, std::nullopt) << "who left has no claim on it";
  EXPECT_EQ(visits[1].participants, 3u);
  EXPECT_THAT(visits[1].some,
              ElementsAre(party::Person{UserId("eve"), "Name of eve"}, party::Person{UserId("host"), "Name of host"}));
  EXPECT_THAT(history("nobody"), IsEmpty());
  EXPECT_EQ(history("host").size(), 2u);
}

TEST_P(StoreListings, HistoryIsPaged) {
  for (int i = 0; i < 5; ++i) create("p" + std::to_string(i), open, "Friday", i / 2);
  std::vector<std::string> seen;
  HistoryQuery query{UserId("host"), std::nullopt, 2};
  for (auto page = store().history(query).value(); !page.empty(); page = store().history(query).value()) {
    for (const Attendance& attendance : page) seen.push_back(attendance.party.str());
    query.after = HistoryQuery::Cursor{page.back().joined_at, page.back().party};
  }
  EXPECT_THAT(seen, ElementsAre("p4", "p3", "p2", "p1", "p0"));
}

TEST_P(StoreListings, APersonsNamesInALongHistoryAreFew) {
  create("p1", open);
  std::vector<PartyWrite> seats;
  for (int i = 0; i < 9; ++i)
    seats.push_back(seat_of("guest" + std::to_string(i), party::Role::viewer, noon + Millis{i}));
  ASSERT_EQ(commit_one(store(), change_of("p1", 0, seats)), "ok");
  const auto visits = history("guest3");
  EXPECT_EQ(visits.front().participants, 10u);
  EXPECT_EQ(visits.front().some.size(), max_people_named);
}

TEST_P(StoreListings, WhoIsKeptOutIsKnownByTheNameOfTheSeat) {
  create("p1", open);
  const auto at = [](int minute) { return noon + std::chrono::minutes{minute}; };
  ASSERT_EQ(commit_one(store(), change_of("p1", 0, {seat_of("bob"), seat_of("eve")})), "ok");
  ASSERT_EQ(commit_one(store(), change_of("p1", 1, {AddKick{UserId("bob"), at(1)}, RemoveSeat{UserId("bob")}})), "ok");
  ASSERT_EQ(commit_one(store(), change_of("p1", 2, {AddKick{UserId("eve"), at(2)}, RemoveSeat{UserId("eve")}})), "ok");
  reopen();
  auto kicked = store().kicked_users(PartyId("p1"), 10).value();
  ASSERT_EQ(kicked.size(), 2u);
  EXPECT_EQ(kicked[0].person, (party::Person{UserId("eve"), "Name of eve"}));
  EXPECT_EQ(kicked[0].at, at(2));
  EXPECT_EQ(kicked[1].person.user, UserId("bob"));
  EXPECT_EQ(store().kicked_users(PartyId("p1"), 1).value().size(), 1u);
  ASSERT_EQ(commit_one(store(), change_of("p1", 3, {RemoveKick{UserId("eve")}})), "ok");
  EXPECT_EQ(store().kicked_users(PartyId("p1"), 10).value().size(), 1u);
  EXPECT_THAT(store().kicked_users(PartyId("nowhere"), 10).value(), IsEmpty());
}

}  // namespace
}  // namespace matinee::storage
