// What is read out of events, and what is no event.
#include "load/event_scan.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "test_support/source_path.hpp"

namespace matinee::load {
namespace {

TEST(EventScan, ReadsWhatTheGeneratorNeedsOfASeek) {
  const auto event = scan_event(
      R"({"type":"seek","party_id":"p","position":150,"position_ms":150250,"rate":1.5,"revision":9,"epoch":2,"by":null})");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->kind, EventKind::seek);
  EXPECT_EQ(event->position_ms, 150'250);
  EXPECT_EQ(event->revision, 9);
  EXPECT_EQ(event->epoch, 2);
  EXPECT_FALSE(event->has_participants);
}

TEST(EventScan, TellsTheAnswerToASyncRequestFromASync) {
  EXPECT_FALSE(scan_event(R"({"type":"sync","revision":3})")->has_participants);
  EXPECT_TRUE(
      scan_event(R"({"type":"sync","revision":3,"participants":[{"type":"x","revision":4}]})")->has_participants);
}

TEST(EventScan, TakesTheIdOfAChatMessageAndNotThatOfAnythingElse) {
  const auto event =
      scan_event(R"({"id":"a","by":{"id":"b"},"chat_message":{"user":{"id":"c"},"id":"d"},"type":"chat_message"})");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->kind, EventKind::chat);
  EXPECT_EQ(event->chat_id, "d");
}

TEST(EventScan, IsNotMisledByTextInsideStrings) {
  const auto event =
      scan_event(R"({"message":"\"revision\":1,{[\\","type":"error","code":"RATE_LIMITED","revision":2})");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->kind, EventKind::error);
  EXPECT_EQ(event->error_code, "RATE_LIMITED");
  EXPECT_EQ(event->revision, 2);
}

TEST(EventScan, MembersOfNestedObjectsAreNotTheEvents) {
  EXPECT_EQ(scan_event(R"({"type":"play","waiting":{"revision":8},"revision":7})")->revision, 7);
}

TEST(EventScan, AbsentAndNullNumbersAreMinusOne) {
  EXPECT_EQ(scan_event(R"({"type":"sync"})")->revision, -1);
  EXPECT_EQ(scan_event(R"({"type":"sync","revision":null,"epoch":4})")->revision, -1);
  EXPECT_EQ(scan_event(R"({"type":"sync","revision":null,"epoch":4})")->epoch, 4);
}

class NoEvent : public ::testing::TestWithParam<const char*> {};

TEST_P(NoEvent, IsRefused) {
  EXPECT_FALSE(scan_event(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(EventScan, NoEvent,
                         ::testing::Values("", "[]", "{}", "null", R"({"revision":1})", R"({"type":"sync")",
                                           R"({"type":"sync","x":[1,2})", R"({"type":"sync","x":"open})",
                                           R"({"type":7})", R"({"type":"sync","x":"\)"));

TEST(EventScan, UnderstandsEveryGoldenEvent) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(source_path("schema/golden/events"))) {
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto event = scan_event(text);
    ASSERT_TRUE(event) << entry.path();
    EXPECT_GE(event->revision, 0) << entry.path();
    EXPECT_GE(event->epoch, 1) << entry.path();
    ++count;
  }
  EXPECT_GT(count, 10u);
}

}  // namespace
}  // namespace matinee::load
