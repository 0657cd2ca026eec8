// The web application, built into the program: every file under its own path, the page itself under / and /party/….
#include <algorithm>

#include "http_api/conditional.hpp"
#include "http_api/content_coding.hpp"
#include "http_api/exchange.hpp"
#include "http_api/media_type.hpp"
#include "http_api/routes.hpp"

namespace matinee::http_api {
namespace {

/// Scripts only from here; videos, their segments and avatars from anywhere, since participants name them. Workers and
/// media from blobs and inline styles are what video players in the page need.
constexpr std::string_view kContentSecurityPolicy =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: http: https:; "
    "media-src 'self' blob: data: http: https:; connect-src 'self' ws: wss: http: https:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/// A compressed representation is another one, with an ETag of its own (RFC 9110 section 8.8.3.3).
std::string etag_of(const EmbeddedFile& file, bool compressed) {
  std::string etag{file.etag};
  if (compressed) etag.insert(etag.size() - 1, "-gzip");
  return etag;
}

Response file_response(const EmbeddedFile& file, const Request& request) {
  // File names under assets/ carry a hash of their content: what is under such a name never changes.
  const bool immutable = file.path.starts_with("/assets/");
  const bool compressed = !file.gzip.empty() && accepts_gzip(request.joined_header("accept-encoding"));
  const std::string etag = etag_of(file, compressed);
  Response response;
  response.headers = {{"ETag", etag},
                      {"Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache"}};
  if (!file.gzip.empty()) response.headers.push_back({"Vary", "Accept-Encoding"});
  if (is_not_modified(request, etag)) {
    response.status = 304;
    return response;
  }
  response.headers.push_back({"Content-Type", std::string{media_type(file.path)}});
  if (file.path.ends_with(".html")) {
    response.headers.push_back({"Content-Security-Policy", std::string{kContentSecurityPolicy}});
    response.headers.push_back({"Referrer-Policy", "no-referrer"});
  }
  if (compressed) response.headers.push_back({"Content-Encoding", "gzip"});
  response.body = compressed ? file.gzip : file.content;
  return response;
}

Handler serve(const EmbeddedFile& file) {
  return [&file](const ExchangePtr& exchange) { exchange->respond(file_response(file, exchange->request)); };
}

}  // namespace

void add_web_routes(Router& router, const Services& services) {
  const auto files = services.dependencies.web_files;
  for (const EmbeddedFile& file : files) {
    router.add("GET", file.path, metrics::Route::page, Access::open, serve(file));
  }
  const auto page =
      std::find_if(files.begin(), files.end(), [](const auto& file) { return file.path == "/index.html"; });
  if (page == files.end()) return;
  router.add("GET", "/", metrics::Route::page, Access::open, serve(*page));
  router.add("GET", "/playlists", metrics::Route::page, Access::open, serve(*page));
  router.add("GET", "/playlists/*rest", metrics::Route::page, Access::open, serve(*page));
  router.add("GET", "/admin", metrics::Route::page, Access::open, serve(*page));
  router.add("GET", "/admin/*rest", metrics::Route::page, Access::open, serve(*page));
  router.add("GET", "/data", metrics::Route::page, Access::open, serve(*page));
  router.add("GET", "/figures/*rest", metrics::Route::page, Access::open, serve(*page));
  router.add("GET", "/party/*rest", metrics::Route::page, Access::open, serve(*page));
}

}  // namespace matinee::http_api
