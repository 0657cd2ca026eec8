// Files of the media directory under /media/, with ranges, so that players can seek. Nothing outside the directory, no
// hidden files, no listings.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <optional>

#include "base/text.hpp"
#include "http_api/conditional.hpp"
#include "http_api/exchange.hpp"
#include "http_api/media_type.hpp"
#include "http_api/routes.hpp"

namespace matinee::http_api {
namespace {

namespace fs = std::filesystem;

struct MediaFile {
  fs::path path;
  std::uint64_t size = 0;
  std::string etag;
  std::string last_modified;
};

/// Whether every part is a plain name: nothing empty, hidden, or pointing upwards, and nothing a file name shouldn't
/// have.
bool is_plain(std::string_view relative) {
  if (has_control_characters(relative) || relative.find('\\') != std::string_view::npos) return false;
  while (true) {
    const std::size_t slash = relative.find('/');
    const std::string_view part = relative.substr(0, slash);
    if (part.empty() || part.front() == '.') return false;
    if (slash == std::string_view::npos) return true;
    relative.remove_prefix(slash + 1);
  }
}

bool is_inside(const fs::path& file, const fs::path& directory) {
  const auto [end, unused] = std::mismatch(directory.begin(), directory.end(), file.begin(), file.end());
  return end == directory.end();
}

/// `root` is canonical. Links are followed, but not out of it.
std::optional<MediaFile> find_file(const fs::path& root, std::string_view relative) {
  if (!is_plain(relative)) return std::nullopt;
  std::error_code error;
  MediaFile file;
  file.path = fs::canonical(root / relative, error);
  if (error || !is_inside(file.path, root) || !fs::is_regular_file(file.path, error)) return std::nullopt;
  file.size = fs::file_size(file.path, error);
  if (error) return std::nullopt;
  const auto modified = std::chrono::file_clock::to_sys(fs::last_write_time(file.path, error));
  if (error) return std::nullopt;
  file.etag = fmt::format("\"{:x}-{:x}\"", modified.time_since_epoch().count(), file.size);
  file.last_modified = fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", std::chrono::floor<std::chrono::seconds>(modified));
  return file;
}

Response file_response(const MediaFile& file, const Request& request) {
  Response response;
  response.headers = {{"ETag", file.etag},
                      {"Last-Modified", file.last_modified},
                      {"Accept-Ranges", "bytes"},
                      {"Cache-Control", "no-cache"}};
  if (is_not_modified(request, file.etag)) {
    response.status = 304;
    return response;
  }
  RangeChoice range;
  if (range_applies(request, file.etag, file.last_modified)) range = choose_range(request.header("range"), file.size);
  if (range.kind == RangeChoice::Kind::unsatisfiable) {
    response.status = 416;
    response.headers.push_back({"Content-Range", fmt::format("bytes */{}", file.size)});
    return response;
  }
  response.headers.push_back({"Content-Type", std::string{media_type(file.path.native())}});
  ByteRange part{0, file.size};
  if (range.kind == RangeChoice::Kind::part) {
    part = range.part;
    response.status = 206;
    const std::uint64_t last = part.offset + part.length - 1;
    response.headers.push_back({"Content-Range", fmt::format("bytes {}-{}/{}", part.offset, last, file.size)});
  }
  response.file = FileBody{file.path.string(), part.offset, part.length};
  return response;
}

}  // namespace

void add_media_routes(Router& router, const Services& services) {
  const fs::path& directory = services.dependencies.settings.server.media_dir;
  if (directory.empty()) return;
  std::error_code error;
  const fs::path root = fs::canonical(directory, error);
  if (error) return;  // the composition root has refused to start with such a directory
  router.add("GET", "/media/*path", metrics::Route::media, Access::open, [root](const ExchangePtr& exchange) {
    const auto file = find_file(root, exchange->parameters["path"]);
    if (!file) return exchange->refuse(not_found("There is no such file"));
    exchange->respond(file_response(*file, exchange->request));
  });
}

}  // namespace matinee::http_api
