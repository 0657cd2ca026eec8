#include "http_api/sample_film.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fstream>
#include <iterator>

namespace matinee::http_api {
namespace {

void read_description(const std::filesystem::path& file, SampleFilm& film) {
  std::ifstream stream(file);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  boost::json::error_code error;
  const boost::json::value value = boost::json::parse(text, error);
  const boost::json::object* object = error ? nullptr : value.if_object();
  if (object == nullptr) return;
  if (const auto* title = object->if_contains("title"); title != nullptr && title->is_string()) {
    film.title = std::string{title->as_string()};
  }
  if (const auto* duration = object->if_contains("duration_ms"); duration != nullptr && duration->is_int64()) {
    film.duration = Millis{duration->as_int64()};
  }
}

}  // namespace

std::optional<SampleFilm> find_sample_film(const std::filesystem::path& media_dir) {
  std::error_code error;
  if (media_dir.empty() || !std::filesystem::is_regular_file(media_dir / "sample.mp4", error)) return std::nullopt;
  SampleFilm film{"Sample film", "/media/sample.mp4", std::nullopt};
  read_description(media_dir / "sample.json", film);
  return film;
}

}  // namespace matinee::http_api
