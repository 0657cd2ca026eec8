// FeedLog: bounded by number and by bytes, the oldest go first.
#include "engine/feed_log.hpp"

#include <gtest/gtest.h>

namespace matinee::engine {
namespace {

TEST(FeedLogTest, BeginsEmpty) {
  EXPECT_EQ(FeedLog{}.to_json(), R"({"events":[]})");
}

TEST(FeedLogTest, TellsTheOldestFirst) {
  FeedLog log;
  log.add(R"({"type":"play"})");
  log.add(R"({"type":"pause"})");
  EXPECT_EQ(log.to_json(), R"({"events":[{"type":"play"},{"type":"pause"}]})");
}

TEST(FeedLogTest, TheOldestMakeRoom) {
  FeedLog log;
  for (std::size_t n = 0; n < FeedLog::max_events + 2; ++n) log.add(std::to_string(n));
  const std::string json = log.to_json();
  EXPECT_EQ(json.rfind(R"({"events":[2,3,)", 0), 0U) << json;
  EXPECT_NE(json.find(",101]}"), std::string::npos);
}

TEST(FeedLogTest, BytesAreBoundedToo) {
  FeedLog log;
  for (int n = 0; n < 50; ++n) log.add(std::string(FeedLog::max_event_bytes, static_cast<char>('a' + n % 26)));
  EXPECT_LE(log.to_json().size(), FeedLog::max_bytes + 100);
  EXPECT_NE(log.to_json().find('x'), std::string::npos) << "the last";
}

TEST(FeedLogTest, AVeryLongEventIsLeftOut) {
  FeedLog log;
  log.add("1");
  log.add(std::string(FeedLog::max_event_bytes + 1, 'x'));
  log.add("2");
  EXPECT_EQ(log.to_json(), R"({"events":[1,2]})");
}

TEST(FeedLogTest, WhoIsForgottenIsNamedNoMore) {
  FeedLog log;
  log.add(R"({"user_id":"bob"})");
  log.add(R"({"user_id":"bobby"})");
  log.add(R"({"by":{"user_id":"a\"b"}})");
  log.forget(UserId{"bob"});
  EXPECT_EQ(log.to_json(), R"({"events":[{"user_id":"bobby"},{"by":{"user_id":"a\"b"}}]})");
  log.forget(UserId{"a\"b"});
  EXPECT_EQ(log.to_json(), R"({"events":[{"user_id":"bobby"}]})");
}

TEST(FeedLogTest, WhoComesAndGoesIsNotKept) {
  EXPECT_FALSE(is_kept_in_feed(party::PresenceAnnounced{}));
  party::Unseated unseated;
  unseated.reason = party::UnseatReason::left;
  EXPECT_FALSE(is_kept_in_feed(unseated));
  unseated.reason = party::UnseatReason::kicked;
  EXPECT_TRUE(is_kept_in_feed(unseated));
  EXPECT_TRUE(is_kept_in_feed(party::PlaybackChanged{}));
}

}  // namespace
}  // namespace matinee::engine
