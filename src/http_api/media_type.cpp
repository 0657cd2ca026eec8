#include "http_api/media_type.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

namespace matinee::http_api {
namespace {

using Entry = std::pair<std::string_view, std::string_view>;

// IANA's registry of media types; application/vnd.apple.mpegurl from RFC 8216.
constexpr std::array kTypes{
    Entry{".html", "text/html; charset=utf-8"},
    Entry{".js", "text/javascript; charset=utf-8"},
    Entry{".css", "text/css; charset=utf-8"},
    Entry{".json", "application/json"},
    Entry{".webmanifest", "application/manifest+json"},
    Entry{".map", "application/json"},
    Entry{".txt", "text/plain; charset=utf-8"},
    Entry{".svg", "image/svg+xml"},
    Entry{".png", "image/png"},
    Entry{".jpg", "image/jpeg"},
    Entry{".jpeg", "image/jpeg"},
    Entry{".webp", "image/webp"},
    Entry{".ico", "image/x-icon"},
    Entry{".woff2", "font/woff2"},
    Entry{".wasm", "application/wasm"},
    Entry{".mp4", "video/mp4"},
    Entry{".m4v", "video/mp4"},
    Entry{".m4s", "video/iso.segment"},
    Entry{".webm", "video/webm"},
    Entry{".ogv", "video/ogg"},
    Entry{".ts", "video/mp2t"},
    Entry{".m4a", "audio/mp4"},
    Entry{".mp3", "audio/mpeg"},
    Entry{".ogg", "audio/ogg"},
    Entry{".m3u8", "application/vnd.apple.mpegurl"},
    Entry{".mpd", "application/dash+xml"},
    Entry{".vtt", "text/vtt; charset=utf-8"},
};

}  // namespace

std::string_view media_type(std::string_view file_name) {
  const std::size_t dot = file_name.rfind('.');
  std::string ending{dot == std::string_view::npos ? std::string_view{} : file_name.substr(dot)};
  std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto found =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const Entry& entry) { return entry.first == ending; });
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

}  // namespace matinee::http_api
