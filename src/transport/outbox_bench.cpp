// The cost of a queue in front of a socket that does not take everything at once.
#include <benchmark/benchmark.h>

#include <array>

#include "transport/outbox.hpp"

namespace matinee::transport {
namespace {

/// A change as the engine hands it over: the typed event, then the state.
engine::BlobPtr change_blob() {
  constexpr std::uint32_t event_bytes = 260;
  auto blob = std::make_shared<engine::Blob>();
  blob->bytes.assign(2 * event_bytes, 'x');
  blob->pieces = {{0, event_bytes, engine::Delivery::playback}, {event_bytes, event_bytes, engine::Delivery::state}};
  return blob;
}

void queue_and_write(benchmark::State& state) {
  const engine::BlobPtr blob = change_blob();
  std::array<std::string_view, 16> slices;
  for (auto _ : state) {
    Outbox outbox;
    outbox.enqueue(blob, 100);
    benchmark::DoNotOptimize(outbox.gather(slices));
    outbox.consume(outbox.bytes());
  }
}
BENCHMARK(queue_and_write);

/// A client that takes nothing: every change supersedes the one before.
void conflate_for_a_slow_reader(benchmark::State& state) {
  const engine::BlobPtr blob = change_blob();
  Outbox outbox;
  for (auto _ : state) benchmark::DoNotOptimize(outbox.enqueue(blob));
}
BENCHMARK(conflate_for_a_slow_reader);

}  // namespace
}  // namespace matinee::transport
