#include "http_api/router.hpp"

#include <gtest/gtest.h>

namespace matinee::http_api {
namespace {

Router make() {
  Router router;
  const auto add = [&router](const char* method, const char* pattern) {
    router.add(method, pattern, metrics::Route::page, Access::open, [](const auto&) {});
  };
  add("POST", "/parties");
  add("POST", "/parties/:code/join");
  add("GET", "/parties/:id");
  add("DELETE", "/parties/:id");
  add("PATCH", "/parties/:id/participants/:user");
  add("GET", "/media/*path");
  add("GET", "/");
  return router;
}

using MatchKind = Match::Kind;

TEST(Router, FindsByMethodAndPath) {
  const Router router = make();
  const Match match = router.match("POST", "/parties/ABC/join");
  ASSERT_EQ(match.kind, MatchKind::found);
  EXPECT_EQ(match.route->pattern, "/parties/:code/join");
  EXPECT_EQ(match.parameters["code"], "ABC");
  for (const char* method : {"GET", "DELETE"}) {
    const Match same_path = router.match(method, "/parties/p1");
    ASSERT_EQ(same_path.kind, MatchKind::found) << method;
    EXPECT_EQ(same_path.route->method, method);
  }
  EXPECT_EQ(router.match("GET", "/").kind, MatchKind::found);
}

TEST(Router, GetServesHead) {
  const Router router = make();
  EXPECT_EQ(router.match("HEAD", "/parties/p1").route->method, "GET");
  EXPECT_EQ(router.match("HEAD", "/parties").kind, MatchKind::no_such_method);
}

TEST(Router, DecodesSegmentsAfterSplittingThem) {
  const Router router = make();
  EXPECT_EQ(router.match("GET", "/parties/a%2Fb%20c").parameters["id"], "a/b c");
  EXPECT_EQ(router.match("POST", "/parti%65s").kind, MatchKind::found);
  EXPECT_EQ(router.match("GET", "/parties/%F0%9F%8E%AC").parameters["id"], "🎬");
  const Match match = router.match("PATCH", "/parties/p%3A1/participants/u%251");
  EXPECT_EQ(match.parameters["id"], "p:1");
  EXPECT_EQ(match.parameters["user"], "u%1");
}

TEST(Router, KnowsMalformedPaths) {
  const Router router = make();
  for (const char* path : {"/parties/%", "/parties/%4", "/parties/%zz", "", "parties", "*"}) {
    EXPECT_EQ(router.match("GET", path).kind, MatchKind::malformed) << path;
  }
}

TEST(Router, TellsUnknownPathsFromUnknownMethods) {
  const Router router = make();
  for (const char* path : {"/partie", "/parties/", "/parties//join", "/parties/a/b", "//parties", "/parties/a/join/"}) {
    EXPECT_EQ(router.match("GET", path).kind, MatchKind::no_such_path) << path;
  }
  EXPECT_EQ(router.match("PUT", "/parties/p1").kind, MatchKind::no_such_method);
  EXPECT_EQ(router.match("PUT", "/parties/p1").allow, "GET, HEAD, DELETE, OPTIONS");
  EXPECT_EQ(router.match("GET", "/parties").allow, "POST, OPTIONS");
  EXPECT_EQ(router.match("get", "/parties/p1").kind, MatchKind::no_such_method) << "methods are case-sensitive";
}

TEST(Router, AWildcardTakesTheRest) {
  const Router router = make();
  EXPECT_EQ(router.match("GET", "/media/a/b.mp4").parameters["path"], "a/b.mp4");
  EXPECT_EQ(router.match("GET", "/media/..%2f..%2fetc/passwd").parameters["path"], "../../etc/passwd");
  EXPECT_EQ(router.match("GET", "/media/").parameters["path"], "");
  EXPECT_EQ(router.match("GET", "/media").kind, MatchKind::no_such_path);
}

}  // namespace
}  // namespace matinee::http_api
