#include "http_api/router.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "http_api/percent.hpp"

namespace matinee::http_api {
namespace {

using Segments = std::vector<std::string>;

/// What stands between the slashes: "/a/b" → {"a", "b"}, "/" → {""}.
Segments split(std::string_view path) {
  Segments segments;
  path.remove_prefix(1);
  while (true) {
    const std::size_t slash = path.find('/');
    segments.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

/// Empty when the path is malformed.
std::optional<Segments> decode_path(std::string_view path) {
  if (path.empty() || path.front() != '/') return std::nullopt;
  Segments segments = split(path);
  for (std::string& segment : segments) {
    auto decoded = percent_decode(segment);
    if (!decoded) return std::nullopt;
    segment = std::move(*decoded);
  }
  return segments;
}

std::string join(const Segments& segments, std::size_t from) {
  std::string joined;
  for (std::size_t i = from; i < segments.size(); ++i) {
    if (i > from) joined += '/';
    joined += segments[i];
  }
  return joined;
}

std::optional<PathParameters> match_segments(const Segments& pattern, const Segments& path) {
  PathParameters parameters;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (i >= path.size()) return std::nullopt;
    const std::string& expected = pattern[i];
    if (expected.starts_with('*')) {
      parameters.add(expected.substr(1), join(path, i));
      return parameters;
    }
    if (expected.starts_with(':')) {
      if (path[i].empty()) return std::nullopt;
      parameters.add(expected.substr(1), path[i]);
    } else if (expected != path[i]) {
      return std::nullopt;
    }
  }
  if (path.size() != pattern.size()) return std::nullopt;
  return parameters;
}

bool serves(const Route& route, std::string_view method) {
  return route.method == method || (method == "HEAD" && route.method == "GET");
}

void add_method(std::string& allow, const Route& route) {
  allow += route.method + ", ";
  if (route.method == "GET") allow += "HEAD, ";
}

}  // namespace

const std::string& PathParameters::operator[](std::string_view name) const {
  const auto found =
      std::find_if(values_.begin(), values_.end(), [&](const auto& value) { return value.first == name; });
  if (found == values_.end()) std::abort();  // the handler asks for a parameter its own pattern lacks
  return found->second;
}

void Router::add(std::string_view method, std::string_view pattern, metrics::Route label, Access access,
                 Handler handler) {
  routes_.push_back({std::string{method}, std::string{pattern}, label, access, std::move(handler)});
  segments_.push_back(split(pattern));
}

Match Router::match(std::string_view method, std::string_view path) const {
  Match match;
  const auto segments = decode_path(path);
  if (!segments) {
    match.kind = Match::Kind::malformed;
    return match;
  }
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    auto parameters = match_segments(segments_[i], *segments);
    if (!parameters) continue;
    add_method(match.allow, routes_[i]);
    if (match.kind == Match::Kind::found) continue;
    match.label = routes_[i].label;
    if (serves(routes_[i], method)) {
      match.kind = Match::Kind::found;
      match.route = &routes_[i];
      match.parameters = std::move(*parameters);
    } else {
      match.kind = Match::Kind::no_such_method;
    }
  }
  if (!match.allow.empty()) match.allow += "OPTIONS";
  return match;
}

}  // namespace matinee::http_api
