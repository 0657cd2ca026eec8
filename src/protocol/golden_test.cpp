// The messages under schema/golden, which other languages test against too: events byte for byte, commands by what they
// decode to. MATINEE_UPDATE_GOLDENS=1 writes the events anew.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <set>

#include "protocol/golden_events_test_support.hpp"
#include "protocol/protocol_test_support.hpp"

namespace matinee::protocol {
namespace {

namespace json = boost::json;
using testing::goldens_in;

const std::map<std::string, std::string>& encoded_events() {
  static const auto events = testing::GoldenScenario{}.events();
  return events;
}

TEST(GoldenEvents, AreWhatTheServerSays) {
  for (const auto& [name, text] : encoded_events()) {
    const auto path = testing::schema_path("golden/events/" + name + ".json");
    if (testing::updating_goldens()) testing::write_file(path, text + "\n");
    EXPECT_EQ(testing::read_file(path), text + "\n") << name;
  }
}

TEST(GoldenEvents, HaveNoFileTooMany) {
  for (const auto& [name, text] : goldens_in("events")) {
    EXPECT_EQ(encoded_events().count(name.substr(std::string_view{"events/"}.size())), 1U) << name;
  }
}

/// A client of the specification hands every message to its sync handler: without these fields it would pause the video
/// or seek to nowhere.
TEST(GoldenEvents, AllCarryTheLivePlayback) {
  for (const auto& [name, text] : goldens_in("events")) {
    SCOPED_TRACE(name);
    const json::value value = json::parse(text);
    const json::object& event = value.as_object();
    EXPECT_TRUE(event.at("type").is_string());
    EXPECT_EQ(event.at("party_id").as_string(), "party-uuid");
    EXPECT_TRUE(event.at("clip_id").is_string() || event.at("clip_id").is_null());
    EXPECT_TRUE(event.at("is_playing").is_bool());
    for (const char* field : {"position", "server_timestamp", "position_ms", "server_time_ms", "revision", "epoch"}) {
      EXPECT_TRUE(event.at(field).is_number() && !event.at(field).is_double()) << field << " is a whole number";
    }
    EXPECT_EQ(event.at("position").to_number<std::int64_t>(), event.at("position_ms").to_number<std::int64_t>() / 1000);
    EXPECT_EQ(event.at("server_timestamp").to_number<std::int64_t>(),
              event.at("server_time_ms").to_number<std::int64_t>() / 1000);
  }
}

/// The fields the specification shows for its events, with the specification's types.
TEST(GoldenEvents, HaveTheSpecificationsFields) {
  const std::map<std::string, std::string> spec{
      {"sync", R"({"type":"sync","party_id":"","clip_id":"","position":1,"is_playing":true,"server_timestamp":1})"},
      {"play", R"({"type":"play","party_id":"","position":1,"is_playing":true,"server_timestamp":1})"},
      {"pause", R"({"type":"pause","party_id":"","position":1,"is_playing":false,"server_timestamp":1})"},
      {"seek", R"({"type":"seek","party_id":"","position":1,"is_playing":false,"server_timestamp":1})"},
      {"skip", R"({"type":"skip","party_id":"","clip_id":"","position":0,"is_playing":true,"server_timestamp":1})"},
      {"participant-joined", R"({"type":"participant-joined","party_id":"","server_timestamp":1,
        "participant":{"user_id":"","display_name":"","avatar_url":"","role":"viewer"}})"},
      {"participant-left", R"({"type":"participant-left","party_id":"","server_timestamp":1,
        "participant":{"user_id":"","display_name":"","role":"viewer"}})"},
      {"error", R"({"type":"error","message":"","code":""})"}};
  for (const auto& [name, example] : spec) {
    const json::value event = json::parse(goldens_in("events").at("events/" + name));
    const json::value shown = json::parse(example);
    for (const auto& [field, expected] : shown.as_object()) {
      ASSERT_TRUE(event.as_object().contains(field)) << name << "." << std::string_view{field};
      const json::value& actual = event.at(field);
      if (field == "type" || expected.is_bool()) {
        EXPECT_EQ(actual, expected) << name;
      }
      EXPECT_EQ(actual.kind(), expected.kind()) << name << "." << std::string_view{field};
      if (!expected.is_object()) continue;
      for (const auto& [inner, value] : expected.as_object()) {
        EXPECT_EQ(actual.at(inner).kind(), value.kind()) << name << "." << std::string_view{inner};
      }
    }
  }
}

