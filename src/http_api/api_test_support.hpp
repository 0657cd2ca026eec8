// For tests of the Api: one over a real engine that runs in the test's own thread, with a directory of its own.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/ticket_book.hpp"
#include "auth/token_issuer.hpp"
#include "engine/engine_harness.hpp"
#include "http_api/api.hpp"
#include "http_api/api_dependencies.hpp"

namespace matinee::http_api::testing {

inline constexpr const char* kSecret = "0123456789abcdef0123456789abcdef";
inline constexpr const char* kParties = "/api/v1/watch-parties";

inline std::array<EmbeddedFile, 2> web_files() {
  return {{{"/index.html", "<html>", "\"page\""}, {"/assets/app-1.js", "run()", "\"script\"", "(run)"}}};
}

/// A directory of its own that goes with the test.
class TemporaryDirectory {
 public:
  TemporaryDirectory()
      : path_(std::filesystem::temp_directory_path() / ("matinee-api-test-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }
  void write(const std::string& name, const std::string& content) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << content;
  }

 private:
  std::filesystem::path path_;
};

class ApiTest : public ::testing::Test {
 protected:
  ApiTest() {
    directory.write("media/film.mp4", "0123456789");
    directory.write("media/sub/clip.webm", "webm");
    directory.write("media/.hidden", "secret");
    directory.write("outside.txt", "secret");
    std::filesystem::create_symlink(directory.path() / "outside.txt", directory.path() / "media" / "link.txt");
    settings.server.media_dir = directory.path() / "media";
    settings.network.allowed_origins = {"https://friend.example"};
    settings.limits.guests_per_hour_per_address = 2;
  }

  ApiDependencies dependencies() {
    return {harness.engine(),
            harness.clock(),
            harness.wall_clock(),
            harness.metrics(),
            verifier,
            *origins,
            tickets,
            passwords,
            &guests,
            nullptr,
            [] { return true; },
            settings,
            "1.2.3",
            web_pages,
            "{}",
            "{}"};
  }

  /// Builds the Api at the first request, so that a test can change settings before it.
  Api& api() {
    if (!api_) {
      origins.emplace(settings.network.public_url, settings.network.allowed_origins);
      api_.emplace(dependencies());
    }
    return *api_;
  }

  Response send(Request request) {
    std::optional<Response> answer;
    request.peer_address = "192.0.2.1";
    request.headers.push_back({"host", "party.example"});
    api().handle(harness.engine().shard(0), std::move(request), [&answer](Response response) {
      EXPECT_FALSE(answer.has_value()) << "answered twice";
      answer = std::move(response);
    });
    harness.settle();
    EXPECT_TRUE(answer.has_value()) << "not answered";
    return answer.value_or(Response{});
  }
  Response send(std::string method, std::string path, std::vector<Header> headers = {}, std::string body = {}) {
    Request request;
    request.method = std::move(method);
    request.path = std::move(path);
    request.headers = std::move(headers);
    request.body = std::move(body);
    if (!request.body.empty()) request.headers.push_back({"content-type", "application/json"});
    return send(std::move(request));
  }

  std::string token(const std::string& user) {
    const WallTime now = harness.wall_clock().now();
    return issuer.issue({UserId{user}, user, std::nullopt, now + std::chrono::hours{1}, {}, {}}, now);
  }
  Header as(const std::string& user) { return {"authorization", "Bearer " + token(user)}; }

  boost::json::object create_party(const std::string& host) {
    const Response created = send("POST", kParties, {as(host)}, R"({"title":"Friday"})");
    EXPECT_EQ(created.status, 201U) << created.body;
    return boost::json::parse(created.body).as_object();
  }

  static std::string header(const Response& response, std::string_view name) {
    for (const Header& header : response.headers) {
      if (header.name == name) return header.value;
    }
    return "absent";
  }

  TemporaryDirectory directory;
  config::Settings settings;
  engine::testing::Harness harness;
  auth::GuestIdentities guests = auth::GuestIdentities::open(directory.path(), std::chrono::hours{1}).value();
  auth::TokenVerifier verifier = auth::TokenVerifier::create({kSecret, {}, {}, {}, guests.key()}).value();
  auth::TokenIssuer issuer{kSecret};
  auth::PasswordPool passwords{{1, 32, {1, 8192}}};
  auth::TicketBook tickets{std::chrono::seconds{30}};
  std::optional<auth::OriginPolicy> origins;
  std::array<EmbeddedFile, 2> web_pages = web_files();
  std::optional<Api> api_;
};

inline std::string text(const boost::json::object& object, std::string_view name) {
  return std::string{object.at(name).as_string()};
}

}  // namespace matinee::http_api::testing
