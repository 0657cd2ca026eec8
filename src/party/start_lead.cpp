#include "party/start_lead.hpp"

#include <algorithm>

namespace matinee::party {

Millis start_lead(const Roster& roster, ServerTime now, const Limits& limits) {
  Millis longest{-1};
  for (const auto& [user, seat] : roster) {
    const bool counts =
        seat.connections > 0 && seat.report && seat.report->round_trip && now - seat.report->at < round_trip_freshness;
    if (counts) longest = std::max(longest, *seat.report->round_trip);
  }
  if (longest < Millis{0}) return Millis{0};
  return std::clamp(longest * 3 / 4, limits.start_lead_min, limits.start_lead_max);
}

}  // namespace matinee::party
