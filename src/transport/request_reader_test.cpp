// Requests out of bytes: bodies, limits, what comes after.
#include "transport/request_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace matinee::transport {
namespace {

using Progress = RequestReader::Progress;

TEST(RequestReader, ReadsRequestsHoweverTheyAreCut) {
  const std::string two =
      "POST /a?b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nT: "
      "1\r\n\r\n"
      "\r\nPUT /c HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nfg";
  for (std::size_t cut = 1; cut <= two.size(); ++cut) {
    RequestReader reader({});
    std::string bodies;
    for (std::size_t at = 0; at < two.size(); at += cut) {
      reader.append(std::string_view(two).substr(at, cut));
      for (;;) {
        const auto progress = reader.advance();
        ASSERT_TRUE(progress) << progress.error().detail << " cut " << cut;
        if (progress.value() != Progress::complete) break;
        bodies += reader.take().request.body + ";";
      }
    }
    EXPECT_EQ(bodies, "abcde;fg;") << cut;
    EXPECT_FALSE(reader.begun());
  }
}

TEST(RequestReader, ReadsAnEmptyChunkedBodyByteByByte) {
  RequestReader reader({});
  reader.append("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (const char byte : std::string_view("0\r\n\r")) {
    reader.append({&byte, 1});
    EXPECT_EQ(reader.advance().value(), Progress::need_more);
  }
  reader.append("\n");
  EXPECT_EQ(reader.advance().value(), Progress::complete);
}

unsigned status_of(std::string_view bytes) {
  RequestReader reader({});
  reader.append(bytes);
  const auto progress = reader.advance();
  return progress ? 0 : progress.error().status;
}

TEST(RequestReader, LimitsBodies) {
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 65536\r\n\r\n"), 0u);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 65537\r\n\r\n"), 413u);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n10001\r\n"), 413u);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(9'000, 'x')),
            400u);
}

TEST(RequestReader, RefusesBrokenChunks) {
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::vector<std::string> bodies = {
      "x\r\n",
      "-1\r\n",
      "3\r\nabcd\r\n0\r\n\r\n",
      "3\nabc\r\n0\r\n\r\n",
      "3\nabc\n0\n\n\r\n\r\n",
      "3;a\nb\r\nabc\r\n0\r\n\r\n",
      "3 \r\nabc\r\n0\r\n\r\n",
      " 3\r\nabc\r\n0\r\n\r\n",
      "0x3\r\nabc\r\n0\r\n\r\n",
      "3\r\nabc0\r\n\r\n",
      "3\r\nabc\n0\r\n\r\n",
      "3\r\nabc\r\n0\r\nX: a\n\r\n\r\n",
      "3\r\nabc\r\n0\r\nX\r\n\r\n",
      "3\rabc\r\n0\r\n\r\n",
      "ffffffffffffffffff\r\n",
  };
  for (const auto& body : bodies) EXPECT_GE(status_of(head + body), 400u) << body;
}

TEST(RequestReader, KnowsWhoWantsToKeepTheConnection) {
  const auto keeps = [](std::string_view bytes) {
    RequestReader reader({});
    reader.append(bytes);
    EXPECT_EQ(reader.advance().value(), Progress::complete);
    return reader.take().keep_alive;
  };
  EXPECT_TRUE(keeps("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
  EXPECT_FALSE(keeps("GET / HTTP/1.1\r\nHost: h\r\nConnection: Close\r\n\r\n"));
  EXPECT_FALSE(keeps("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_TRUE(keeps("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"));
}

TEST(RequestReader, TellsOfAnExpectationOnlyWhenTheBodyIsMissing) {
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nExpect: 100-Continue\r\n\r\n";
  RequestReader reader({});
  reader.append(head);
  EXPECT_EQ(reader.advance().value(), Progress::expects_continue);
  EXPECT_EQ(reader.advance().value(), Progress::need_more) << "once";

  RequestReader impatient({});
  impatient.append(head + "x");
  EXPECT_EQ(impatient.advance().value(), Progress::complete);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nExpect: more\r\n\r\n"), 417u);
}

TEST(RequestReader, ForgivesOneEmptyLineBeforeARequest) {
  EXPECT_EQ(status_of("\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"), 0u);
  EXPECT_EQ(status_of("\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"), 400u);
}

TEST(RequestReader, LowersTheNamesOfFieldsAndGroupsEqualOnes) {
  RequestReader reader({});
  reader.append("GET /?a?b HTTP/1.1\r\nHost: h\r\nX-B: 1\r\nX-A: 2\r\nx-b: 3\r\n\r\n");
  ASSERT_EQ(reader.advance().value(), Progress::complete);
  const auto request = reader.take().request;
  ASSERT_EQ(request.headers.size(), 4u);
  EXPECT_EQ(request.path, "/");
  EXPECT_EQ(request.query, "a?b");
  std::string names;
  for (const auto& header : request.headers) names += header.name + "=" + header.value + ";";
  EXPECT_EQ(names, "host=h;x-b=1;x-b=3;x-a=2;");
}

}  // namespace
}  // namespace matinee::transport
