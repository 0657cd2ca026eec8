// The Api over a real engine: what its endpoints have in common.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "http_api/api_test_support.hpp"

namespace matinee::http_api {
namespace {

using ::testing::HasSubstr;
using testing::kParties;
using testing::text;

class ApiTest : public testing::ApiTest {};

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

}  // namespace
}  // namespace matinee::http_api
