#include "engine/analytics.hpp"

#include <algorithm>
#include <utility>

namespace matinee::engine {
namespace {

using storage::AudienceStretch;

/// Two neighbours as one; between them there were as many as at the end of the first.
AudienceStretch together(const AudienceStretch& first, const AudienceStretch& second) {
  const Millis between = std::max(second.from - first.until, Millis{0});
  return {first.from,
          std::max(first.until, second.until),
          second.viewers,
          std::max(first.peak, second.peak),
          first.watched + between * static_cast<Millis::rep>(first.viewers) + second.watched,
          first.messages + second.messages,
          first.reactions + second.reactions};
}

std::vector<AudienceStretch> thinned(std::vector<AudienceStretch> audience) {
  while (audience.size() > most_stretches_told) {
    std::vector<AudienceStretch> pairs;
    for (std::size_t i = 0; i < audience.size(); i += 2) {
      pairs.push_back(i + 1 < audience.size() ? together(audience[i], audience[i + 1]) : audience[i]);
    }
    audience = std::move(pairs);
  }
  return audience;
}

}  // namespace

Analytics analytics_of(storage::PartyFigures figures, const std::optional<AudienceStretch>& current, ServerTime now) {
  std::vector<AudienceStretch>& audience = figures.audience;
  // What is not stored yet may have been stored meanwhile.
  if (current) {
    if (!audience.empty() && audience.back().from == current->from) audience.pop_back();
    audience.push_back(*current);
  }
  Analytics told;
  told.created_at = figures.created_at;
  told.ended_at = figures.ended_at;
  told.participants = figures.participants;
  const ServerTime end = figures.ended_at.value_or(now);
  if (!audience.empty() && audience.back().until < end) {
    // A party that is over has nobody, whoever was there when it ended.
    const std::size_t viewers = figures.ended_at ? 0 : audience.back().viewers;
    audience.push_back({end, end, viewers, viewers});
  }
  std::optional<AudienceStretch> whole;
  for (const AudienceStretch& one : audience) {
    if (one.peak > told.peak) {
      told.peak = one.peak;
      told.peak_at = one.from;
    }
    whole = whole ? together(*whole, one) : one;
  }
  if (whole) {
    told.viewers = figures.ended_at ? 0 : whole->viewers;
    told.watched = whole->watched;
    told.messages = whole->messages;
    told.reactions = whole->reactions;
  }
  if (told.participants > 0) told.average = told.watched / static_cast<Millis::rep>(told.participants);
  told.audience = thinned(std::move(audience));
  told.film = std::move(figures.film);
  return told;
}

}  // namespace matinee::engine
