// The router with arbitrary methods, paths and queries. Input: "METHOD path?query". Whatever it is, there is one
// answer, and what it says agrees with itself.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "http_api/percent.hpp"
#include "http_api/router.hpp"

namespace {

using namespace matinee;
using http_api::Match;

http_api::Router make_router() {
  http_api::Router router;
  const auto add = [&router](const char* method, const char* pattern) {
    router.add(method, pattern, metrics::Route::none, http_api::Access::open, [](const auto&) {});
  };
  add("POST", "/api/v1/watch-parties");
  add("POST", "/api/v1/watch-parties/:code/join");
  add("GET", "/api/v1/watch-parties/:id");
  add("PATCH", "/api/v1/watch-parties/:id/participants/:user_id");
  add("GET", "/media/*path");
  add("GET", "/");
  return router;
}

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const http_api::Router router = make_router();
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string_view method = input.substr(0, input.find(' '));
  std::string_view target = input.substr(std::min(method.size() + 1, input.size()));
  const std::string_view path = target.substr(0, target.find('?'));
  const std::string_view query = target.substr(std::min(path.size() + 1, target.size()));

  const Match match = router.match(method, path);
  require((match.kind == Match::Kind::found) == (match.route != nullptr));
  require((match.kind == Match::Kind::no_such_path || match.kind == Match::Kind::malformed) == match.allow.empty());
  // A path has the same methods whoever asks.
  require(router.match("OPTIONS", path).allow == match.allow);
  if (match.kind == Match::Kind::found && match.route->pattern.find("/:id") != std::string::npos) {
    require(!match.parameters["id"].empty());
  }
  if (query.find('%') == std::string_view::npos) {
    require(http_api::has_query_parameter(query, "token") ==
            (query.starts_with("token=") || query == "token" || query.starts_with("token&") ||
             query.find("&token=") != std::string_view::npos || query.find("&token&") != std::string_view::npos ||
             query.ends_with("&token")));
  } else {
    http_api::has_query_parameter(query, "token");
  }
  return 0;
}
