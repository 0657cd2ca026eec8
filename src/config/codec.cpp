#include "config/codec.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"

namespace matinee::config {
namespace {

/// Digits only: no sign, no blanks, nothing after the number. Integer is unsigned.
template <class Integer>
std::optional<Integer> parse_digits(std::string_view text) {
  Integer value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

struct DurationUnit {
  std::string_view suffix;
  Millis length;
};
// Longest first, so that formatting finds the largest unit that divides evenly; "ms" stands before "m" and "s" are
// tried.
constexpr std::array<DurationUnit, 5> duration_units{{{"d", std::chrono::days{1}},
                                                      {"h", std::chrono::hours{1}},
                                                      {"m", std::chrono::minutes{1}},
                                                      {"s", std::chrono::seconds{1}},
                                                      {"ms", Millis{1}}}};

std::string format_duration(Millis value) {
  for (const DurationUnit& unit : duration_units) {
    if (value.count() != 0 && value % unit.length == Millis{0}) {
      return fmt::format("{}{}", value / unit.length, unit.suffix);
    }
  }
  return "0s";
}

std::optional<Millis> parse_duration(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = parse_digits<std::uint32_t>(text.substr(0, digits));
  const std::string_view suffix = text.substr(digits);
  if (digits == 0 || !number) return std::nullopt;
  for (const DurationUnit& unit : duration_units) {
    if (unit.suffix == suffix) return *number * unit.length;
  }
  return std::nullopt;
}

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '-' || c == '.' || c == '_';
  });
}

std::optional<HostPort> parse_host_port(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto port = parse_digits<std::uint16_t>(text.substr(colon + 1));
  if (!port || colon + 1 == text.size()) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
    if (host.find('/') != std::string_view::npos || !AddressRange::parse(host)) return std::nullopt;
  } else if (!is_host(host)) {
    return std::nullopt;
  }
  return HostPort{std::string(host), *port};
}

std::string format_host_port(const HostPort& value) {
  const bool ipv6 = value.host.find(':') != std::string::npos;
  return ipv6 ? fmt::format("[{}]:{}", value.host, value.port) : fmt::format("{}:{}", value.host, value.port);
}

/// Scheme, host and optional port of a web address and nothing more, in lower case as browsers send it.
std::optional<std::string> parse_origin(std::string_view text) {
  std::string origin(text);
  std::transform(origin.begin(), origin.end(), origin.begin(), [](unsigned char c) { return std::tolower(c); });
  std::string_view rest = origin;
  if (rest.starts_with("https://")) {
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else {
    return std::nullopt;
  }
  const bool with_port = parse_host_port(rest).has_value();
  if (!with_port && !parse_host_port(std::string(rest) + ":0")) return std::nullopt;
  return origin;
}

std::vector<std::string_view> split_list(std::string_view text) {
  std::vector<std::string_view> items;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view item = text.substr(0, comma);
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (!item.empty()) items.push_back(item);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return items;
}

template <class T, class ParseItem, class FormatItem>
Codec<std::vector<T>> list_of(std::string expected, ParseItem parse_item, FormatItem format_item) {
  const auto parse = [parse_item](std::string_view text) -> std::optional<std::vector<T>> {
    std::vector<T> values;
    for (const std::string_view item : split_list(text)) {
      auto value = parse_item(item);
      if (!value) return std::nullopt;
      values.push_back(*std::move(value));
    }
    return values;
  };
  const auto to_toml = [format_item](const std::vector<T>& values) {
    std::vector<std::string> items;
    for (const T& value : values) items.push_back(toml_string(format_item(value)));
    return fmt::format("[{}]", fmt::join(items, ", "));
  };
  return {std::move(expected), parse, to_toml, SettingForm::list};
}

}  // namespace

std::string toml_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      quoted += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

Codec<std::string> text(std::string expected) {
  return {std::move(expected), [](std::string_view text) { return std::optional(std::string(text)); },
          [](const std::string& value) { return toml_string(value); }};
}

Codec<std::string> secret() {
  const auto parse = [](std::string_view text) {
    return text.size() <= most_secret_bytes ? std::optional(std::string(text)) : std::nullopt;
  };
  return {"16 to 4096 bytes", parse, [](const std::string& value) { return toml_string(value); }};
}

Codec<std::filesystem::path> path(std::string expected) {
  return {std::move(expected), [](std::string_view text) { return std::optional(std::filesystem::path(text)); },
          [](const std::filesystem::path& value) { return toml_string(value.string()); }};
}

