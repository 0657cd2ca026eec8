#include "engine/audience_ledger.hpp"

#include <algorithm>

namespace matinee::engine {
namespace {

constexpr Millis kShortestStretch{60'000};
/// Not longer, so that an end of the process loses little.
constexpr Millis kLongestStretch{3'600'000};
constexpr int kStretchesOfAnAge = 240;

}  // namespace

void AudienceLedger::note_viewers(std::size_t viewers, ServerTime now) {
  const Millis passed = std::max(now - counted_until_, Millis{0});
  watched_ += passed * static_cast<Millis::rep>(viewers_);
  counted_until_ += passed;
  viewers_ = viewers;
  peak_ = std::max(peak_, viewers);
}

void AudienceLedger::note_message(const ClipId* clip, Millis position) {
  ++messages_;
  if (clip != nullptr) ++film_[{*clip, static_cast<std::size_t>(position / storage::film_minute)}];
}

storage::AudienceStretch AudienceLedger::stretch(ServerTime now) const {
  const ServerTime until = std::max(now, counted_until_);
  const Millis watched = watched_ + (until - counted_until_) * static_cast<Millis::rep>(viewers_);
  return {from_, until, viewers_, peak_, watched, messages_, reactions_};
}

storage::AddFigures AudienceLedger::figures(const PartyId& party, ServerTime now) const {
  storage::AddFigures figures{party, stretch(now), {}};
  for (const auto& [place, messages] : film_) figures.film.push_back({place.first, place.second, messages, 0});
  return figures;
}

Millis stretch_length(Millis age) {
  return std::clamp(age / kStretchesOfAnAge, kShortestStretch, kLongestStretch);
}

}  // namespace matinee::engine
