#include "http_api/request_bodies.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace matinee::http_api {
namespace {

using ::testing::HasSubstr;

Request json_request(std::string body, std::string content_type = "application/json") {
  Request request;
  request.headers = {{"content-type", std::move(content_type)}};
  request.body = std::move(body);
  return request;
}

Result<NewParty, Refusal> party(std::string body) {
  return read_new_party(json_request(std::move(body)), {});
}

void expect_refused(const std::string& body, const std::string& named) {
  const auto read = party(body);
  ASSERT_FALSE(read) << body;
  EXPECT_EQ(read.error().code, ErrorCode::invalid_request) << body;
  EXPECT_THAT(read.error().detail, HasSubstr(named)) << body;
}

TEST(NewParty, NeedsOnlyATitle) {
  const auto read = party(R"({"title":"Friday"})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read.value().title, "Friday");
  EXPECT_FALSE(read.value().playlist);
  EXPECT_EQ(read.value().visibility, party::Visibility::private_);
  EXPECT_EQ(read.value().max_participants, 100U);
}

TEST(NewParty, ReadsEveryMember) {
  const auto read =
      party(R"({"title":"F","playlist_id":"list","visibility":"friends","max_participants":7,"later":{"a":[1]}})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read.value().playlist, PlaylistId{"list"});
  EXPECT_EQ(read.value().visibility, party::Visibility::friends);
  EXPECT_EQ(read.value().max_participants, 7U);
}

TEST(NewParty, NullMeansAbsent) {
  const auto read = party(R"({"title":"F","playlist_id":null,"visibility":null,"max_participants":null})");
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_FALSE(read.value().playlist);
  EXPECT_EQ(read.value().max_participants, 100U);
}

TEST(NewParty, KeepsTheServersCap) {
  config::Settings::Limits limits;
  limits.max_participants = 10;
  limits.default_max_participants = 8;
  EXPECT_EQ(read_new_party(json_request(R"({"title":"F"})"), limits).value().max_participants, 8U);
  EXPECT_TRUE(read_new_party(json_request(R"({"title":"F","max_participants":10})"), limits));
  EXPECT_FALSE(read_new_party(json_request(R"({"title":"F","max_participants":11})"), limits));
}

TEST(NewParty, RefusalsNameTheMember) {
  expect_refused(R"({})", "title");
  expect_refused(R"({"title":null})", "title");
  expect_refused(R"({"title":["x"]})", "title");
  expect_refused(R"({"title":"   "})", "title");
  expect_refused(R"({"title":"a\u0007b"})", "title");
  expect_refused("{\"title\":\"" + std::string(201, 'x') + "\"}", "title");
  expect_refused(R"({"title":"F","playlist_id":""})", "playlist_id");
  expect_refused(R"({"title":"F","playlist_id":7})", "playlist_id");
  expect_refused(R"({"title":"F","visibility":"secret"})", "visibility");
  expect_refused(R"({"title":"F","visibility":true})", "visibility");
  for (const char* number : {"1", "1001", "2.5", "\"10\"", "-3", "1e400", "true"}) {
    expect_refused(std::string(R"({"title":"F","max_participants":)") + number + "}", "");
  }
}

TEST(Bodies, AreStrictJson) {
  expect_refused("", "JSON");
  expect_refused("[]", "object");
  expect_refused("null", "object");
  expect_refused(R"({"title":"F"} x)", "JSON");
  expect_refused(R"({"title":"F",})", "JSON");
  expect_refused(R"({"title":"F","title":"G"})", "\"title\" appears twice");
  expect_refused(R"({"title":"F","x":[{"deep":1,"d\u0065ep":2}]})", "\"deep\" appears twice");
  expect_refused(R"({"title":"F","x":)" + std::string(40, '[') + std::string(40, ']') + "}", "JSON");
  expect_refused("{\"title\":\"\xff\"}", "JSON");
  EXPECT_TRUE(party(R"({"title":"F","x":)" + std::string(30, '[') + std::string(30, ']') + "}"));
  EXPECT_TRUE(party(R"({"title":"F","a":{"k":1},"b":{"k":2}})")) << "the same key in two objects";
}

TEST(Bodies, NeedAContentType) {
  const auto code = [](const char* type) {
    const auto read = read_new_party(json_request(R"({"title":"F"})", type), {});
    return read ? std::string{"accepted"} : std::string{to_string(read.error().code)};
  };
  EXPECT_EQ(code(""), "UNSUPPORTED_MEDIA_TYPE");
  EXPECT_EQ(code("text/plain"), "UNSUPPORTED_MEDIA_TYPE");
  EXPECT_EQ(code("application/jsonx"), "UNSUPPORTED_MEDIA_TYPE");
  EXPECT_EQ(code("application/json; charset=utf-16"), "UNSUPPORTED_MEDIA_TYPE");
  EXPECT_EQ(code("application/json; charset=utf-8x"), "UNSUPPORTED_MEDIA_TYPE");
  EXPECT_EQ(code("application/json"), "accepted");
  EXPECT_EQ(code("application/json; charset=\"UTF-8\""), "accepted");
  EXPECT_EQ(code("Application/JSON; charset=utf-8"), "accepted");
  EXPECT_EQ(code("application/json ;charset=utf-8"), "accepted");
}

TEST(Role, IsOneOfThree) {
  EXPECT_EQ(read_role(json_request(R"({"role":"co-host"})")).value(), party::Role::co_host);
  EXPECT_EQ(read_role(json_request(R"({"role":"host"})")).value(), party::Role::host);
  for (const char* body : {R"({})", R"({"role":"owner"})", R"({"role":1})", R"({"role":null})"}) {
    const auto read = read_role(json_request(body));
    ASSERT_FALSE(read) << body;
    EXPECT_THAT(read.error().detail, HasSubstr("role"));
  }
}

TEST(GuestName, LosesSurroundingSpace) {
  EXPECT_EQ(read_guest_name(json_request(R"({"display_name":"  Zoë \t"})")).value(), "Zoë");
  for (const char* body : {R"({})", R"({"display_name":" "})", R"({"display_name":5})", R"({"display_name":"a\nb"})"}) {
    const auto read = read_guest_name(json_request(body));
    ASSERT_FALSE(read) << body;
    EXPECT_THAT(read.error().detail, HasSubstr("display_name"));
  }
  EXPECT_FALSE(read_guest_name(json_request("{\"display_name\":\"" + std::string(65, 'x') + "\"}")));
}

TEST(NewClip, TakesWhatCanBePlayed) {
  const auto clip = [](const std::string& url) {
    return read_new_clip(json_request(R"({"title":"Film","url":")" + url + "\"}"));
  };
  for (const char* url : {"https://a.example/f.mp4", "http://a.example:8080/f.m3u8?x=1#t=3", "/media/sample.mp4"}) {
    EXPECT_TRUE(clip(url)) << url;
  }
  for (const char* url :
       {"", "film.mp4", "//evil.example/f.mp4", "javascript:alert(1)", "file:///etc/passwd", "https://",
        "https://user:secret@a.example/f", "ftp://a.example/f", "/a b", "data:video/mp4,x"}) {
    const auto read = clip(url);
    ASSERT_FALSE(read) << url;
    EXPECT_THAT(read.error().detail, HasSubstr("url"));
  }
  EXPECT_FALSE(clip("https://a.example/" + std::string(2048, 'x')));
}

TEST(NewClip, KnowsItsLengthOrNot) {
  const auto clip = [](const std::string& duration) {
    return read_new_clip(json_request(R"({"title":"Film","url":"/f.mp4","duration_ms":)" + duration + "}"));
  };
  EXPECT_EQ(clip("90000").value().duration, Millis{90'000});
  EXPECT_EQ(clip("null").value().duration, std::nullopt);
  EXPECT_TRUE(clip("172800000"));
  for (const char* bad : {"0", "-1", "1.5", "\"90\"", "172800001"}) EXPECT_FALSE(clip(bad)) << bad;
}

}  // namespace
}  // namespace matinee::http_api
