// What the server gives out as files: the page, media, and nothing else; and the page's configuration.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "http_api/api_test_support.hpp"

namespace matinee::http_api {
namespace {

using ::testing::HasSubstr;

class ServedFilesTest : public testing::ApiTest {};

TEST_F(ServedFilesTest, ThePageIsServedWhereverTheApplicationRoutes) {
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

TEST_F(ServedFilesTest, WhoTakesGzipGetsTheFilesCompressed) {
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

TEST_F(ServedFilesTest, MediaComesWholeOrInParts) {
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

TEST_F(ServedFilesTest, NothingOutsideTheMediaDirectoryIsServed) {
  for (const char* path :
       {"/media/../outside.txt", "/media/%2e%2e/outside.txt", "/media/..%2foutside.txt", "/media/sub/../../outside.txt",
        "/media/link.txt", "/media/.hidden", "/media/", "/media/sub", "/media//film.mp4", "/media/film.mp4/",
        "/media/film.mp4%00.txt", "/media/..%5coutside.txt", "/media//etc/passwd", "/media/%2fetc%2fpasswd"}) {
    EXPECT_EQ(send("GET", path).status, 404U) << path;
  }
}

TEST_F(ServedFilesTest, TheConfigNamesTheSampleFilm) {
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

}  // namespace
}  // namespace matinee::http_api
