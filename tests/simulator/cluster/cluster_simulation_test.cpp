// Thousands of schedules of a cluster: servers die, freeze, come back; messages are lost; the network goes away. In
// each, clients are told only what is stored, no revision means two things or goes back, whatever somebody asked for is
// done or refused, and all agree in the end.
//   CLUSTER_SEEDS=FROM-TO runs others than those below; a broken rule names its seed.
#include <gtest/gtest.h>

#include <charconv>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "cluster_world.hpp"

namespace matinee::simulator {
namespace {

struct Seeds {
  std::uint64_t from = 1;
  std::uint64_t to = 400;
};

Seeds wanted_seeds() {
  Seeds seeds;
  const char* given = std::getenv("CLUSTER_SEEDS");
  if (given == nullptr) return seeds;
  const std::string_view text(given);
  const std::size_t dash = text.find('-');
  std::from_chars(text.data(), text.data() + std::min(dash, text.size()), seeds.from);
  seeds.to = seeds.from;
  if (dash != std::string_view::npos) std::from_chars(text.data() + dash + 1, text.data() + text.size(), seeds.to);
  return seeds;
}

TEST(ClusterSimulation, KeepsItsPromisesWhateverHappens) {
  const Seeds seeds = wanted_seeds();
  for (std::uint64_t seed = seeds.from; seed <= seeds.to; ++seed) {
    ClusterWorld world(seed);
    world.run(1'500);
    world.finish();
    ASSERT_EQ(world.broken(), "") << "seed " << seed;
  }
}

TEST(ClusterSimulation, OneSeedIsOneSchedule) {
  const auto whereabouts = [](std::uint64_t seed) {
    ClusterWorld world(seed);
    std::vector<std::string> steps;
    for (int i = 0; i < 100; ++i) {
      world.run(50);
      steps.push_back(world.where_everyone_is());
    }
    return steps;
  };
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto steps = whereabouts(seed);
    EXPECT_EQ(steps, whereabouts(seed)) << "seed " << seed;
    EXPECT_NE(steps, whereabouts(seed + 100));
  }
}

}  // namespace
}  // namespace matinee::simulator
