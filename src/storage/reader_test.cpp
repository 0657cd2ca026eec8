// Reader: answers come from its thread, once each; a full queue refuses at once.
#include "storage/reader.hpp"

#include <future>
#include <thread>

#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

constexpr std::chrono::seconds patience{20};

class ReaderTest : public testing::Test {
 protected:
  std::unique_ptr<Store> store() { return std::make_unique<MemoryStore>(database_); }

  std::shared_ptr<MemoryDatabase> database_ = std::make_shared<MemoryDatabase>();
};

template <class T>
T within_patience(std::future<T>& future) {
  if (future.wait_for(patience) != std::future_status::ready) throw std::runtime_error("no answer came");
  return future.get();
}

TEST_F(ReaderTest, RunsTheReadAndTellsItsResultOnItsOwnThread) {
  ASSERT_EQ(commit_one(*store(), CreateParty{token_of("host"), party_of("p1", "ABC234")}), "ok");
  Reader reader(store());
  std::promise<std::pair<std::optional<PartyId>, std::thread::id>> promise;
  auto answer = promise.get_future();
  reader.read<std::optional<PartyId>>([](Store& source) { return source.find_party_by_code("ABC234"); },
                                      [&](StoreResult<std::optional<PartyId>> result) {
                                        promise.set_value({result.value(), std::this_thread::get_id()});
                                      });
  const auto [party, thread] = within_patience(answer);
  EXPECT_EQ(party, PartyId("p1"));
  EXPECT_NE(thread, std::this_thread::get_id());
}

TEST_F(ReaderTest, AFailureIsAnAnswer) {
  database_->fail_all(true);
  Reader reader(store());
  std::promise<std::string> promise;
  auto answer = promise.get_future();
  reader.read<void>([](Store& source) { return source.probe(); },
                    [&](StoreResult<void> result) { promise.set_value(outcome_of(result)); });
  EXPECT_EQ(within_patience(answer), "unavailable");
}

TEST_F(ReaderTest, TooManyReadsAreRefusedAtOnceAndTheOthersStillRun) {
  std::promise<void> entered;
  std::promise<void> gate;
  std::shared_future<void> opened = gate.get_future().share();
  std::vector<std::string> answers;
  {
    Reader reader(store(), 2);
    const auto note = [&](StoreResult<void> result) { answers.push_back(outcome_of(result)); };
    reader.read<void>(
        [&](Store& source) {
          entered.set_value();
          opened.wait_for(patience);
          return source.probe();
        },
        note);
    auto running = entered.get_future();
    within_patience(running);
    const auto probe = [](Store& source) { return source.probe(); };
    reader.read<void>(probe, note);
    reader.read<void>(probe, note);
    std::string refused;
    reader.read<void>(probe, [&](StoreResult<void> result) { refused = outcome_of(result); });
    EXPECT_EQ(refused, "unavailable") << "on this thread, before read() returned";
    gate.set_value();
  }
  EXPECT_THAT(answers, testing::ElementsAre("ok", "ok", "ok")) << "stopping runs what is queued";
}

}  // namespace
}  // namespace matinee::storage
