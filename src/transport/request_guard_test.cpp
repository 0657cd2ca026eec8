// What the guard lets through and what it refuses, as tables.
#include "transport/request_guard.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace matinee::transport {
namespace {

constexpr std::size_t limit = 8 * 1024;

/// 0 when accepted as a whole head, 1 when more is needed, else the status of the refusal.
unsigned verdict(std::string_view head) {
  RequestGuard guard(limit);
  const auto size = guard.scan(head);
  if (!size) return size.error().status;
  return size.value() == 0 ? 1 : 0;
}

std::string with(std::string_view fields) {
  return "POST /a HTTP/1.1\r\nHost: localhost\r\n" + std::string(fields) + "\r\n";
}

TEST(RequestGuard, AcceptsOrdinaryRequests) {
  const std::vector<std::string> heads = {
      "GET / HTTP/1.1\r\nHost: localhost:8080\r\n\r\n",
      "GET /a%20b?c=d&e=%23 HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n",
      "GET / HTTP/1.0\r\n\r\n",
      "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
      "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
      "M-SEARCH /a HTTP/1.1\r\nHost:\r\n\r\n",
      "GET / HTTP/1.1\r\nhOsT: a\r\nX-Empty:\r\nX-Tab:\ta\tb\r\nX-Latin: \xE9\r\n\r\n",
      with("Content-Length: 0\r\n"),
      with("Content-Length:   17\t\r\n"),
      with("Transfer-Encoding: Chunked\r\n"),
  };
  for (const auto& head : heads) EXPECT_EQ(verdict(head), 0u) << head;
}

TEST(RequestGuard, RefusesWhatIsNotARequestLine) {
  const std::vector<std::string> lines = {
      "GET /",  // HTTP/0.9
      "GET",
      "",
      "GET  / HTTP/1.1",  // two spaces
      "GET / HTTP/1.1 ",
      " GET / HTTP/1.1",
      "GET\t/ HTTP/1.1",
      "GET / http/1.1",
      "GET / HTTP/1.10",
      "GET / HTTP/11",
      "GET / HTTP/1.1x",
      "G(T / HTTP/1.1",
      "GET /a b HTTP/1.1",
      "GET /a#b HTTP/1.1",
      "GET /\xC3\xA9 HTTP/1.1",
      "GET http://localhost/ HTTP/1.1",  // for proxies
      "CONNECT localhost:80 HTTP/1.1",
      "GET * HTTP/1.1",
      "GET a HTTP/1.1",
      "GET ? HTTP/1.1",
  };
  for (const auto& line : lines) EXPECT_EQ(verdict(line + "\r\nHost: a\r\n\r\n"), 400u) << line;
}

TEST(RequestGuard, RefusesOtherVersionsAsSuch) {
  for (const auto* version : {"HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "HTTP/3.0"}) {
    EXPECT_EQ(verdict("PRI / " + std::string(version) + "\r\n"), 505u) << version;
  }
}

TEST(RequestGuard, RefusesAsSoonAsTheLineIsThere) {
  EXPECT_EQ(verdict("GET /\r\n"), 400u) << "an HTTP/0.9 client waits for its answer now";
  EXPECT_EQ(verdict("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n"), 400u);
}

TEST(RequestGuard, RefusesFieldsThatParsersDisagreeAbout) {
  const std::vector<std::string> fields = {
      "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
      "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
      "Content-Length: 3\r\nContent-Length: 3\r\n",
      "Content-Length: 3, 3\r\n",
      "Content-Length: +3\r\n",
      "Content-Length: -1\r\n",
      "Content-Length: 0x3\r\n",
      "Content-Length: 3 3\r\n",
      "Content-Length:\r\n",
      "Content-Length: 1234567890123456789\r\n",
      "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
      "Host: localhost\r\n",
      "X-Folded: a\r\n b\r\n",
      "X-Folded: a\r\n\tb\r\n",
      "X-Space : a\r\n",
      " X-Space: a\r\n",
      "X Space: a\r\n",
      ": a\r\n",
      "NoColon\r\n",
      "X-(): a\r\n",
  };
  for (const auto& field : fields) EXPECT_EQ(verdict(with(field)), 400u) << field;
}

TEST(RequestGuard, RefusesTransferEncodingsItDoesNotKnow) {
  for (const auto* value : {"gzip", "gzip, chunked", "chunked, chunked", "identity", "", "\"chunked\"", "xchunked"}) {
    EXPECT_EQ(verdict(with("Transfer-Encoding: " + std::string(value) + "\r\n")), 501u) << value;
  }
  EXPECT_EQ(verdict("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400u);
}

TEST(RequestGuard, WantsExactlyOneHost) {
  EXPECT_EQ(verdict("GET / HTTP/1.1\r\n\r\n"), 400u);
  EXPECT_EQ(verdict("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"), 400u);
  for (const auto* host : {"a b", "a/b", "a,b", "user@a", "a\\b", "\xE9"}) {
    EXPECT_EQ(verdict("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n"), 400u) << host;
  }
}

TEST(RequestGuard, RefusesEveryControlByteEverywhere) {
  const std::string head = "GET /path HTTP/1.1\r\nHost: localhost\r\nX-A: value\r\n\r\n";
  for (const int byte : {0, 1, 7, 8, 10, 11, 12, 13, 27, 31, 127}) {
    for (std::size_t at = 0; at + 4 < head.size(); ++at) {
      if (head[at] == '\r' || head[at] == '\n' || head[at + 1] == '\n') continue;
      std::string damaged = head;
      damaged[at] = static_cast<char>(byte);
      EXPECT_EQ(verdict(damaged), 400u) << "byte " << byte << " at " << at;
    }
  }
}

TEST(RequestGuard, RefusesBareLineFeedsAndCarriageReturns) {
  EXPECT_EQ(verdict("GET / HTTP/1.1\nHost: a\n\n"), 400u);
  EXPECT_EQ(verdict("GET / HTTP/1.1\r\nHost: a\n\r\n"), 400u);
  EXPECT_EQ(verdict("GET / HTTP/1.1\r\nHost: a\r\n\n"), 400u);
  EXPECT_EQ(verdict("GET / HTTP/1.1\rHost: a\r\r"), 400u);
  EXPECT_EQ(verdict("GET / HTTP/1.1\r\nHost: a\r\r\n\r\n"), 400u);
}

TEST(RequestGuard, LimitsTheHeadInBytes) {
  const std::string head = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
  const std::string end = "\r\n\r\n";
  const std::string fits = head + std::string(limit - head.size() - end.size(), 'x') + end;
  ASSERT_EQ(fits.size(), limit);
  EXPECT_EQ(verdict(fits), 0u);
  EXPECT_EQ(verdict(head + std::string(limit - head.size() - end.size() + 1, 'x') + end), 431u);
  EXPECT_EQ(verdict("GET /" + std::string(limit, 'a')), 431u);
}

TEST(RequestGuard, DecidesTheSameHoweverTheBytesArrive) {
  const std::vector<std::string> heads = {
      with("Content-Length: 3\r\n") + "abc",
      with("X-Folded: a\r\n b\r\n"),
      with("Transfer-Encoding: gzip\r\n"),
      "GET / HTTP/1.1\r\nHost: a\n\r\n",
  };
  for (const auto& head : heads) {
    RequestGuard guard(limit);
    unsigned pieces = 1;
    for (std::size_t size = 1; size <= head.size() && pieces == 1; ++size) {
      const auto result = guard.scan(std::string_view(head).substr(0, size));
      pieces = !result ? result.error().status : result.value() == 0 ? 1 : 0;
    }
    EXPECT_EQ(pieces, verdict(head)) << head;
  }
}

TEST(RequestGuard, TellsWhereTheHeadEnds) {
  RequestGuard guard(limit);
  const std::string head = with("Content-Length: 3\r\n");
  EXPECT_EQ(guard.scan(head + "abcGET").value(), head.size());
}

}  // namespace
}  // namespace matinee::transport
