// Heads of responses, byte for byte.
#include "transport/response_head.hpp"

#include <gtest/gtest.h>

namespace matinee::transport {
namespace {

constexpr std::string_view date = "Sun, 06 Nov 1994 08:49:37 GMT";

TEST(ResponseHead, WritesTheDateOfTheRfc) {
  EXPECT_EQ(http_date(std::chrono::system_clock::from_time_t(784'111'777)), date);
}

TEST(ResponseHead, HasStatusFieldsAndLength) {
  http_api::Response response;
  response.status = 201;
  response.headers = {{"Location", "/a"}};
  response.body = "abc";
  EXPECT_EQ(response_head(response, {}, date),
            "HTTP/1.1 201 Created\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: matinee\r\nLocation: /a\r\n"
            "Content-Length: 3\r\n\r\n");
}

TEST(ResponseHead, AStatusWithoutBodyHasNoLength) {
  for (const unsigned status : {204u, 304u}) {
    http_api::Response response;
    response.status = status;
    EXPECT_EQ(response_head(response, {}, date).find("Content-Length"), std::string::npos);
  }
}

TEST(ResponseHead, AFieldValueCanNotBreakOutOfItsLine) {
  http_api::Response response;
  response.headers = {{"Location", std::string("/a\r\nSet-Cookie: b\0", 18)}};
  const std::string head = response_head(response, {}, date);
  EXPECT_NE(head.find("Location: /a  Set-Cookie: b \r\n"), std::string::npos) << head;
}

TEST(ResponseHead, TheLengthOfAFileIsThatOfItsPart) {
  http_api::Response response;
  response.file = http_api::FileBody{"film.mp4", 100, 5'000'000'000};
  EXPECT_NE(response_head(response, {}, date).find("Content-Length: 5000000000\r\n"), std::string::npos);
}

}  // namespace
}  // namespace matinee::transport
