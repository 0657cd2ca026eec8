#include "auth/session_cookie.hpp"

#include <algorithm>

#include "auth/header_text.hpp"

namespace matinee::auth {
namespace {

std::string cookie(std::string_view value, bool secure) {
  std::string text(session_cookie_name);
  text.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Lax");
  return secure ? text + "; Secure" : text;
}

}  // namespace

std::string set_session_cookie(std::string_view token, std::optional<Millis> lifetime, bool secure) {
  const std::string text = cookie(token, secure);
  if (!lifetime) return text;
  return text + "; Max-Age=" + std::to_string(std::max<std::int64_t>(0, floor_seconds(*lifetime)));
}

std::string clear_session_cookie(bool secure) {
  return cookie("", secure) + "; Max-Age=0";
}

std::optional<std::string_view> session_token(std::string_view cookie_header) {
  while (!cookie_header.empty()) {
    const std::string_view pair = next_entry(cookie_header, ';');
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || trim(pair.substr(0, equals)) != session_cookie_name) continue;
    std::string_view value = trim(pair.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    if (!value.empty()) return value;
  }
  return std::nullopt;
}

}  // namespace matinee::auth
