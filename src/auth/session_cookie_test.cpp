#include "auth/session_cookie.hpp"

#include <gtest/gtest.h>

namespace matinee::auth {
namespace {

using namespace std::chrono_literals;

TEST(SessionCookie, IsOutOfReachOfScriptsAndOtherSites) {
  EXPECT_EQ(set_session_cookie("t.o.k", 1h, false),
            "matinee_session=t.o.k; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600");
  EXPECT_EQ(set_session_cookie("t.o.k", 1h, true),
            "matinee_session=t.o.k; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=3600");
  EXPECT_EQ(set_session_cookie("t.o.k", std::nullopt, false), "matinee_session=t.o.k; Path=/; HttpOnly; SameSite=Lax");
  EXPECT_EQ(set_session_cookie("t.o.k", -1h, false),
            "matinee_session=t.o.k; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

TEST(SessionCookie, IsClearedWithTheSameAttributes) {
  EXPECT_EQ(clear_session_cookie(false), "matinee_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
  EXPECT_EQ(clear_session_cookie(true), "matinee_session=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0");
}

TEST(SessionCookie, IsFoundAmongOthers) {
  const std::optional<std::string_view> none;
  for (const auto& [header, token] : std::initializer_list<std::pair<const char*, std::optional<std::string_view>>>{
           {"matinee_session=a.b.c", "a.b.c"},
           {"x=1; matinee_session=a.b.c; y=2", "a.b.c"},
           {"x=1;matinee_session = a.b.c ;y=2", "a.b.c"},
           {"matinee_session=\"a.b.c\"", "a.b.c"},
           {"matinee_session=a=b", "a=b"},
           {"matinee_session=first; matinee_session=second", "first"},
           {"matinee_session=; matinee_session=second", "second"},
           {"", none},
           {"matinee_session", none},
           {"matinee_session=", none},
           {"matinee_session=\"\"", none},
           {"MATINEE_SESSION=a", none},
           {"xmatinee_session=a", none},
           {"matinee_sessions=a", none},
           {"x=matinee_session=a", none},
           {";;; ;=;", none}}) {
    EXPECT_EQ(session_token(header), token) << header;
  }
}

TEST(SessionCookie, WhatIsSetIsFoundAgain) {
  const std::string cookie = set_session_cookie("a.b-c_d", 1h, true);
  EXPECT_EQ(session_token(cookie.substr(0, cookie.find(';'))), "a.b-c_d");
}

}  // namespace
}  // namespace matinee::auth
