// A party of two on an engine of two shards: what most of the engine's tests start from.
#pragma once

#include <gtest/gtest.h>

#include "engine/engine_harness.hpp"

namespace matinee::engine::testing {

/// Ann hosts; Bob has joined; both are connected, on different shards.
class TwoMembers : public ::testing::Test {
 protected:
  explicit TwoMembers(Options options = {})
      : harness(2, std::move(options)), view(harness.create("ann")), party(view.id) {
    EXPECT_TRUE(harness.join("bob", view.invite_code));
    EXPECT_TRUE(harness.attach(ann, "ann", party, 0));
    EXPECT_TRUE(harness.attach(bob, "bob", party, 1));
    ann.clear();
    bob.clear();
  }

  Harness harness;
  PartyView view;
  PartyId party;
  RecordingSession ann;
  RecordingSession bob;
};

}  // namespace matinee::engine::testing
