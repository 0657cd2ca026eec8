// The contract of every Store: how a party was attended.
#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class StoreFigures : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    ASSERT_EQ(commit_one(store(), CreateParty{token_of("host"), party_of("p1", "ABC234")}), "ok");
  }
  static AudienceStretch stretch(int from_second, std::size_t viewers, std::size_t peak) {
    const ServerTime from = noon + Millis{from_second * 1'000};
    return {from, from + Millis{30'000}, viewers, peak, Millis{45'000}, 2, 5};
  }
  PartyFigures figures() { return value_of(store().party_figures(PartyId("p1"))).value(); }
};
INSTANTIATE_TEST_SUITE_P(Backends, StoreFigures, every_backend(), backend_name);

TEST_P(StoreFigures, ANewPartyHasNone) {
  const PartyFigures none = figures();
  EXPECT_EQ(none.created_at, noon);
  EXPECT_FALSE(none.ended_at);
  EXPECT_EQ(none.participants, 1u);
  EXPECT_THAT(none.audience, IsEmpty());
  EXPECT_THAT(none.film, IsEmpty());
  EXPECT_FALSE(value_of(store().party_figures(PartyId("p2"))));
}

TEST_P(StoreFigures, StretchesComeInOrderAndOneTakesThePlaceOfItsLike) {
  for (const AudienceStretch& one : {stretch(60, 2, 3), stretch(0, 1, 1), stretch(60, 4, 5)}) {
    ASSERT_EQ(commit_one(store(), AddFigures{PartyId("p1"), one, {}}), "ok");
  }
  EXPECT_EQ(commit_one(store(), AddFigures{PartyId("gone"), stretch(0, 1, 1), {{ClipId("clip"), 0, 1, 0}}}), "ok");
  reopen();
  EXPECT_THAT(figures().audience, ElementsAre(stretch(0, 1, 1), stretch(60, 4, 5)));
}

TEST_P(StoreFigures, MessagesAndReactionsAlongTheFilmAddUp) {
  const ClipId a("a"), b("b");
  ASSERT_EQ(commit_one(store(), AddFigures{PartyId("p1"), stretch(0, 1, 1), {{b, 3, 2, 0}, {a, 0, 1, 0}}}), "ok");
  ASSERT_EQ(commit_one(store(), AddFigures{PartyId("p1"), stretch(60, 1, 1), {{b, 3, 5, 0}}}), "ok");
  ASSERT_EQ(commit_one(store(), AddReactions{PartyId("p1"), {{b, 36, "🔥", 4}, {b, 47, "👏", 1}, {b, 48, "🔥", 9}}}), "ok");
  EXPECT_THAT(figures().film,
              ElementsAre(FilmMinute{a, 0, 1, 0}, FilmMinute{b, 3, 7, 5}, FilmMinute{b, 4, 0, 9}));
}

TEST_P(StoreFigures, AfterAStartNobodyIsCounted) {
  ASSERT_EQ(commit_one(store(), CreateParty{token_of("host"), party_of("p2", "BBBBBB")}), "ok");
  ASSERT_EQ(commit_one(store(), AddFigures{PartyId("p1"), stretch(0, 2, 2), {}}), "ok");
  ASSERT_EQ(commit_one(store(), AddFigures{PartyId("p2"), stretch(0, 0, 2), {}}), "ok");
  const ServerTime restart = noon + Millis{90'000};
  ASSERT_TRUE(store().note_start(restart, noon));
  ASSERT_TRUE(store().note_start(restart + Millis{1'000}, noon)) << "once is enough";
  ASSERT_EQ(figures().audience.size(), 2u);
  EXPECT_EQ(figures().audience[1], (AudienceStretch{restart, restart, 0, 0, Millis{0}, 0, 0}));
  EXPECT_EQ(value_of(store().party_figures(PartyId("p2")))->audience.size(), 1u) << "nobody was there";
}

TEST_P(StoreFigures, TheyGoWithTheParty) {
  ASSERT_EQ(commit_one(store(), AddFigures{PartyId("p1"), stretch(0, 2, 2), {{ClipId("a"), 0, 1, 0}}}), "ok");
  ASSERT_EQ(commit_one(store(), change_of("p1", 0, {PutEnded{noon}})), "ok");
  EXPECT_EQ(figures().ended_at, noon);
  ASSERT_EQ(commit_one(store(), LetGo{Kept::finished_parties, noon + Millis{1}, noon, 500}), "ok");
  EXPECT_FALSE(value_of(store().party_figures(PartyId("p1"))));
}

}  // namespace
}  // namespace matinee::storage
