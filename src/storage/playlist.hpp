// Playlists as they are stored: somebody's list of clips under a title. Values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"

namespace matinee::storage {

/// Clips a playlist may have, and playlists a user may have.
inline constexpr std::size_t most_playlist_clips = 500;
inline constexpr std::size_t most_playlists = 200;

struct Playlist {
  PlaylistId id;
  UserId owner;
  std::string title;
  bool shared = false;         ///< readable by whoever has its id; otherwise by its owner alone
  std::vector<ClipId> clips;   ///< in order; one may occur more than once
  std::uint64_t revision = 1;  ///< counts its changes
  ServerTime created_at{};
  ServerTime updated_at{};

  friend bool operator==(const Playlist&, const Playlist&) = default;
};

/// A playlist without its clips.
struct PlaylistSummary {
  PlaylistId id;
  std::string title;
  bool shared = false;
  std::size_t clip_count = 0;
  std::uint64_t revision = 1;
  ServerTime updated_at{};

  friend bool operator==(const PlaylistSummary&, const PlaylistSummary&) = default;
};

}  // namespace matinee::storage
