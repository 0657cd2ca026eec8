// libpq reads the URL; what it says about one is only passed on where it can't quote a password.
#include "storage/postgresql_url.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <memory>
#include <string_view>

namespace matinee::storage {
namespace {

std::size_t authority_of(const std::string& url) {
  const auto scheme = url.find("://");
  return scheme == std::string::npos ? 0 : scheme + 3;
}

/// The same URL with other passwords, as valid as it would be without them.
std::string with_masked_passwords(std::string url) {
  constexpr std::string_view mask = "***";
  const auto at = url.find('@');
  const auto colon = url.find(':', authority_of(url));
  if (at != std::string::npos && colon < at) url.replace(colon + 1, at - colon - 1, mask);
  constexpr std::string_view parameter = "password=";  // and sslpassword=
  for (auto found = url.find(parameter); found != std::string::npos; found = url.find(parameter, found + 1)) {
    const auto value = found + parameter.size();
    url.replace(value, std::min(url.find('&', value), url.size()) - value, mask);
  }
  return url;
}

/// libpq would take the part of such a password for a host, a port or a database, and say so.
bool has_stray_characters(const std::string& url) {
  const auto at = url.find('@');
  if (at == std::string::npos) return false;
  return url.find('@', at + 1) != std::string::npos || url.find_first_of("/?", authority_of(url)) < at;
}

Result<PostgresqlParameters, std::string> parse_with_libpq(const std::string& url) {
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(::PQconninfoParse(url.c_str(), &message),
                                                                               ::PQconninfoFree);
  const std::unique_ptr<char, void (*)(void*)> owned(message, ::PQfreemem);
  if (options == nullptr) {
    std::string problem = message == nullptr ? "out of memory" : message;
    problem.erase(problem.find_last_not_of(" \n") + 1);
    return failure(std::move(problem));
  }
  PostgresqlParameters parameters;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) parameters[option->keyword] = option->val;
  }
  return parameters;
}

}  // namespace

Result<PostgresqlParameters, std::string> parse_postgresql_url(const std::string& url) {
  if (has_stray_characters(url)) {
    return failure(
        "in a user name or password @ must be written as %40, / as %2F and ? as %3F, and every other @ but the one "
        "before the host as %40");
  }
  if (const auto masked = parse_with_libpq(with_masked_passwords(url)); !masked) return masked;
  auto parsed = parse_with_libpq(url);
  if (!parsed) {
    return failure("a % in its password must be followed by two hexadecimal digits; % itself must be written as %25");
  }
  if (const auto port = parsed.value().find("port");
      port != parsed.value().end() && port->second.find_first_not_of("0123456789,") != std::string::npos) {
    return failure("the port is not a number; a password comes before an @: USER:PASSWORD@HOST:PORT");
  }
  return parsed;
}

std::string connection_string(const PostgresqlParameters& parameters) {
  std::string text;
  for (const auto& [keyword, value] : parameters) {
    std::string escaped;
    for (const char c : value) {
      if (c == '\'' || c == '\\') escaped += '\\';
      escaped += c;
    }
    fmt::format_to(std::back_inserter(text), "{}{}='{}'", text.empty() ? "" : " ", keyword, escaped);
  }
  return text;
}

std::string name_without_password(const PostgresqlParameters& parameters) {
  const auto value = [&](const char* keyword, std::string_view before, std::string_view after) {
    const auto found = parameters.find(keyword);
    return found == parameters.end() ? std::string() : fmt::format("{}{}{}", before, found->second, after);
  };
  return fmt::format("postgresql://{}{}{}{}", value("user", "", "@"), value("host", "", ""), value("port", ":", ""),
                     value("dbname", "/", ""));
}

}  // namespace matinee::storage
