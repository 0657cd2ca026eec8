// Analytics: what a host is told of how their party was attended, computed from what is stored and what is not yet. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "storage/figures.hpp"

namespace matinee::engine {

/// Stretches a host is told, at most; neighbours are put together until there are no more.
inline constexpr std::size_t most_stretches_told = 480;

struct Analytics {
  ServerTime created_at{};
  std::optional<ServerTime> ended_at;
  std::size_t participants = 0;  ///< who ever had a seat, and is remembered
  std::size_t viewers = 0;       ///< connected now
  std::size_t peak = 0;          ///< most at once
  std::optional<ServerTime> peak_at;
  Millis watched{0};  ///< what people were connected for, all together
  Millis average{0};  ///< of it, for each participant
  std::size_t messages = 0;
  std::size_t reactions = 0;
  std::vector<storage::AudienceStretch> audience;  ///< in order, the last one until now
  std::vector<storage::FilmMinute> film;
};

/// `current`: since what is stored. A party that is over ends with its end.
Analytics analytics_of(storage::PartyFigures figures, const std::optional<storage::AudienceStretch>& current,
                       ServerTime now);

}  // namespace matinee::engine
