// The cost of the wire: reading a command, writing an event.
#include <benchmark/benchmark.h>

#include "protocol/client_message.hpp"
#include "protocol/event.hpp"

namespace matinee::protocol {
namespace {

const PartyId kParty{"0198c2f4-7d1e-7b52-9a66-3f1c8e0d2b47"};

void decode(benchmark::State& state, std::string_view text) {
  for (auto _ : state) benchmark::DoNotOptimize(decode_command(text, kParty));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK_CAPTURE(decode, seek, R"({"type":"seek","position":120.5,"timestamp":1735660800})");
BENCHMARK_CAPTURE(decode, chat, R"({"type":"chat","message":"What a film! I had forgotten how good this scene is."})");
BENCHMARK_CAPTURE(decode, report,
                  R"({"type":"report","position_ms":120250,"playing":true,"ready":true,"rtt_ms":38.5})");
BENCHMARK_CAPTURE(decode, malformed, R"({"type":"seek","position":"soon"})");

/// A party in the middle of a film.
struct Scene {
  Stamp stamp{{ClipId{"clip-sintel"}, Millis{888'000}, Millis{120'250}, from_unix_ms(1'735'660'800'000), true}, 1, 42};
  EventContext context{kParty, stamp, from_unix_ms(1'735'660'800'500)};
  party::Person person{UserId{"user-1024"}, "Ada Lovelace"};
};

void encode_playback_event(benchmark::State& state) {
  const Scene scene;
  const party::PlaybackChanged change{party::PlaybackChange::seek, scene.stamp.playback, scene.person};
  for (auto _ : state) benchmark::DoNotOptimize(encode_playback(scene.context, change));
}
BENCHMARK(encode_playback_event);

void encode_sync_event(benchmark::State& state) {
  const Scene scene;
  for (auto _ : state) benchmark::DoNotOptimize(encode_sync(scene.context));
}
BENCHMARK(encode_sync_event);

/// What a newcomer costs, by the number of participants.
void encode_answer(benchmark::State& state) {
  const Scene scene;
  ParticipantView view;
  view.user = scene.person.user;
  view.profile.display_name = scene.person.display_name;
  const std::vector<ParticipantView> participants(static_cast<std::size_t>(state.range(0)), view);
  const SyncAnswer answer{party::Role::viewer, participants, participants.size(), {}, {}};
  for (auto _ : state) benchmark::DoNotOptimize(encode_sync_answer(scene.context, answer));
}
BENCHMARK(encode_answer)->Arg(1)->Arg(10)->Arg(100)->Arg(1000);

}  // namespace
}  // namespace matinee::protocol
