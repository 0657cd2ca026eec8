// Splitting and comparing the values of HTTP headers. Internal to auth/ and http_api/. Pure; any thread.
#pragma once

#include <algorithm>
#include <string_view>

namespace matinee::auth {

/// Without blanks and tabs at either end (OWS, RFC 9110 section 5.6.3).
inline std::string_view trim(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

/// Takes the first entry, trimmed, off a list.
inline std::string_view next_entry(std::string_view& list, char separator) {
  const std::size_t end = std::min(list.find(separator), list.size());
  const std::string_view entry = trim(list.substr(0, end));
  list.remove_prefix(std::min(end + 1, list.size()));
  return entry;
}

/// As ASCII, whatever the locale.
inline bool equal_ignoring_case(std::string_view a, std::string_view b) {
  constexpr auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [=](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace matinee::auth
