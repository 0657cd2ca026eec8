#include "engine/event_trace.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "party/forgotten.hpp"

namespace matinee::engine {
namespace {

using metrics::CommandKind;
using namespace std::chrono_literals;

constexpr ServerTime noon = from_unix_ms(1'735'732'800'000);

class Trace : public ::testing::Test {
 protected:
  SteadyTime after(std::chrono::nanoseconds passed) const { return received + passed; }
  std::uint64_t decide(const char* user, CommandKind kind = CommandKind::seek) {
    return trace.decided(kind, UserId{user}, noon, received, after(1us));
  }
  TracedEvent last() const { return trace.events().back(); }

  SteadyTime received{1s};
  EventTrace trace;
};

TEST_F(Trace, EveryStepIsTimedFromTheReceipt) {
  const auto seek = decide("ann");
  EXPECT_EQ(last().kind, CommandKind::seek);
  EXPECT_EQ(last().user, UserId{"ann"});
  EXPECT_EQ(last().at, noon);
  EXPECT_EQ(last().decided, 1us);
  EXPECT_FALSE(last().committed || last().handed_out);
  trace.committed(seek, after(3ms));
  EXPECT_EQ(last().committed, 3ms);
  EXPECT_FALSE(last().handed_out);
  trace.handed_out(after(4ms));
  trace.handed_out(after(9ms));
  EXPECT_EQ(last().handed_out, 4ms) << "once";
}

TEST_F(Trace, WhatIsNotCommittedIsNotHandedOut) {
  const auto first = decide("ann");
  decide("bob");
  trace.committed(first, after(1ms));
  trace.handed_out(after(2ms));
  EXPECT_TRUE(trace.events()[0].handed_out);
  EXPECT_FALSE(trace.events()[1].handed_out);
}

TEST_F(Trace, WhatTellsNobodyIsNotHandedOutWithTheNext) {
  const auto silent = decide("ann");
  trace.committed(silent, after(1ms));
  trace.told(silent);
  const auto loud = decide("ann");
  trace.committed(loud, after(2ms));
  trace.handed_out(after(3ms));
  EXPECT_FALSE(trace.events()[0].handed_out);
  EXPECT_TRUE(trace.events()[1].handed_out);
}

TEST_F(Trace, FailuresAreMarked) {
  trace.failed(decide("ann"));
  EXPECT_TRUE(last().failed);
  decide("bob");
  EXPECT_FALSE(last().failed);
}

TEST_F(Trace, TheOldestMakeRoomAndAreNotTouchedAnyMore) {
  const auto first = decide("user 0");
  for (std::size_t i = 1; i <= EventTrace::capacity; ++i) decide(("user " + std::to_string(i)).c_str());
  ASSERT_EQ(trace.events().size(), EventTrace::capacity);
  EXPECT_EQ(trace.events().front().user, UserId{"user 1"});
  EXPECT_EQ(last().user, UserId{"user 64"});
  trace.committed(first, after(1ms));
  trace.failed(first);
  for (const TracedEvent& event : trace.events()) EXPECT_FALSE(event.committed || event.failed);
  trace.committed(0, after(1ms));
  trace.committed(1'000, after(1ms));
  EXPECT_FALSE(last().committed);
}

TEST_F(Trace, AReusedPlaceForgetsWhatWasThere) {
  const auto first = decide("ann");
  trace.committed(first, after(1ms));
  trace.handed_out(after(2ms));
  trace.failed(first);
  for (std::size_t i = 0; i < EventTrace::capacity; ++i) decide("bob");
  for (const TracedEvent& event : trace.events()) EXPECT_FALSE(event.committed || event.handed_out || event.failed);
}

TEST_F(Trace, WhoHadTheirDataDeletedIsNamedNoMore) {
  decide("ann");
  decide("bob");
  trace.forget(UserId{"ann"});
  EXPECT_EQ(trace.events()[0].user, party::forgotten_person.user);
  EXPECT_EQ(trace.events()[1].user, UserId{"bob"});
}

}  // namespace
}  // namespace matinee::engine
