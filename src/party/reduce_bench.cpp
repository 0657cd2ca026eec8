// The cost of a decision, by the number of seats: what a command does, and the state after it.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "party/reduce.hpp"

namespace matinee::party {
namespace {

constexpr ServerTime kNow = from_unix_ms(1'735'660'800'000);
const UserId kHost{"user-0"};

Party party_of(std::int64_t seats) {
  Party party;
  party.id = PartyId{"party"};
  party.host = kHost;
  party.playback.clip = ClipId{"clip"};
  party.playback.at = kNow;
  for (std::int64_t i = 0; i < seats; ++i) {
    Participant& participant = party.roster[UserId{fmt::format("user-{}", i)}];
    participant.user = UserId{fmt::format("user-{}", i)};
    participant.role = i == 0 ? Role::host : Role::viewer;
    participant.connections = 1;
    participant.announced = true;
  }
  party.connected = party.roster.size();
  return party;
}

/// Decides and applies; time goes on, so that windows and positions move.
void decide(benchmark::State& state, const Command& command) {
  Party party = party_of(state.range(0));
  const Limits limits;
  ServerTime now = kNow;
  for (auto _ : state) {
    now += Millis{50};
    const Outcome outcome = reduce(party, command, kHost, now, limits);
    if (!outcome) continue;
    for (const Effect& effect : outcome.value()) apply(party, effect, limits);
  }
}
BENCHMARK_CAPTURE(decide, seek, Seek{Millis{90'250}})->Arg(2)->Arg(100)->Arg(1000);
BENCHMARK_CAPTURE(decide, play, Play{})->Arg(2)->Arg(100)->Arg(1000);
BENCHMARK_CAPTURE(decide, chat, Chat{MessageId{"message"}, "What a film!"})->Arg(2)->Arg(1000);
BENCHMARK_CAPTURE(decide, report, Report{})->Arg(2)->Arg(1000);

}  // namespace
}  // namespace matinee::party
