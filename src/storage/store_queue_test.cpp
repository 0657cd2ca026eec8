// The contract of every Store: queues, playlists, and what clips show of themselves.
#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class StoreQueues : public StoreTest {};
INSTANTIATE_TEST_SUITE_P(Backends, StoreQueues, every_backend(), backend_name);

party::QueueItemPtr item(const std::string& name, std::optional<Millis> length = Millis{1'000}) {
  return std::make_shared<const party::QueueItem>(party::QueueItem{
      QueueItemId(name), ClipId("clip-" + name), "Title \"" + name + "\"", length, {UserId("ann"), "Ann"}});
}

std::vector<std::string> order(Store& store) {
  std::vector<std::string> names;
  const party::Party party = loaded(store, "p1");
  if (!party.queue) return {"no queue"};
  for (const party::QueueEntry& entry : party.queue->entries) names.push_back(entry.item->id.str());
  return names;
}

PutQueue put(std::uint64_t revision, std::vector<PutQueue::Item> items, std::vector<QueueItemId> removed = {}) {
  return PutQueue{revision, party::Loop::off, std::move(removed), std::move(items)};
}

TEST_P(StoreQueues, AnyQueueIsFoundAgainCompletely) {
  party::Party party = party_of("p1", "ABC234");
  party::Queue queue;
  insert(queue, 0, {item("b"), item("c", std::nullopt)});
  queue.current = item("a");
  queue.loop = party::Loop::all;
  queue.revision = 9;
  party.playback.clip = ClipId("clip-a");
  party.queue = std::make_shared<const party::Queue>(queue);
  party.settings.queue_by = party::QueuePolicy::everyone;
  party.settings.vote_skip_percent = 75;
  ASSERT_EQ(commit_one(store(), CreateParty{token_of("host"), party}), "ok");
  reopen();
  const party::Party found = loaded(store(), "p1");
  ASSERT_NE(found.queue, nullptr);
  EXPECT_EQ(*found.queue->current, *queue.current);
  ASSERT_THAT(found.queue->entries, SizeIs(2));
  EXPECT_EQ(*found.queue->entries[0].item, *queue.entries[0].item);
  EXPECT_EQ(*found.queue->entries[1].item, *queue.entries[1].item);
  EXPECT_EQ(found.queue->entries[1].rank, queue.entries[1].rank);
  EXPECT_EQ(found.queue->loop, party::Loop::all);
  EXPECT_EQ(found.queue->revision, 9u);
  EXPECT_EQ(found.settings, party.settings);
  EXPECT_EQ(found.playback.clip_length, Millis{1'000}) << "known from the queue alone";
}

TEST_P(StoreQueues, APartyHasNoneUntilSomethingIsQueued) {
  commit_one(store(), CreateParty{token_of("host"), party_of("p1", "ABC234")});
  EXPECT_EQ(loaded(store(), "p1").queue, nullptr);
}

TEST_P(StoreQueues, ChangesOfOneCommitFollowOneAnother) {
  commit_one(store(), CreateParty{token_of("host"), party_of("p1", "ABC234")});
  const std::vector<Submission> changes{
      change_of("p1", 0, {put(1, {{item("a"), 10}, {item("b"), 20}})}),
      change_of("p1", 1, {put(2, {{item("c"), 15}})}),
      change_of("p1", 2, {put(3, {{item("a"), 30}})}),
      change_of("p1", 3, {put(4, {{item("b"), std::nullopt}})}),
  };
  EXPECT_THAT(commit(store(), changes), ElementsAre("ok", "ok", "ok", "ok"));
  reopen();
  EXPECT_THAT(order(store()), ElementsAre("c", "a"));
  EXPECT_EQ(loaded(store(), "p1").queue->current->id, QueueItemId("b"));
  EXPECT_EQ(commit_one(store(), change_of("p1", 4, {put(5, {{item("c"), std::nullopt}}, {QueueItemId("b")})})), "ok");
  EXPECT_THAT(order(store()), ElementsAre("a"));
  EXPECT_EQ(loaded(store(), "p1").queue->current->id, QueueItemId("c"));
}

TEST_P(StoreQueues, AnItemTakenOutAndPutBackInOneCommitIsThere) {
  commit_one(store(), CreateParty{token_of("host"), party_of("p1", "ABC234")});
  commit_one(store(), change_of("p1", 0, {put(1, {{item("a"), 10}, {item("b"), 20}})}));
  EXPECT_THAT(commit(store(), {change_of("p1", 1, {put(2, {}, {QueueItemId("a")})}),
                               change_of("p1", 2, {put(3, {{item("a"), 40}})})}),
              ElementsAre("ok", "ok"));
  EXPECT_THAT(order(store()), ElementsAre("b", "a"));
}

// Changes of playback alone are written in a way of their own.
TEST_P(StoreQueues, AChangeOfPlaybackInTheSameCommitTakesNothingFromTheQueue) {
  commit_one(store(), CreateParty{token_of("host"), party_of("p1", "ABC234")});
  commit_one(store(), change_of("p1", 0, {put(1, {{item("a"), 10}, {item("b"), 20}})}));
  const PutPlayback playback = playback_of(Millis{7}, 1);
  EXPECT_EQ(commit_one(store(), change_of("p1", 1, {playback, put(2, {{item("a"), std::nullopt}})})), "ok");
  EXPECT_THAT(order(store()), ElementsAre("b"));
  EXPECT_EQ(loaded(store(), "p1").playback.position, Millis{7});
  EXPECT_THAT(commit(store(), {change_of("p1", 2, {put(3, {{item("b"), std::nullopt}}, {QueueItemId("a")})}),
                               change_of("p1", 3, {playback})}),
              ElementsAre("ok", "ok"));
  EXPECT_THAT(order(store()), IsEmpty());
  EXPECT_EQ(loaded(store(), "p1").queue->current->id, QueueItemId("b"));
}

TEST_P(StoreQueues, ARefusedChangeLeavesTheQueue) {
  commit_one(store(), CreateParty{token_of("host"), party_of("p1", "ABC234")});
  commit_one(store(), change_of("p1", 0, {put(1, {{item("a"), 10}})}));
  EXPECT_EQ(commit_one(store(), change_of("p1", 0, {put(2, {{item("b"), 20}})})), "conflict");
  EXPECT_THAT(order(store()), ElementsAre("a"));
}

SaveClip clip_of(const std::string& id) {
  Clip clip{ClipId(id), "Title of " + id, "https://example.com/" + id, Millis{5'000}, UserId("ann"), noon};
  clip.thumbnail_url = "https://example.com/" + id + ".jpg";
  clip.captions = {{"/de.vtt", "de", "Deutsch"}, {"/en.vtt", "en", "English \"SDH\""}};
  return {token_of("ann", "clip"), clip};
}

TEST_P(StoreQueues, ClipsKeepThumbnailAndCaptions) {
  ASSERT_EQ(commit_one(store(), clip_of("c1")), "ok");
  reopen();
  const Clip found = *store().load_clip(ClipId("c1")).value();
  EXPECT_EQ(found.thumbnail_url, "https://example.com/c1.jpg");
  EXPECT_THAT(found.captions,
              ElementsAre(Caption{"/de.vtt", "de", "Deutsch"}, Caption{"/en.vtt", "en", "English \"SDH\""}));
}

TEST_P(StoreQueues, ManyClipsAreLoadedAtOnce) {
  commit(store(), {clip_of("c1"), clip_of("c2"), clip_of("c3")});
  const std::vector<ClipId> wanted{ClipId("c3"), ClipId("gone"), ClipId("c1"), ClipId("c3")};
  const auto found = store().load_clips(wanted).value();
  std::vector<std::string> ids;
  for (const Clip& clip : found) ids.push_back(clip.id.str());
  EXPECT_THAT(ids, testing::UnorderedElementsAre("c1", "c3"));
  EXPECT_THAT(store().load_clips({}).value(), IsEmpty());
}

SavePlaylist playlist_of(const std::string& id, const std::string& owner, std::uint64_t revision = 1) {
  Playlist playlist{PlaylistId(id), UserId(owner), "Friday", false, {ClipId("c1"), ClipId("c2"), ClipId("c1")},
                    revision,       noon,          noon};
  return {token_of(owner, "playlist"), playlist};
}

TEST_P(StoreQueues, APlaylistIsFoundAgainCompletely) {
  const SavePlaylist save = playlist_of("l1", "ann");
  ASSERT_EQ(commit_one(store(), save), "ok");
  reopen();
  EXPECT_EQ(store().load_playlist(PlaylistId("l1")).value(), save.playlist);
  EXPECT_EQ(store().load_playlist(PlaylistId("l2")).value(), std::nullopt);
  EXPECT_EQ(commit_one(store(), save), "conflict") << "it exists";
}

TEST_P(StoreQueues, APlaylistIsChangedAtItsRevisionByItsOwner) {
  commit_one(store(), playlist_of("l1", "ann"));
  SavePlaylist next = playlist_of("l1", "ann", 2);
  next.playlist.title = "Saturday";
  next.playlist.shared = true;
  next.playlist.clips = {ClipId("c2")};
  next.playlist.updated_at = noon + Millis{1'000};
  EXPECT_EQ(commit_one(store(), next), "ok");
  EXPECT_EQ(commit_one(store(), next), "conflict") << "it is at revision 2";
  EXPECT_EQ(commit_one(store(), playlist_of("l1", "bob", 3)), "conflict");
  EXPECT_EQ(commit_one(store(), playlist_of("l2", "ann", 2)), "conflict") << "there is no such playlist";
  EXPECT_EQ(store().load_playlist(PlaylistId("l1")).value(), next.playlist);
}

TEST_P(StoreQueues, OwnPlaylistsAreListedLatestFirst) {
  commit_one(store(), playlist_of("l1", "ann"));
  SavePlaylist later = playlist_of("l2", "ann");
  later.playlist.updated_at = noon + Millis{1'000};
  later.playlist.clips.clear();
  commit_one(store(), later);
  commit_one(store(), playlist_of("l3", "bob"));
  const auto lists = store().list_playlists(UserId("ann")).value();
  ASSERT_THAT(lists, SizeIs(2));
  EXPECT_EQ(lists[0].id, PlaylistId("l2"));
  EXPECT_EQ(lists[0].clip_count, 0u);
  EXPECT_EQ(lists[1], (PlaylistSummary{PlaylistId("l1"), "Friday", false, 3, 1, noon}));
}

TEST_P(StoreQueues, OnlyTheOwnerDeletes) {
  commit_one(store(), playlist_of("l1", "ann"));
  EXPECT_EQ(commit_one(store(), DeletePlaylist{PlaylistId("l1"), UserId("bob")}), "conflict");
  EXPECT_EQ(commit_one(store(), DeletePlaylist{PlaylistId("l1"), UserId("ann")}), "ok");
  EXPECT_EQ(commit_one(store(), DeletePlaylist{PlaylistId("l1"), UserId("ann")}), "conflict");
  EXPECT_EQ(store().load_playlist(PlaylistId("l1")).value(), std::nullopt);
}

TEST_P(StoreQueues, AUserHasSoManyPlaylistsAndNoMore) {
  for (std::size_t i = 0; i < most_playlists; ++i) {
    ASSERT_EQ(commit_one(store(), playlist_of("l" + std::to_string(i), "ann")), "ok");
  }
  EXPECT_EQ(commit_one(store(), playlist_of("one more", "ann")), "conflict");
  EXPECT_EQ(commit_one(store(), playlist_of("bobs", "bob")), "ok");
}

}  // namespace
}  // namespace matinee::storage
