// The cost of framing: a client's masked command read, an event's frame written.
#include <benchmark/benchmark.h>

#include "websocket/frame_reader.hpp"
#include "websocket/frame_writer.hpp"

namespace matinee::websocket {
namespace {

void read_frame(benchmark::State& state) {
  std::string frame;
  append_masked_frame(frame, Opcode::text, std::string(static_cast<std::size_t>(state.range(0)), 'x'), {1, 2, 3, 4});
  MessageReader reader;
  for (auto _ : state) {
    std::string_view input = frame;
    while (const auto event = reader.next(input)) benchmark::DoNotOptimize(event);
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(read_frame)->Arg(64)->Arg(512)->Arg(16 * 1024);

void write_frame(benchmark::State& state) {
  const std::string text(static_cast<std::size_t>(state.range(0)), 'x');
  std::string out;
  for (auto _ : state) {
    out.clear();
    append_text_frame(out, text);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(write_frame)->Arg(512)->Arg(16 * 1024);

}  // namespace
}  // namespace matinee::websocket
