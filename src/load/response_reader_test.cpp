// Responses cut into pieces, one after the other, and such that are none.
#include "load/response_reader.hpp"

#include <gtest/gtest.h>

namespace matinee::load {
namespace {

constexpr std::string_view kCreated =
    "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"id\":\"x\"}\n";
constexpr std::string_view kRefused =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    "4\r\nfull\r\n0\r\n\r\n";
constexpr std::string_view kUpgraded =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

std::optional<HttpReply> feed_in_pieces(ResponseReader& reader, std::string_view text, std::size_t size) {
  for (; !text.empty(); text.remove_prefix(std::min(size, text.size()))) {
    std::string_view piece = text.substr(0, size);
    if (auto reply = reader.feed(piece)) return reply;
  }
  return std::nullopt;
}

TEST(ResponseReader, PutsAResponseTogetherHoweverItIsCut) {
  for (std::size_t size = 1; size <= kCreated.size(); ++size) {
    ResponseReader reader;
    const auto reply = feed_in_pieces(reader, kCreated, size);
    ASSERT_TRUE(reply) << size;
    EXPECT_EQ(reply->status, 201u);
    EXPECT_EQ(reply->body, "{\"id\":\"x\"}\n");
    EXPECT_TRUE(reply->keeps_alive);
  }
}

TEST(ResponseReader, ReadsChunksRetryAfterAndTheEndOfTheConnection) {
  ResponseReader reader;
  const auto reply = feed_in_pieces(reader, kRefused, 5);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 503u);
  EXPECT_EQ(reply->body, "full");
  EXPECT_EQ(reply->retry_after, std::chrono::seconds{7});
  EXPECT_FALSE(reply->keeps_alive);
}

TEST(ResponseReader, LeavesWhatComesAfterAnUpgrade) {
  const std::string text = std::string(kUpgraded) + "\x81\x02hi";
  ResponseReader reader;
  std::string_view head = std::string_view(text).substr(0, 40);
  EXPECT_FALSE(reader.feed(head));
  EXPECT_TRUE(head.empty());
  std::string_view rest = std::string_view(text).substr(40);
  const auto reply = reader.feed(rest);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 101u);
  EXPECT_EQ(reply->accept_key, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_EQ(rest, "\x81\x02hi");
}

TEST(ResponseReader, IsReadyForTheNextOne) {
  ResponseReader reader;
  EXPECT_EQ(feed_in_pieces(reader, kCreated, 1000)->status, 201u);
  EXPECT_EQ(feed_in_pieces(reader, kRefused, 1000)->status, 503u);
}

TEST(ResponseReader, SaysWhatIsNoHttp) {
  ResponseReader reader;
  std::string_view input = "SSH-2.0-OpenSSH_9.2\r\n\r\n";
  const auto reply = reader.feed(input);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 0u);
  EXPECT_NE(reply->body.find("not HTTP"), std::string::npos);
}

}  // namespace
}  // namespace matinee::load
