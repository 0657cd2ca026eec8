// How far ahead of now a start is scheduled, so that the message reaches every screen before its moment comes. Pure.
#pragma once

#include <cstddef>

#include "party/party.hpp"

namespace matinee::party {

/// Round trips reported longer ago than this say nothing about now.
inline constexpr Millis round_trip_freshness{30'000};

/// Seats up to which a start looks at everyone's last report. A party with more is measured as reports come in, and no
/// more often than `round_trip_interval`, so that a play costs the same however many there are.
inline constexpr std::size_t round_trips_looked_at = 200;
inline constexpr Millis round_trip_interval{1'000};

/// Half the round trip that nine in ten connected participants reported not to exceed lately, half as much again for
/// jitter, within the configured bounds. In a large party one link, slow or pretending to be, delays nobody; in a small
/// one everybody is waited for. Zero while nobody reports: clients of the bare specification start when the message
/// arrives, and a lead would only be a delay to them.
Millis start_lead(const Party& party, ServerTime now, const Limits& limits);

/// To be called when a report has been taken in.
void note_round_trips(Party& party, ServerTime now);

}  // namespace matinee::party
