// The queue and playlists as members and callers see them: what is told, what is stored, and what happens by itself.
#include <gtest/gtest.h>

#include <boost/json/value.hpp>
#include <string>

#include "engine/two_members_test_support.hpp"

namespace matinee::engine {
namespace {

using testing::RecordingSession;

class EngineQueueTest : public testing::TwoMembers {
 protected:
  using TwoMembers::TwoMembers;

  template <class T, class Ask>
  Result<T, protocol::Refusal> answered(Ask ask) {
    std::optional<Result<T, protocol::Refusal>> answer;
    ask([&answer](Result<T, protocol::Refusal> result) { answer = std::move(result); });
    harness.settle();
    return std::move(answer).value();
  }
  std::string new_clip(const char* title, Millis length) {
    const CreateClipRequest request{UserId{"ann"}, title, "https://example.org/film.mp4", length};
    return answered<storage::Clip>([&](auto reply) { shard().create_clip(request, reply); }).value().id.str();
  }
  PlaylistView new_playlist(const char* owner, std::vector<ClipId> clips) {
    const PlaylistChange content{"Friday", std::nullopt, std::move(clips), std::nullopt};
    return answered<PlaylistView>([&](auto reply) { shard().create_playlist(UserId{owner}, content, reply); }).value();
  }
  protocol::QueuePage queue(const QueueQuery& query = {}) {
    return answered<protocol::QueuePage>([&](auto reply) { shard().queue(party, UserId{"bob"}, query, reply); })
        .value();
  }
  std::string clips_queued() {
    std::string text;
    const auto page = queue();
    if (page.queue) {
      for (const auto& entry : page.queue->entries) text += (text.empty() ? "" : " ") + entry.item->clip.str();
    }
    return text;
  }
  void add(const std::string& clip, const char* more = "") {
    harness.say(ann, R"({"type":"queue-add","clip_id":")" + clip + "\"" + more + "}");
  }
  Shard& shard() { return harness.engine().shard(0); }
};

std::string text(const boost::json::object& object, const char* name) {
  return std::string{object.at(name).as_string()};
}

TEST_F(EngineQueueTest, WhatTheCatalogueKnowsIsToldWithTheItem) {
  harness.say(ann, R"({"type":"skip","clip_id":"first"})");
  const std::string clip = new_clip("Sintel", Millis{888'000});
  bob.clear();
  add(clip, R"(,"title":"something else")");
  const auto changed = bob.expect("queue-changed");
  EXPECT_EQ(text(changed, "action"), "added");
  EXPECT_EQ(changed.at("queue_revision"), 1);
  const auto& item = changed.at("items").as_array().at(0).as_object();
  EXPECT_EQ(text(item, "title"), "Sintel");
  EXPECT_EQ(item.at("duration_ms"), 888'000);
  EXPECT_EQ(text(item.at("added_by").as_object(), "user_id"), "ann");
}

TEST_F(EngineQueueTest, OfAClipTheCatalogueDoesNotKnowTheClientSaysWhatItKnows) {
  harness.say(ann, R"({"type":"skip","clip_id":"first"})");
  bob.clear();
  add("platform-clip", R"(,"title":"Theirs","duration_ms":1000)");
  const auto item = bob.expect("queue-changed").at("items").as_array().at(0).as_object();
  EXPECT_EQ(text(item, "title"), "Theirs");
  EXPECT_EQ(item.at("duration_ms"), 1'000);
}

TEST_F(EngineQueueTest, StorageIsNotReadForThoseWhoMayNotAdd) {
  const auto operations_of = [&](RecordingSession& session, std::size_t from, const char* text) {
    const std::size_t before = harness.database().operations();
    harness.say(session, text, from);
    return harness.database().operations() - before;
  };
  constexpr const char* add_playlist = R"({"type":"queue-add","playlist_id":"large"})";
  const std::size_t none = operations_of(bob, 1, R"({"type":"queue-clear"})");
  EXPECT_EQ(operations_of(bob, 1, add_playlist), none);
  EXPECT_EQ(text(bob.expect("error"), "code"), "UNAUTHORIZED_COMMAND");
  EXPECT_GT(operations_of(ann, 0, add_playlist), none);
}

TEST_F(EngineQueueTest, AQueueAndItsOrderOutliveARestart) {
  harness.say(ann, R"({"type":"skip","clip_id":"first"})");
  for (const char* clip : {"a", "b", "c", "d"}) add(clip);
  const std::string last = queue().queue->entries.back().item->id.str();
  const std::string second = queue().queue->entries[1].item->id.str();
  harness.say(ann, R"({"type":"queue-move","item_id":")" + last + R"(","before_id":")" + second + "\"}");
  harness.say(ann, R"({"type":"queue-loop","loop":"all"})");
  harness.say(ann, R"({"type":"queue-play"})");
  EXPECT_EQ(clips_queued(), "d b c");
  harness.restart();
  EXPECT_EQ(clips_queued(), "d b c");
  EXPECT_EQ(queue().queue->current->clip.str(), "a");
  EXPECT_EQ(queue().queue->loop, party::Loop::all);
  EXPECT_EQ(queue().queue->revision, 7U);
}

TEST_F(EngineQueueTest, TheNextClipPlaysWhenOneEnds) {
  harness.say(ann, R"({"type":"skip","clip_id":")" + new_clip("First", Millis{60'000}) + "\"}");
  const std::string next = new_clip("Next", Millis{30'000});
  add(next);
  bob.clear();
  harness.advance(Millis{59'000});
  bob.refute("skip");
  harness.advance(Millis{1'001});
  EXPECT_EQ(bob.types(), "skip,sync,queue-changed");
  const auto skip = bob.expect("skip");
  EXPECT_EQ(text(skip, "clip_id"), next);
  EXPECT_TRUE(skip.at("by").is_null());
  EXPECT_EQ(text(bob.expect("queue-changed"), "action"), "advanced");
}

TEST_F(EngineQueueTest, AClipThatEndedWhileTheServerWasDownIsFollowedByTheNextOne) {
  harness.say(ann, R"({"type":"skip","clip_id":")" + new_clip("First", Millis{60'000}) + "\"}");
  add("next");
  harness.restart();
  harness.advance(Millis{3'600'000});
  RecordingSession again;
  ASSERT_TRUE(harness.attach(again, "bob", party));
  EXPECT_EQ(text(again.expect("skip"), "clip_id"), "next");
  harness.detach(again, true);
}

TEST_F(EngineQueueTest, NothingIsToldThatWasNotStored) {
  harness.say(ann, R"({"type":"skip","clip_id":"first"})");
  add("a");
  ann.clear();
  bob.clear();
  harness.database().fail_all(true);
  add("b");
  harness.say(ann, R"({"type":"queue-clear"})");
  bob.refute("queue-changed");
  EXPECT_EQ(text(ann.expect("error"), "code"), "STORAGE_UNAVAILABLE");
  harness.heal_storage();
  harness.advance(Millis{10'000});
  EXPECT_EQ(clips_queued(), "a");
}

TEST_F(EngineQueueTest, WhatComesBehindAnAdditionWaitsForIt) {
  harness.say(ann, R"({"type":"skip","clip_id":"first"})");
  bob.clear();
  for (const char* clip : {"a", "b"}) {
    harness.push(ann, R"({"type":"queue-add","clip_id":")" + std::string{clip} + R"("})");
  }
  harness.push(ann, R"({"type":"queue-play"})");
  harness.push(ann, R"({"type":"pause"})");
  harness.settle();
  EXPECT_EQ(text(bob.expect("skip"), "clip_id"), "a");
  bob.expect("pause");
  ann.refute("error");
  EXPECT_EQ(clips_queued(), "b");
}

TEST_F(EngineQueueTest, VotesAreToldAndCarry) {
  harness.say(ann, R"({"type":"skip","clip_id":"first"})");
  add("a");
  bob.clear();
  harness.say(bob, R"({"type":"vote-skip"})", 1);
  const auto skip = bob.expect("skip");
  EXPECT_EQ(text(skip, "clip_id"), "a") << "one of two is half";
  EXPECT_EQ(text(bob.expect("queue-changed"), "action"), "voted");
}

TEST_F(EngineQueueTest, ASyncRequestShowsTheBeginningOfTheQueue) {
  harness.say(ann, R"({"type":"skip","clip_id":"first"})");
  const PlaylistView playlist = new_playlist("ann", std::vector<ClipId>(120, ClipId{"again"}));
  bob.clear();
  harness.say(ann, R"({"type":"queue-add","playlist_id":")" + playlist.playlist.id.str() + "\"}");
  EXPECT_TRUE(bob.expect("queue-changed").at("items").is_null()) << "too many to tell";
  harness.say(bob, R"({"type":"sync-request"})", 1);
  const auto answer = bob.expect("sync").at("queue").as_object();
  EXPECT_EQ(answer.at("items").as_array().size(), 50U);
  EXPECT_EQ(answer.at("total"), 120);
  const QueueItemId fiftieth{text(answer, "next")};
  EXPECT_EQ(queue({fiftieth, 500}).begin, 50U);
}

TEST_F(EngineQueueTest, APlaylistIsForItsOwnerUntilItIsShared) {
  const PlaylistId id = new_playlist("ann", {ClipId{"a"}}).playlist.id;
  const auto seen_by_bob = [&] {
    return answered<PlaylistView>([&](auto reply) { shard().load_playlist(id, UserId{"bob"}, reply); });
  };
  EXPECT_EQ(seen_by_bob().error().code, protocol::ErrorCode::not_found);
  const auto change = [&](const char* user, const PlaylistChange& wanted) {
    return answered<PlaylistView>([&](auto reply) { shard().change_playlist(id, UserId{user}, wanted, reply); });
  };
  EXPECT_EQ(change("bob", {"Mine", {}, {}, {}}).error().code, protocol::ErrorCode::not_found);
  ASSERT_TRUE(change("ann", {{}, true, {}, {}}));
  ASSERT_TRUE(seen_by_bob());
  EXPECT_FALSE(seen_by_bob().value().own);
  EXPECT_EQ(change("bob", {"Mine", {}, {}, {}}).error().code, protocol::ErrorCode::forbidden);
  EXPECT_EQ(change("ann", {"New", {}, {}, 1}).error().code, protocol::ErrorCode::conflict) << "it is at revision 2";
  EXPECT_EQ(change("ann", {"New", {}, {}, 2}).value().playlist.title, "New");
  const auto deleted = [&](const char* user) {
    return answered<void>([&](auto reply) { shard().delete_playlist(id, UserId{user}, reply); });
  };
  EXPECT_EQ(deleted("bob").error().code, protocol::ErrorCode::not_found);
  EXPECT_TRUE(deleted("ann"));
  EXPECT_EQ(seen_by_bob().error().code, protocol::ErrorCode::not_found);
}

TEST_F(EngineQueueTest, APartyBeginsWithThePlaylistItIsCreatedWith) {
  const std::string first = new_clip("First", Millis{60'000});
  const PlaylistId own = new_playlist("ann", {ClipId{first}, ClipId{"second"}}).playlist.id;
  const auto create = [&](const char* host, PlaylistId playlist) {
    CreatePartyRequest request;
    request.host = UserId{host};
    request.profile.display_name = host;
    request.title = "Friday";
    request.playlist = std::move(playlist);
    return answered<PartyView>([&](auto reply) { shard().create_party(request, reply); }).value();
  };
  const PartyView created = create("ann", own);
  EXPECT_EQ(created.stamp.playback.clip, ClipId{first});
  EXPECT_FALSE(created.stamp.playback.playing);
  const auto page =
      answered<protocol::QueuePage>([&](auto reply) { shard().queue(created.id, UserId{"ann"}, {}, reply); }).value();
  EXPECT_EQ(page.queue->entries.size(), 1U);
  EXPECT_EQ(page.queue->entries.front().item->clip.str(), "second");
  EXPECT_EQ(create("bob", own).stamp.playback.clip, std::nullopt) << "it is not shared with him";
  EXPECT_EQ(create("bob", PlaylistId{"a platform's"}).playlist, PlaylistId{"a platform's"});
}

}  // namespace
}  // namespace matinee::engine
