// The Api over a real engine that runs in the test's own thread: what the endpoints have in common, and the files.
#include "http_api/api.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "auth/ticket_book.hpp"
#include "auth/token_issuer.hpp"
#include "engine/engine_harness.hpp"
#include "http_api/api_dependencies.hpp"
#include "http_api/routes.hpp"
#include "test_support/source_path.hpp"

namespace matinee::http_api {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

constexpr const char* kSecret = "0123456789abcdef0123456789abcdef";
constexpr const char* kParties = "/api/v1/watch-parties";

std::array<EmbeddedFile, 2> web_files() {
  return {{{"/index.html", "<html>", "\"page\""}, {"/assets/app-1.js", "run()", "\"script\"", "(run)"}}};
}

/// A directory of its own that goes with the test.
class TemporaryDirectory {
 public:
  TemporaryDirectory() : path_(fs::temp_directory_path() / ("matinee-api-test-" + std::to_string(getpid()))) {
    fs::create_directories(path_);
  }
  ~TemporaryDirectory() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }
  void write(const std::string& name, const std::string& content) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << content;
  }

 private:
  fs::path path_;
};

std::string read_file(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

class ApiTest : public ::testing::Test {
 protected:
  ApiTest() {
    directory.write("media/film.mp4", "0123456789");
    directory.write("media/sub/clip.webm", "webm");
    directory.write("media/.hidden", "secret");
    directory.write("outside.txt", "secret");
    fs::create_symlink(directory.path() / "outside.txt", directory.path() / "media" / "link.txt");
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

std::string text(const boost::json::object& object, std::string_view name) {
  return std::string{object.at(name).as_string()};
}

// ---- What endpoints have in common.

TEST_F(ApiTest, UnknownPathsAre404AndUnknownMethods405) {
  EXPECT_EQ(send("GET", "/api/v1/nothing").status, 404U);
  const Response wrong = send("PUT", kParties);
  EXPECT_EQ(wrong.status, 405U);
  EXPECT_EQ(header(wrong, "Allow"), "POST, OPTIONS");
  EXPECT_EQ(send("GET", "/api/v1/%zz").status, 400U);
}

TEST_F(ApiTest, AuthenticationComesBeforeTheBody) {
  EXPECT_EQ(send("POST", kParties, {}, "nonsense").status, 401U);
  EXPECT_EQ(send("POST", kParties, {as("ann")}, "nonsense").status, 400U);
  EXPECT_EQ(send("POST", kParties, {as("ann"), {"content-type", "text/plain"}}).status, 415U);
}

TEST_F(ApiTest, ATokenInTheQueryIsRefusedEvenBesideAGoodOne) {
  for (const char* query : {"token=x", "access_token=x", "a=b&token=", "t%6Fken=x"}) {
    Request request;
    request.method = "GET";
    request.path = "/healthz";
    request.query = query;
    request.headers = {as("ann")};
    EXPECT_EQ(send(request).status, 401U) << query;
  }
  Request harmless;
  harmless.method = "GET";
  harmless.path = "/healthz";
  harmless.query = "tokens=1&x=token";
  EXPECT_EQ(send(harmless).status, 200U);
}

TEST_F(ApiTest, EveryResponseForbidsSniffing) {
  EXPECT_EQ(header(send("GET", "/healthz"), "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(header(send("GET", "/nothing"), "X-Content-Type-Options"), "nosniff");
}

// ---- The session cookie and origins.

TEST_F(ApiTest, ACookieWorksFromOwnAndListedPagesOnly) {
  const Header cookie{"cookie", "other=1; matinee_session=" + token("ann")};
  const auto create_from = [&](std::vector<Header> headers) {
    headers.push_back(cookie);
    return send("POST", kParties, std::move(headers), R"({"title":"Friday"})").status;
  };
  EXPECT_EQ(create_from({}), 201U);
  EXPECT_EQ(create_from({{"origin", "http://party.example"}}), 201U);
  EXPECT_EQ(create_from({{"origin", "https://friend.example"}}), 201U);
  EXPECT_EQ(create_from({{"origin", "https://evil.example"}}), 403U);
  EXPECT_EQ(create_from({{"origin", "null"}}), 403U);
  EXPECT_EQ(send("GET", "/api/v1/session", {cookie, {"origin", "https://evil.example"}}).status, 200U)
      << "reading is what CORS keeps from other pages";
  EXPECT_EQ(send("POST", kParties, {as("ann"), {"origin", "https://evil.example"}}, R"({"title":"F"})").status, 201U)
      << "a page with a token of its own rides on nobody's session";
}

TEST_F(ApiTest, ABadBearerTokenIsNotExcusedByAGoodCookie) {
  const Response answer =
      send("GET", "/api/v1/session", {{"authorization", "Bearer x"}, {"cookie", "matinee_session=" + token("ann")}});
  EXPECT_EQ(answer.status, 401U);
}

TEST_F(ApiTest, AnyOriginMeansNoCredentials) {
  settings.network.allowed_origins = {"*"};
  const Response answer = send("GET", "/healthz", {{"origin", "https://any.example"}});
  EXPECT_EQ(header(answer, "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(header(answer, "Access-Control-Allow-Credentials"), "absent");
  const Header cookie{"cookie", "matinee_session=" + token("ann")};
  EXPECT_EQ(send("POST", kParties, {cookie, {"origin", "https://any.example"}}, R"({"title":"F"})").status, 403U);
}

TEST_F(ApiTest, PreflightsNameWhatIsAllowed) {
  const auto preflight = [&](const char* origin) {
    return send("OPTIONS", kParties, {{"origin", origin}, {"access-control-request-method", "POST"}});
  };
  const Response allowed = preflight("https://friend.example");
  EXPECT_EQ(allowed.status, 204U);
  EXPECT_EQ(header(allowed, "Access-Control-Allow-Origin"), "https://friend.example");
  EXPECT_EQ(header(allowed, "Access-Control-Allow-Credentials"), "true");
  EXPECT_THAT(header(allowed, "Access-Control-Allow-Headers"), HasSubstr("Authorization"));
  EXPECT_EQ(header(allowed, "Vary"), "Origin");
  const Response refused = preflight("https://evil.example");
  EXPECT_EQ(header(refused, "Access-Control-Allow-Origin"), "absent");
  EXPECT_EQ(header(refused, "Access-Control-Allow-Methods"), "absent");
}

// ---- Sessions and guests.

TEST_F(ApiTest, ASessionIsMadeFromATokenOnly) {
  EXPECT_EQ(send("POST", "/api/v1/session", {{"cookie", "matinee_session=" + token("ann")}}).status, 401U);
  const Response made = send("POST", "/api/v1/session", {as("ann")});
  EXPECT_EQ(made.status, 204U);
  EXPECT_THAT(header(made, "Set-Cookie"), HasSubstr("HttpOnly"));
  EXPECT_THAT(header(made, "Set-Cookie"), HasSubstr("Max-Age=3600"));
  EXPECT_THAT(header(made, "Set-Cookie"), ::testing::Not(HasSubstr("Secure")));
}

TEST_F(ApiTest, CookiesAreSecureUnderAPublicHttpsUrl) {
  settings.network.public_url = "https://party.example";
  EXPECT_THAT(header(send("POST", "/api/v1/session", {as("ann")}), "Set-Cookie"), HasSubstr("Secure"));
}

TEST_F(ApiTest, GuestsAreLimitedByAddress) {
  const auto guest = [&] { return send("POST", "/api/v1/session/guest", {}, R"({"display_name":"Zoë"})"); };
  EXPECT_EQ(guest().status, 201U);
  EXPECT_EQ(send("POST", "/api/v1/session/guest", {}, R"({"display_name":""})").status, 400U) << "does not count";
  EXPECT_EQ(guest().status, 201U);
  const Response refused = guest();
  EXPECT_EQ(refused.status, 429U);
  EXPECT_EQ(header(refused, "Retry-After"), "3600");
}

TEST_F(ApiTest, ASessionSaysWhoOneIs) {
  const auto session = boost::json::parse(send("GET", "/api/v1/session", {as("ann")}).body).as_object();
  EXPECT_EQ(text(session, "user_id"), "ann");
  EXPECT_TRUE(session.at("avatar_url").is_null());
  EXPECT_FALSE(session.at("guest").as_bool());
  EXPECT_TRUE(session.at("expires_at").is_string());
}

TEST_F(ApiTest, TokensAreJudgedByTheTimeOfDay) {
  const Header before = as("ann");
  EXPECT_EQ(send("GET", "/api/v1/session", {before}).status, 200U);
  // The machine's clock was an hour and a half late when the server started, or it slept that long.
  harness.wall_clock().advance(std::chrono::minutes{90});
  EXPECT_EQ(send("GET", "/api/v1/session", {before}).status, 401U);
  const Response session = send("POST", "/api/v1/session", {as("ann")});
  EXPECT_EQ(session.status, 204U);
  EXPECT_NE(header(session, "Set-Cookie").find("Max-Age=3600"), std::string::npos) << header(session, "Set-Cookie");
  const Response guest = send("POST", "/api/v1/session/guest", {}, R"({"display_name":"Zoë"})");
  const auto admitted = boost::json::parse(guest.body).as_object();
  const std::string cookie = "matinee_session=" + text(admitted, "token");
  EXPECT_EQ(send("GET", "/api/v1/session", {{"cookie", cookie}}).status, 200U);
}

TEST_F(ApiTest, HowTheServerIsIsForOperators) {
  const auto asks = [&](std::string method, std::string path) {
    Request request;
    request.method = std::move(method);
    request.path = std::move(path);
    return api().is_for_operators(request);
  };
  EXPECT_TRUE(asks("GET", "/healthz"));
  EXPECT_TRUE(asks("HEAD", "/readyz"));
  EXPECT_TRUE(asks("GET", "/metrics"));
  EXPECT_FALSE(asks("POST", "/metrics"));
  EXPECT_FALSE(asks("GET", "/healthz/x"));
  EXPECT_FALSE(asks("GET", "/"));
  EXPECT_FALSE(asks("GET", "/openapi.json"));
}

// ---- Parties: the documented bodies.

TEST_F(ApiTest, BodiesHaveTheDocumentedMembersAndNullsForWhatIsAbsent) {
  const auto created = create_party("ann");
  EXPECT_TRUE(created.at("playlist_id").is_null());
  const std::string path = std::string(kParties) + "/" + text(created, "id");
  const auto details = boost::json::parse(send("GET", path, {as("ann")}).body).as_object();
  for (const char* name : {"id", "host_user_id", "title", "current_clip_id", "current_position", "is_playing",
                           "participant_count", "max_participants", "status"}) {
    EXPECT_TRUE(details.contains(name)) << name;
  }
  EXPECT_TRUE(details.at("current_clip_id").is_null());
  EXPECT_EQ(details.at("current_position").as_int64(), 0);
  const auto list = boost::json::parse(send("GET", path + "/participants", {as("ann")}).body).as_object();
  const auto& first = list.at("participants").as_array().at(0).as_object();
  EXPECT_TRUE(first.at("avatar_url").is_null());
  EXPECT_TRUE(first.at("last_sync").is_null());
  EXPECT_EQ(text(first, "role"), "host");
}

TEST_F(ApiTest, TheHostManagesParticipants) {
  const auto party = create_party("ann");
  const std::string path = std::string(kParties) + "/" + text(party, "id");
  const Response joined = send("POST", std::string(kParties) + "/" + text(party, "invite_code") + "/join", {as("bob")});
  ASSERT_EQ(joined.status, 200U);
  EXPECT_EQ(joined.body,
            R"({"party_id":")" + text(party, "id") + R"(","ws_url":"ws://party.example)" + path + R"(/ws"})");
  const Response promoted = send("PATCH", path + "/participants/bob", {as("ann")}, R"({"role":"co-host"})");
  EXPECT_EQ(promoted.status, 200U);
  EXPECT_EQ(promoted.body, R"({"user_id":"bob","role":"co-host"})");
  EXPECT_EQ(send("PATCH", path + "/participants/ann", {as("bob")}, R"({"role":"viewer"})").status, 403U);
  EXPECT_EQ(send("DELETE", path + "/participants/bob", {as("ann")}).status, 204U);
  EXPECT_EQ(send("GET", path, {as("bob")}).status, 403U);
  EXPECT_EQ(send("DELETE", path + "/kicks/bob", {as("ann")}).status, 204U);
  EXPECT_EQ(send("POST", path + "/end", {as("ann")}).status, 204U);
}

TEST_F(ApiTest, IdsThatCannotExistAre404) {
  const std::string long_id(200, 'x');
  EXPECT_EQ(send("GET", std::string(kParties) + "/" + long_id, {as("ann")}).status, 404U);
  EXPECT_EQ(send("GET", std::string(kParties) + "/%00", {as("ann")}).status, 404U);
  EXPECT_EQ(send("POST", std::string(kParties) + "/%0A/join", {as("ann")}).status, 404U);
  EXPECT_EQ(send("GET", "/api/v1/clips/" + long_id, {as("ann")}).status, 404U);
}

// ---- Opening a socket.

class UpgradeTest : public ApiTest {
 protected:
  std::string party = text(create_party("ann"), "id");

  Result<UpgradeTicket, Response> upgrade(std::vector<Header> headers, std::string query = {}) {
    Request request;
    request.method = "GET";
    request.path = std::string(kParties) + "/" + party + "/ws";
    request.query = std::move(query);
    request.headers = std::move(headers);
    request.headers.push_back({"host", "party.example"});
    return api().authorize_upgrade(request);
  }
  unsigned refusal(std::vector<Header> headers, std::string query = {}) {
    const auto ticket = upgrade(std::move(headers), std::move(query));
    return ticket ? 101 : ticket.error().status;
  }
};

TEST_F(UpgradeTest, FourWaysIn) {
  EXPECT_EQ(upgrade({as("ann")}).value().credentials.user, UserId{"ann"});
  EXPECT_EQ(upgrade({{"cookie", "matinee_session=" + token("ann")}}).value().credentials.user, UserId{"ann"});

  const std::string ticket =
      tickets.issue({UserId{"ann"}, "ann", {}, {}, false}, PartyId{party}, harness.clock().now());
  const auto by_ticket = upgrade({{"sec-websocket-protocol", "matinee.v1, ticket." + ticket}});
  ASSERT_TRUE(by_ticket);
  EXPECT_EQ(by_ticket.value().subprotocol, "matinee.v1");
  EXPECT_EQ(refusal({{"sec-websocket-protocol", "matinee.v1, ticket." + ticket}}), 401U) << "a ticket works once";
}

TEST_F(UpgradeTest, NobodyAndNonsenseAreRefused) {
  EXPECT_EQ(refusal({}), 401U);
  EXPECT_EQ(refusal({{"authorization", "Bearer x"}}), 401U);
  EXPECT_EQ(refusal({{"sec-websocket-protocol", "matinee.v1, ticket.invented"}}), 401U);
  EXPECT_EQ(refusal({as("ann")}, "token=x"), 401U);
}

TEST_F(UpgradeTest, ForeignPagesAreRefusedWhateverTheyBring) {
  const Header evil{"origin", "https://evil.example"};
  EXPECT_EQ(refusal({{"cookie", "matinee_session=" + token("ann")}, evil}), 403U);
  EXPECT_EQ(refusal({as("ann"), evil}), 403U);
  EXPECT_EQ(refusal({as("ann"), {"origin", "http://party.example"}}), 101U);
  EXPECT_EQ(refusal({{"cookie", "matinee_session=" + token("ann")}, {"origin", "https://friend.example"}}), 101U);
}

TEST_F(UpgradeTest, APlainGetIsToldToUpgrade) {
  const std::string path = std::string(kParties) + "/" + party + "/ws";
  EXPECT_EQ(send("GET", path).status, 401U);
  const Response answer = send("GET", path, {as("ann")});
  EXPECT_EQ(answer.status, 426U);
  EXPECT_EQ(header(answer, "Upgrade"), "websocket");
}

TEST_F(UpgradeTest, OtherPathsHaveNoSocket) {
  Request request;
  request.method = "GET";
  request.path = "/healthz";
  request.headers = {as("ann")};
  const auto refused = api().authorize_upgrade(request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().status, 404U);
}

// ---- Files.

TEST_F(ApiTest, ThePageIsServedWhereverTheApplicationRoutes) {
  for (const char* path : {"/", "/index.html", "/party/ABC123", "/party/a/b"}) {
    const Response page = send("GET", path);
    EXPECT_EQ(page.body, "<html>") << path;
    EXPECT_EQ(header(page, "Content-Type"), "text/html; charset=utf-8");
    EXPECT_THAT(header(page, "Content-Security-Policy"), HasSubstr("script-src 'self';"));
    EXPECT_EQ(header(page, "Cache-Control"), "no-cache");
  }
  EXPECT_EQ(send("GET", "/", {{"if-none-match", "\"page\""}}).status, 304U);
  const Response script = send("GET", "/assets/app-1.js");
  EXPECT_THAT(header(script, "Cache-Control"), HasSubstr("immutable"));
  EXPECT_EQ(header(script, "Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(send("GET", "/assets/app-2.js").status, 404U);
}

TEST_F(ApiTest, WhoTakesGzipGetsTheFilesCompressed) {
  const Response whole = send("GET", "/assets/app-1.js");
  EXPECT_EQ(whole.body, "run()");
  EXPECT_EQ(header(whole, "Content-Encoding"), "absent");
  EXPECT_EQ(header(whole, "Vary"), "Accept-Encoding");

  const Response compressed = send("GET", "/assets/app-1.js", {{"accept-encoding", "gzip, br"}});
  EXPECT_EQ(compressed.body, "(run)");
  EXPECT_EQ(header(compressed, "Content-Encoding"), "gzip");
  EXPECT_EQ(header(compressed, "Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(header(compressed, "ETag"), "\"script-gzip\"");
  const Response known = send("GET", "/assets/app-1.js",
                              {{"accept-encoding", "gzip"}, {"if-none-match", "\"script-gzip\""}});
  EXPECT_EQ(known.status, 304U);
  EXPECT_EQ(header(known, "Vary"), "Accept-Encoding");
  EXPECT_EQ(send("GET", "/", {{"accept-encoding", "gzip"}}).body, "<html>") << "compressing it would gain nothing";
}

TEST_F(ApiTest, MediaComesWholeOrInParts) {
  const Response whole = send("GET", "/media/film.mp4");
  EXPECT_EQ(whole.status, 200U);
  EXPECT_EQ(header(whole, "Content-Type"), "video/mp4");
  EXPECT_EQ(header(whole, "Accept-Ranges"), "bytes");
  ASSERT_TRUE(whole.file.has_value());
  EXPECT_EQ(whole.file->length, 10U);

  const Response part = send("GET", "/media/film.mp4", {{"range", "bytes=2-4"}, {"if-range", header(whole, "ETag")}});
  EXPECT_EQ(part.status, 206U);
  EXPECT_EQ(header(part, "Content-Range"), "bytes 2-4/10");
  EXPECT_EQ(part.file->offset, 2U);
  EXPECT_EQ(part.file->length, 3U);

  EXPECT_EQ(send("GET", "/media/film.mp4", {{"range", "bytes=2-4"}, {"if-range", "\"old\""}}).status, 200U);
  const Response beyond = send("GET", "/media/film.mp4", {{"range", "bytes=10-"}});
  EXPECT_EQ(beyond.status, 416U);
  EXPECT_EQ(header(beyond, "Content-Range"), "bytes */10");
  EXPECT_EQ(send("GET", "/media/film.mp4", {{"if-none-match", header(whole, "ETag")}}).status, 304U);
  EXPECT_EQ(send("GET", "/media/sub/clip.webm").status, 200U);
  EXPECT_EQ(send("HEAD", "/media/film.mp4").status, 200U);
}

TEST_F(ApiTest, NothingOutsideTheMediaDirectoryIsServed) {
  for (const char* path :
       {"/media/../outside.txt", "/media/%2e%2e/outside.txt", "/media/..%2foutside.txt", "/media/sub/../../outside.txt",
        "/media/link.txt", "/media/.hidden", "/media/", "/media/sub", "/media//film.mp4", "/media/film.mp4/",
        "/media/film.mp4%00.txt", "/media/..%5coutside.txt", "/media//etc/passwd", "/media/%2fetc%2fpasswd"}) {
    EXPECT_EQ(send("GET", path).status, 404U) << path;
  }
}

TEST_F(ApiTest, TheConfigNamesTheSampleFilm) {
  EXPECT_EQ(send("GET", "/api/v1/config").body, R"({"guests":true,"sample":null,"version":"1.2.3"})");
  api_.reset();
  directory.write("media/sample.mp4", "film");
  EXPECT_THAT(send("GET", "/api/v1/config").body,
              HasSubstr(R"("sample":{"title":"Sample film","url":"/media/sample.mp4","duration_ms":null})"));
  api_.reset();
  directory.write("media/sample.json", R"({"title":"The Test Card","duration_ms":180000})");
  EXPECT_THAT(send("GET", "/api/v1/config").body,
              HasSubstr(R"("sample":{"title":"The Test Card","url":"/media/sample.mp4","duration_ms":180000})"));
}

// ---- The description of the API says neither less nor more than there is.

TEST_F(ApiTest, OpenApiDescribesExactlyTheRoutes) {
  origins.emplace("", std::vector<std::string>{});
  const Services services(dependencies());
  const Router router = make_router(services);
  std::set<std::string> routed;
  for (const Route& route : router.routes()) {
    if (route.label == metrics::Route::page || route.label == metrics::Route::media) continue;
    std::string method = route.method;
    std::transform(method.begin(), method.end(), method.begin(), [](unsigned char c) { return std::tolower(c); });
    std::string path;
    bool in_parameter = false;
    for (const char c : route.pattern) {
      if (in_parameter && c == '/') path += '}';
      if (c == '/') in_parameter = false;
      if (c == ':') in_parameter = true;
      path += c == ':' ? '{' : c;
    }
    routed.insert(method + " " + path + (in_parameter ? "}" : ""));
  }

  const auto document =
      boost::json::parse(read_file(source_path("schema/openapi.json"))).as_object();
  std::set<std::string> described;
  for (const auto& [path, item] : document.at("paths").as_object()) {
    for (const auto& [method, operation] : item.as_object()) {
      if (method != "parameters") described.insert(std::string(method) + " " + std::string(path));
    }
  }
  EXPECT_EQ(described, routed);
}

}  // namespace
}  // namespace matinee::http_api
