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
    participant.report = PlayerReport{};
    participant.report->at = kNow;
    participant.report->round_trip = Millis{20 + i % 300};
  }
  party.connected = party.roster.size();
  return party;
}

void carry_out(Party& party, const Command& command, ServerTime now, const Limits& limits) {
  const Outcome outcome = reduce(party, command, kHost, now, limits);
  if (!outcome) return;
  for (const Effect& effect : outcome.value()) apply(party, effect, limits);
}

/// Decides and applies; time goes on, so that windows and positions move.
void decide(benchmark::State& state, const Command& command) {
  Party party = party_of(state.range(0));
  const Limits limits;
  ServerTime now = kNow;
  for (auto _ : state) {
    now += Millis{50};
    carry_out(party, command, now, limits);
  }
}

/// A start is scheduled by the round trips that were reported: of a film that stands, in a party whose players report.
/// A play and a pause are one iteration, with the host's report once a second.
void play_and_pause(benchmark::State& state) {
  Party party = party_of(state.range(0));
  const Limits limits;
  Report report;
  report.report.round_trip = Millis{40};
  ServerTime now = kNow;
  ServerTime reported = kNow - Millis{1'000};
  for (auto _ : state) {
    now += Millis{50};
    if (now - reported >= Millis{1'000}) {
      reported = now;
      // Everyone's, as far as a start can tell.
      state.PauseTiming();
      for (auto& [user, seat] : party.roster) seat.report->at = now;
      state.ResumeTiming();
      carry_out(party, report, now, limits);
    }
    carry_out(party, Play{}, now, limits);
    carry_out(party, Pause{}, now, limits);
  }
}
BENCHMARK(play_and_pause)->Arg(2)->Arg(100)->Arg(1000)->Arg(10'000);
BENCHMARK_CAPTURE(decide, seek, Seek{Millis{90'250}})->Arg(2)->Arg(100)->Arg(1000);
BENCHMARK_CAPTURE(decide, chat, Chat{MessageId{"message"}, "What a film!"})->Arg(2)->Arg(1000);
BENCHMARK_CAPTURE(decide, report, Report{})->Arg(2)->Arg(1000);

}  // namespace
}  // namespace matinee::party
