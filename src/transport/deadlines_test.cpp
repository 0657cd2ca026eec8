// Deadlines: when they fall due, and how seldom the loop wakes for them.
#include "transport/deadlines.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <string>

#include "transport/session_test_support.hpp"

namespace matinee::transport {
namespace {

using testing::ManualLoop;

class Recorder final : public Deadlines::Timed {
 public:
  explicit Recorder(std::string& log, char name = '.') : log_(log), name_(name) {}

  std::function<void()> then;

 private:
  void on_deadline() override {
    log_ += name_;
    if (then) then();
  }

  std::string& log_;
  char name_;
};

class DeadlinesTest : public ::testing::Test {
 protected:
  TimePoint in(Millis delay) { return loop.now() + delay; }

  ManualLoop loop;
  Deadlines deadlines{loop};
  std::string log;
  Recorder a{log, 'a'};
  Recorder b{log, 'b'};
  Recorder c{log, 'c'};
};

TEST_F(DeadlinesTest, FallDueOnceAtTheNextStepAndNeverEarly) {
  deadlines.set_at_latest(a, in(Millis{250}));
  loop.advance(Millis{299});
  EXPECT_EQ(log, "");
  loop.advance(Millis{1});
  EXPECT_EQ(log, "a");
  loop.advance(Millis{1'000});
  EXPECT_EQ(log, "a");
  EXPECT_EQ(loop.timers(), 0u) << "nothing ticks without deadlines";
}

TEST_F(DeadlinesTest, AnEarlierOneReplacesALaterOneOnly) {
  deadlines.set_at_latest(a, in(Millis{500}));
  deadlines.set_at_latest(a, in(Millis{200}));
  deadlines.set_at_latest(a, in(Millis{900}));
  loop.advance(Millis{200});
  EXPECT_EQ(log, "a");
  loop.advance(Millis{1'000});
  EXPECT_EQ(log, "a");
}

TEST_F(DeadlinesTest, AClearedOneDoesNotFallDue) {
  for (Recorder* one : {&a, &b, &c}) deadlines.set_at_latest(*one, in(Millis{100}));
  deadlines.clear(b);  // in the middle of its step, then at the ends
  deadlines.clear(b);
  loop.advance(Millis{100});
  EXPECT_EQ(log.size(), 2u);
  EXPECT_EQ(log.find('b'), std::string::npos);
  for (Recorder* one : {&a, &b, &c}) deadlines.set_at_latest(*one, in(Millis{100}));
  for (Recorder* one : {&a, &c, &b}) deadlines.clear(*one);
  EXPECT_EQ(loop.timers(), 0u);
}

TEST_F(DeadlinesTest, OneThatRenewsItselfWaitsForTheNextStep) {
  a.then = [this] { deadlines.set_at_latest(a, loop.now()); };
  deadlines.set_at_latest(a, in(Millis{100}));
  loop.advance(Millis{100});
  EXPECT_EQ(log, "a");
  loop.advance(Millis{100});
  EXPECT_EQ(log, "aa");
  deadlines.clear(a);
}

TEST_F(DeadlinesTest, OneMayClearAnotherThatIsDueTogether) {
  b.then = [this] { deadlines.clear(a); };
  a.then = [this] { deadlines.clear(b); };
  deadlines.set_at_latest(a, in(Millis{100}));
  deadlines.set_at_latest(b, in(Millis{100}));
  loop.advance(Millis{100});
  EXPECT_EQ(log.size(), 1u);
}

TEST_F(DeadlinesTest, VeryManyWakeTheLoopOnceAStep) {
  std::deque<Recorder> many;
  for (int i = 0; i < 10'000; ++i) deadlines.set_at_latest(many.emplace_back(log), in(Millis{1 + i % 1'000}));
  std::size_t wakes = 0;
  for (int ms = 0; ms < 1'000; ++ms) {
    const std::size_t before = log.size();
    loop.advance(Millis{1});
    if (log.size() > before) ++wakes;
  }
  EXPECT_EQ(log.size(), 10'000u);
  EXPECT_EQ(wakes, 10u);
}

}  // namespace
}  // namespace matinee::transport
