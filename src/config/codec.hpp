// Codec<T>: how one type of setting is read from text and written as a TOML value. Internal to config/.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/setting.hpp"
#include "config/settings.hpp"

namespace matinee::config {

template <class T>
struct Codec {
  /// What a value has to be, to follow "should be".
  std::string expected;
  std::function<std::optional<T>(std::string_view)> parse;
  std::function<std::string(const T&)> to_toml;
  SettingForm form = SettingForm::value;
};

/// `text` as a TOML basic string with its quotes.
std::string toml_string(std::string_view text);

Codec<std::string> text(std::string expected);
/// A key as text. Its least length is a matter for cross_check.cpp, since files hold keys too.
Codec<std::string> secret();
/// No key is longer, on the command line or in a file.
inline constexpr std::size_t most_secret_bytes = 4096;
Codec<std::filesystem::path> path(std::string expected);
Codec<bool> toggle();
/// Both bounds are allowed values.
Codec<std::uint32_t> whole_number(std::uint32_t least, std::uint32_t most);
/// A whole number and a unit: "500ms", "30s", "10m", "24h", "7d". Both bounds are allowed values.
Codec<Millis> duration(Millis least, Millis most);
/// "host:port", with brackets around an IPv6 address.
Codec<HostPort> host_port();
/// "sqlite:PATH", "postgresql://…" or nothing.
Codec<std::string> database_url();
/// NATS servers, or nothing.
Codec<std::string> nats_urls();
/// Whether a URL, valid or not, may hold a password: user:password@host, or a parameter called so.
bool has_password(std::string_view url);
/// An http or https URL of scheme, host and port alone; a trailing slash is dropped. Nothing is allowed too.
Codec<std::string> public_url();
Codec<std::vector<std::string>> origins();
Codec<std::vector<AddressRange>> address_ranges();
Codec<std::vector<std::string>> user_ids();

/// One of a few words.
template <class E>
Codec<E> choice(std::vector<std::pair<std::string, E>> words) {
  std::string expected = "one of";
  for (const auto& [word, value] : words) expected += (value == words.front().second ? " " : ", ") + word;
  const auto parse = [words](std::string_view text) -> std::optional<E> {
    for (const auto& [word, value] : words) {
      if (word == text) return value;
    }
    return std::nullopt;
  };
  const auto to_toml = [words](const E& wanted) {
    for (const auto& [word, value] : words) {
      if (value == wanted) return toml_string(word);
    }
    return toml_string("");  // unreachable: every enumerator has its word
  };
  return {std::move(expected), parse, to_toml};
}

}  // namespace matinee::config
