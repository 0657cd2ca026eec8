#include "party/start_lead.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace matinee::party {

Millis start_lead(const Roster& roster, ServerTime now, const Limits& limits) {
  std::vector<Millis> round_trips;
  for (const auto& [user, seat] : roster) {
    const bool counts =
        seat.connections > 0 && seat.report && seat.report->round_trip && now - seat.report->at < round_trip_freshness;
    if (counts) round_trips.push_back(*seat.report->round_trip);
  }
  if (round_trips.empty()) return Millis{0};
  // Nearest rank: the slowest of up to nine, the second slowest of ten, and so on.
  const auto rank = round_trips.begin() + static_cast<std::ptrdiff_t>((round_trips.size() * 9 + 9) / 10 - 1);
  std::nth_element(round_trips.begin(), rank, round_trips.end());
  return std::clamp(*rank * 3 / 4, limits.start_lead_min, limits.start_lead_max);
}

}  // namespace matinee::party
