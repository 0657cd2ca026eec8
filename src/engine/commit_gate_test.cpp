#include "engine/commit_gate.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace matinee::engine {
namespace {

struct Log {
  CommitGate gate;
  std::vector<std::string> told;

  void add(const std::string& name) {
    gate.add([this, name](bool committed) { told.push_back(committed ? name : name + " failed"); });
  }
};

using Told = std::vector<std::string>;

TEST(CommitGate, TellsAtOnceWhenNothingIsUnderWay) {
  Log log;
  log.add("a");
  EXPECT_EQ(log.told, Told{"a"});
}

TEST(CommitGate, HoldsBackUntilCommitted) {
  Log log;
  const auto first = log.gate.submitted();
  log.add("a");
  const auto second = log.gate.submitted();
  log.add("b");
  EXPECT_TRUE(log.told.empty());
  log.gate.committed(first);
  EXPECT_EQ(log.told, Told{"a"});
  log.gate.committed(second);
  EXPECT_EQ(log.told, (Told{"a", "b"}));
}

TEST(CommitGate, KeepsTheOrderOfWhatNeedsNoCommitOfItsOwn) {
  Log log;
  const auto first = log.gate.submitted();
  log.add("change");
  log.add("answer");
  EXPECT_TRUE(log.told.empty());
  log.gate.committed(first);
  EXPECT_EQ(log.told, (Told{"change", "answer"}));
}

TEST(CommitGate, FailsEverythingThatWaits) {
  Log log;
  log.gate.submitted();
  log.add("a");
  log.gate.submitted();
  log.add("b");
  log.gate.failed();
  EXPECT_EQ(log.told, (Told{"a failed", "b failed"}));
  EXPECT_FALSE(log.gate.waiting());
  log.add("c");
  EXPECT_EQ(log.told.back(), "c");
}

}  // namespace
}  // namespace matinee::engine
