#include "http_api/content_coding.hpp"

#include <gtest/gtest.h>

namespace matinee::http_api {
namespace {

struct Case {
  const char* header;
  bool accepted;
};

TEST(ContentCodingTest, GzipIsTakenFromWhoAsksForIt) {
  const Case cases[] = {
      {"gzip", true},
      {"gzip, deflate, br, zstd", true},
      {"br;q=1.0, GZIP;q=0.8, *;q=0.1", true},
      {"deflate,x-gzip", true},
      {"*", true},
      {" gzip ; q=0.001", true},
      {"", false},
      {"br", false},
      {"identity", false},
      {"gzipped", false},
      {"gzip;q=0", false},
      {"gzip;q=0.000, *", false},
      {"*;q=0", false},
      {"br, gzip; Q=0", false},
      {",,;,", false},
  };
  for (const auto& [header, accepted] : cases) EXPECT_EQ(accepts_gzip(header), accepted) << header;
}

}  // namespace
}  // namespace matinee::http_api
