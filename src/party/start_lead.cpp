#include "party/start_lead.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

namespace matinee::party {
namespace {

/// Nearest rank: the slowest of up to nine, the second slowest of ten, and so on.
std::optional<Millis> round_trip_of_most(const Roster& roster, ServerTime now) {
  std::vector<Millis> round_trips;
  for (const auto& [user, seat] : roster) {
    const bool counts =
        seat.connections > 0 && seat.report && seat.report->round_trip && now - seat.report->at < round_trip_freshness;
    if (counts) round_trips.push_back(*seat.report->round_trip);
  }
  if (round_trips.empty()) return std::nullopt;
  const auto rank = round_trips.begin() + static_cast<std::ptrdiff_t>((round_trips.size() * 9 + 9) / 10 - 1);
  std::nth_element(round_trips.begin(), rank, round_trips.end());
  return *rank;
}

/// In a large party as last measured, as long as that says something about now.
std::optional<Millis> known_round_trip(const Party& party, ServerTime now) {
  if (party.roster.size() <= round_trips_looked_at) return round_trip_of_most(party.roster, now);
  const bool fresh = party.round_trip && now - party.round_trip->measured_at < round_trip_freshness;
  return fresh ? party.round_trip->round_trip : std::nullopt;
}

}  // namespace

Millis start_lead(const Party& party, ServerTime now, const Limits& limits) {
  const auto round_trip = known_round_trip(party, now);
  if (!round_trip) return Millis{0};
  return std::clamp(*round_trip * 3 / 4, limits.start_lead_min, limits.start_lead_max);
}

void note_round_trips(Party& party, ServerTime now) {
  if (party.roster.size() <= round_trips_looked_at) return party.round_trip.reset();
  if (party.round_trip && now - party.round_trip->measured_at < round_trip_interval) return;
  party.round_trip = RoundTripOfMost{now, round_trip_of_most(party.roster, now)};
}

}  // namespace matinee::party