const std::map<std::string, std::string>& command_meanings() {
  static const std::map<std::string, std::string> meanings{
      {"play", "play"},
      {"pause", "pause"},
      {"seek", "seek 120000ms"},
      {"seek-fraction", "seek 90250ms"},
      {"seek-resume", "seek 120000ms resuming"},
      {"skip", "skip new-clip-uuid"},
      {"set-rate", "rate 1.25"},
      {"undo", "undo"},
      {"sync-request", "sync-request at -"},
      {"sync-request-with-position", "sync-request at 120250ms"},
      {"chat", "chat What a film! 🎬"},
      {"chat-reply", "chat @Alice what a film! in reply to other-message-uuid @host-uuid at 120500ms"},
      {"edit-message", "edit message-uuid: What a great film! 🎬"},
      {"delete-message", "delete message-uuid"},
      {"report-message", "report message-uuid: Spoils the end"},
      {"mute", "mute user-uuid for 600000ms"},
      {"unmute", "unmute user-uuid"},
      {"reaction", "reaction 🔥x1 at 120500ms"},
      {"reactions", "reactions 🔥x3 👏x2 at 120500ms"},
      {"typing", "typing"},
      {"report", "report at 120250ms playing ready rtt 39ms sampled 1735660800499"},
      {"time-sync", "time-sync 1735660800123.25"},
      {"authenticate", "authenticate eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyLXV1aWQifQ.c2lnbmF0dXJl"},
      {"ready-check", "ready check, countdown 5000ms"},
      {"ready-check-cancel", "cancel ready check"},
      {"ready", "ready"},
      {"schedule-start", "start in 90000ms"},
      {"schedule-start-at", "start at 1735660890500"},
      {"cancel-start", "cancel start"},
      {"settings", "settings waiting everyone resume queue by everyone skip at 60%"},
      {"settings-chat", "settings chat hosts slow 10000ms"},
      {"settings-control", "settings control everyone locked"},
      {"ignore-wait", "don't wait for me"},
      {"ask-control", "ask control"},
      {"leave", "leave"},
      {"end", "end"},
      {"promote", "role user-uuid co-host"},
      {"demote", "role user-uuid viewer"},
      {"hand-over", "role user-uuid host"},
      {"kick", "kick user-uuid"},
      {"lift-kick", "lift user-uuid"},
      {"admit", "admit user-uuid"},
      {"decline", "decline user-uuid"},
      {"reclaim", "reclaim"},
      {"settings-approval", "settings by approval"},
      {"queue-add", "queue clip-uuid 'Sintel' of 888000ms before item-uuid"},
      {"queue-add-playlist", "queue playlist playlist-uuid"},
      {"queue-move", "move item-uuid before other-item-uuid"},
      {"queue-remove", "unqueue item-uuid"},
      {"queue-clear", "clear queue"},
      {"queue-play", "play item item-uuid"},
      {"queue-play-next", "play next"},
      {"queue-shuffle", "shuffle"},
      {"queue-loop", "loop all"},
      {"vote-skip", "vote to skip"},
  };
  return meanings;
}

TEST(GoldenCommands, Decode) {
  const auto goldens = goldens_in("commands");
  EXPECT_EQ(goldens.size(), command_meanings().size());
  for (const auto& [name, meaning] : command_meanings()) {
    const auto golden = goldens.find("commands/" + name);
    ASSERT_NE(golden, goldens.end()) << name;
    EXPECT_EQ(testing::decoded(golden->second), meaning);
  }
}

/// The server itself says which types it knows.
TEST(GoldenCommands, CoverEveryType) {
  std::set<std::string> types;
  for (const auto& [name, text] : goldens_in("commands")) {
    types.emplace(json::parse(text).at("type").as_string());
  }
  const std::string answer = testing::decoded(R"({"type":"?"})");
  std::string known = answer.substr(answer.find("known are ") + std::string_view{"known are "}.size());
  std::set<std::string> expected;
  for (std::size_t comma = 0; comma != std::string::npos;) {
    comma = known.find(", ");
    expected.insert(known.substr(0, comma));
    if (comma != std::string::npos) known.erase(0, comma + 2);
  }
  EXPECT_EQ(types, expected);
}

}  // namespace
}  // namespace matinee::protocol
