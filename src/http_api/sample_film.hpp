// The film a server ships so that a party has something to play: sample.mp4 in the media directory, with its title and
// length in sample.json beside it. Read once at start.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/time.hpp"

namespace matinee::http_api {

struct SampleFilm {
  std::string title;
  std::string url;  ///< a path on this server
  std::optional<Millis> duration;
};

/// Empty when `media_dir` is empty or has no sample.mp4. A missing or unreadable sample.json leaves a plain title.
std::optional<SampleFilm> find_sample_film(const std::filesystem::path& media_dir);

}  // namespace matinee::http_api