Codec<bool> toggle() {
  const auto parse = [](std::string_view text) -> std::optional<bool> {
    if (text == "true" || text == "1" || text == "yes" || text == "on") return true;
    if (text == "false" || text == "0" || text == "no" || text == "off") return false;
    return std::nullopt;
  };
  return {"true or false", parse, [](bool value) -> std::string { return value ? "true" : "false"; },
          SettingForm::toggle};
}

Codec<std::uint32_t> whole_number(std::uint32_t least, std::uint32_t most) {
  const auto parse = [least, most](std::string_view text) -> std::optional<std::uint32_t> {
    const auto value = parse_digits<std::uint32_t>(text);
    if (!value || *value < least || *value > most) return std::nullopt;
    return value;
  };
  return {fmt::format("a whole number from {} to {}", least, most), parse,
          [](std::uint32_t value) { return fmt::format("{}", value); }};
}

Codec<Millis> duration(Millis least, Millis most) {
  const auto parse = [least, most](std::string_view text) -> std::optional<Millis> {
    const auto value = parse_duration(text);
    if (!value || *value < least || *value > most) return std::nullopt;
    return value;
  };
  return {fmt::format("a duration from {} to {}, written like 500ms, 30s, 10m, 24h or 7d", format_duration(least),
                      format_duration(most)),
          parse, [](Millis value) { return toml_string(format_duration(value)); }};
}

Codec<HostPort> host_port() {
  return {"host:port, such as 0.0.0.0:8080, localhost:8080 or [::1]:8080", parse_host_port,
          [](const HostPort& value) { return toml_string(format_host_port(value)); }};
}

Codec<std::string> database_url() {
  const auto parse = [](std::string_view text) -> std::optional<std::string> {
    // What a server's URL may hold is for its library to say, when the database is opened.
    for (const std::string_view scheme : {"sqlite:", "postgresql://", "postgres://"}) {
      if (text.starts_with(scheme) && text.size() > scheme.size()) return std::string(text);
    }
    return text.empty() ? std::optional<std::string>("") : std::nullopt;
  };
  return {"sqlite:PATH, postgresql://USER@HOST:PORT/NAME, or empty", parse,
          [](const std::string& value) { return toml_string(value); }};
}

Codec<std::string> nats_urls() {
  const auto parse = [](std::string_view text) -> std::optional<std::string> {
    for (std::string_view rest = text; !rest.empty();) {
      const std::size_t end = std::min(rest.find(','), rest.size());
      const std::string_view url = rest.substr(0, end);
      const bool known = url.starts_with("nats://") || url.starts_with("tls://");
      if (!known || url.ends_with("//")) return std::nullopt;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return std::string(text);
  };
  return {"nats://HOST:PORT, several separated by commas, or empty", parse,
          [](const std::string& value) { return toml_string(value); }};
}

bool has_password(std::string_view url) {
  if (url.starts_with("sqlite:")) return false;
  if (url.find("password=") != std::string_view::npos) return true;
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  // Up to the last @: whoever forgot to encode one has it in the password.
  if (const auto at = url.rfind('@'); at != std::string_view::npos) return url.substr(0, at).find(':') < at;
  // Where a port would stand: whoever forgot the host has the password there.
  url = url.substr(0, url.find_first_of("/?"));
  const auto port = url.rfind(':');
  return port != std::string_view::npos && url.find_first_not_of("0123456789", port + 1) != std::string_view::npos;
}

Codec<std::string> public_url() {
  const auto parse = [](std::string_view text) -> std::optional<std::string> {
    if (text.ends_with('/')) text.remove_suffix(1);
    return text.empty() ? std::optional<std::string>("") : parse_origin(text);
  };
  return {"a URL of scheme, host and port alone, such as https://party.example.org", parse,
          [](const std::string& value) { return toml_string(value); }};
}

Codec<std::vector<std::string>> origins() {
  const auto parse_item = [](std::string_view item) {
    return item == "*" ? std::optional<std::string>("*") : parse_origin(item);
  };
  return list_of<std::string>("a list of origins such as https://example.org, or *", parse_item,
                              [](const std::string& origin) { return origin; });
}

Codec<std::vector<AddressRange>> address_ranges() {
  return list_of<AddressRange>("a list of IP addresses or blocks such as 10.0.0.0/8 (no bits set beyond the prefix)",
                               &AddressRange::parse, [](const AddressRange& range) { return range.text(); });
}

Codec<std::vector<std::string>> user_ids() {
  const auto parse_item = [](std::string_view item) {
    return is_valid_id(item) ? std::optional(std::string(item)) : std::nullopt;
  };
  return list_of<std::string>("a list of user ids, each 1 to 128 printable characters", parse_item,
                              [](const std::string& user) { return user; });
}

}  // namespace matinee::config
