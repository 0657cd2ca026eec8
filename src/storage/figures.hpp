// Figures: how a party was attended, for those who host it. Part of the Store port; called from storage threads only.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "storage/store_error.hpp"

namespace matinee::storage {

/// People connected to a party during a stretch of time. Between two stretches there are as many as at the end of the
/// first.
struct AudienceStretch {
  ServerTime from{};
  ServerTime until{};
  std::size_t viewers = 0;  ///< at the end
  std::size_t peak = 0;     ///< most at once
  Millis watched{0};        ///< what they were connected for, all together
  std::size_t messages = 0;
  std::size_t reactions = 0;

  friend bool operator==(const AudienceStretch&, const AudienceStretch&) = default;
};

/// The stretch of film whose messages and reactions are told together.
inline constexpr Millis film_minute{60'000};
/// Minutes of film that are told, at most.
inline constexpr std::size_t most_film_minutes = 2'000;

struct FilmMinute {
  ClipId clip;
  std::size_t minute = 0;  ///< position / film_minute
  std::size_t messages = 0;
  std::size_t reactions = 0;

  friend bool operator==(const FilmMinute&, const FilmMinute&) = default;
};

/// Adds a stretch, and the messages along the film of it (reactions are kept by AddReactions). Without a condition, told
/// to nobody who waits. A party that is not there is passed over; a stretch that begins as another takes its place.
struct AddFigures {
  PartyId party;
  AudienceStretch stretch;
  std::vector<FilmMinute> film;
};

struct PartyFigures {
  ServerTime created_at{};
  std::optional<ServerTime> ended_at;
  std::size_t participants = 0;           ///< who ever had a seat, and is remembered
  std::vector<AudienceStretch> audience;  ///< in order
  std::vector<FilmMinute> film;           ///< by clip and minute
};

class Figures {
 public:
  virtual ~Figures() = default;

  /// Nothing where there is no such party.
  virtual StoreResult<std::optional<PartyFigures>> party_figures(const PartyId& party) = 0;
};

}  // namespace matinee::storage
