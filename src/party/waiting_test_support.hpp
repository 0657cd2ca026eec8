// A party that waits, for the tests of waiting: four people whose players report, and a film that plays.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "party/party_test_support.hpp"

namespace matinee::party::testing {

/// Host, Ann, Bob and Cat are connected and their players report; a film plays, and everyone waits for everyone.
class WaitingTest : public ::testing::Test {
 protected:
  WaitingTest() {
    scene.connect("host");
    for (const char* user : {"ann", "bob", "cat"}) scene.enter(user);
    policy(WaitingPolicy::everyone);
    scene.give("host", Skip{ClipId{"clip"}});
    for (const char* user : {"host", "ann", "bob", "cat"}) report(user, true);
    scene.now += 60s;
    for (const char* user : {"host", "ann", "bob", "cat"}) report(user, true);
  }

  void policy(WaitingPolicy waiting) {
    scene.give("host", ChangeSettings{{waiting, std::nullopt}});
    scene.review();
  }
  /// A report, and what the party did by itself after it.
  std::string report(std::string_view user, bool ready, bool buffering = false) {
    PlayerReport report;
    report.status = {buffering, ready};
    scene.give(user, Report{report});
    return scene.review();
  }
  std::string stall(std::string_view user) { return report(user, true, true); }
  std::string recover(std::string_view user) { return report(user, true); }
  std::string waiting() const { return text_of(scene.party.waiting); }
  bool plays() const { return scene.party.playback.playing; }
  bool holds() const { return scene.party.playback.holding; }
  /// Everyone reports every second, `not_ready` that they are not; says what the party did.
  std::string wait_reporting(Millis time, const std::vector<std::string>& not_ready) {
    std::string text;
    for (Millis passed{0}; passed < time; passed += 1s) {
      text += scene.wait(1s);
      for (const auto& [user, seat] : scene.party.roster) {
        const bool ready = std::find(not_ready.begin(), not_ready.end(), user.str()) == not_ready.end();
        text += report(user.str(), ready);
      }
    }
    return text;
  }

  Scene scene;
};

}  // namespace matinee::party::testing
