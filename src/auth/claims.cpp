#include "auth/claims.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

#include "base/text.hpp"

namespace matinee::auth {
namespace {

namespace json = boost::json;

constexpr std::size_t most_display_name_code_points = 100;
constexpr std::size_t most_avatar_url_bytes = 2048;
/// 9999-12-31, the last day RFC 3339 can write: later expiry is cut to it, so that no arithmetic overflows.
constexpr double last_second = 253'402'300'799;

std::optional<std::string_view> text_claim(const json::object& claims, std::string_view name) {
  const json::value* value = claims.if_contains(name);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  if (text == nullptr) return std::nullopt;
  return std::string_view(text->data(), text->size());
}

/// A NumericDate (RFC 7519 section 2): seconds, possibly with a fraction. Empty when absent or null.
Result<std::optional<WallTime>, TokenError> time_claim(const json::object& claims, std::string_view name) {
  const json::value* value = claims.if_contains(name);
  if (value == nullptr || value->is_null()) return std::optional<WallTime>{};
  if (!value->is_number()) return malformed("the token's \"" + std::string(name) + "\" is no number of seconds");
  const double seconds = std::clamp(value->to_number<double>(), 0.0, last_second);
  return std::optional(wall_time_from_unix_ms(static_cast<std::int64_t>(std::floor(seconds * 1000))));
}

Result<void, TokenError> check_not_yet(const json::object& claims, std::string_view name, WallTime now) {
  const auto time = time_claim(claims, name);
  if (!time) return time.error();
  if (time.value() && *time.value() > now + token_clock_leeway) {
    return TokenError{TokenFault::not_yet_valid, "the token is not valid yet (\"" + std::string(name) +
                                                     "\" lies in the future); check the clocks of issuer and server"};
  }
  return success();
}

/// The token's `exp`, if it hasn't passed.
Result<std::optional<WallTime>, TokenError> check_times(const json::object& claims, WallTime now) {
  auto expires_at = time_claim(claims, "exp");
  if (!expires_at) return expires_at;
  if (expires_at.value() && *expires_at.value() <= now) {
    return TokenError{TokenFault::expired, "the token expired at " + to_rfc3339(*expires_at.value())};
  }
  for (const std::string_view name : {"nbf", "iat"}) {
    const auto checked = check_not_yet(claims, name, now);
    if (!checked) return checked.error();
  }
  return expires_at;
}

/// `aud` is one text or an array of texts (RFC 7519 section 4.1.3).
bool names_audience(const json::object& claims, std::string_view audience) {
  const json::value* value = claims.if_contains("aud");
  if (value == nullptr) return false;
  const json::array* several = value->if_array();
  if (several == nullptr) return text_claim(claims, "aud") == audience;
  return std::any_of(several->begin(), several->end(), [audience](const json::value& entry) {
    const json::string* text = entry.if_string();
    return text != nullptr && std::string_view(text->data(), text->size()) == audience;
  });
}

Result<UserId, TokenError> user_id_from(const json::object& claims, bool guest) {
  auto id = text_claim(claims, "sub");
  if (!id) id = text_claim(claims, "user_id");
  if (!id || !is_valid_id(*id)) {
    return TokenError{TokenFault::bad_subject,
                      "the token names no user: \"sub\" or \"user_id\" has to be 1-128 printable characters"};
  }
  if (id->starts_with(guest_user_prefix) != guest) {
    return TokenError{TokenFault::bad_subject, guest ? "the token of a guest names a user who is none"
                                                     : "user ids that begin with \"guest-\" belong to guests"};
  }
  return UserId{std::string(*id)};
}

std::string first_code_points(std::string_view text, std::size_t most) {
  std::size_t end = 0;
  for (std::size_t points = 0; end < text.size(); ++end) {
    const bool starts_code_point = (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
    if (starts_code_point && ++points > most) break;
  }
  return std::string(text.substr(0, end));
}

std::string display_name_from(const json::object& claims, const UserId& user_id) {
  for (const std::string_view name : {"name", "display_name", "preferred_username", "username"}) {
    const auto text = text_claim(claims, name);
    if (text && !is_blank(*text) && !has_control_characters(*text)) {
      return first_code_points(*text, most_display_name_code_points);
    }
  }
  return first_code_points(user_id.str(), most_display_name_code_points);
}

bool is_web_url(std::string_view text) {
  const std::string_view rest = text.starts_with("https://")  ? text.substr(8)
                                : text.starts_with("http://") ? text.substr(7)
                                                              : std::string_view{};
  return !rest.empty() && rest.front() != '/' && text.size() <= most_avatar_url_bytes &&
         !has_control_characters(text) && text.find_first_of(" \"<>\\^`{|}") == std::string_view::npos;
}

std::optional<std::string> avatar_url_from(const json::object& claims) {
  for (const std::string_view name : {"picture", "avatar_url"}) {
    const auto text = text_claim(claims, name);
    if (text && is_web_url(*text)) return std::string(*text);
  }
  return std::nullopt;
}

}  // namespace

TokenError malformed(std::string message) {
  return {TokenFault::malformed, std::move(message)};
}

Result<Principal, TokenError> principal_from(const json::object& claims, const ClaimRules& rules, WallTime now) {
  const auto expires_at = check_times(claims, now);
  if (!expires_at) return expires_at.error();
  if (!rules.issuer.empty() && text_claim(claims, "iss") != rules.issuer) {
    return TokenError{TokenFault::wrong_issuer, "the token's issuer (\"iss\") is not the one this server trusts"};
  }
  if (!rules.audience.empty() && !names_audience(claims, rules.audience)) {
    return TokenError{TokenFault::wrong_audience, "the token is not meant for this server (\"aud\")"};
  }
  auto user_id = user_id_from(claims, rules.guest);
  if (!user_id) return std::move(user_id).error();
  std::string display_name = display_name_from(claims, user_id.value());
  return Principal{std::move(user_id).value(), std::move(display_name), avatar_url_from(claims), expires_at.value(),
                   rules.guest};
}

}  // namespace matinee::auth
