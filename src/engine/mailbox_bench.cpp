// The cost of a message to another shard: pushed by one thread or several, taken by the owner.
#include <benchmark/benchmark.h>

#include "engine/mailbox.hpp"

namespace matinee::engine {
namespace {

/// As many messages as usually wait when the owner looks.
void push_and_take(benchmark::State& state) {
  Mailbox mailbox;
  std::vector<Task> taken;
  for (auto _ : state) {
    for (std::int64_t i = 0; i < state.range(0); ++i) mailbox.push([] {});
    mailbox.take(taken);
    taken.clear();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(push_and_take)->Arg(1)->Arg(16)->Arg(256);

/// Every thread pushes and looks: the lock is contended on more than one core.
void contend(benchmark::State& state) {
  static Mailbox mailbox;
  std::vector<Task> taken;
  for (auto _ : state) {
    mailbox.push([] {});
    taken.clear();
    mailbox.take(taken);
  }
}
BENCHMARK(contend)->Threads(1)->Threads(2);

}  // namespace
}  // namespace matinee::engine
