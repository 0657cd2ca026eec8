// matinee token: makes tokens with the configured HS256 secret, and checks any token as the server would.
#include <fmt/format.h>

#include <cstdio>
#include <iostream>

#include "app/arguments.hpp"
#include "app/identities.hpp"
#include "auth/token_issuer.hpp"
#include "base/text.hpp"
#include "base/wall_clock.hpp"
#include "config/codec.hpp"

namespace matinee::app {
namespace {

constexpr std::string_view kUsage =
    R"(usage: matinee token make --sub ID [--name NAME] [--avatar URL] [--ttl 1h] [SETTING]...
                                           a token signed with jwt-secret
       matinee token check [TOKEN] [SETTING]...
                                           says who a token names; without TOKEN reads it from standard input)";

constexpr Millis kDefaultLifetime = std::chrono::hours{1};

int make(Arguments arguments) {
  const auto user = take_option(arguments, "--sub");
  const auto name = take_option(arguments, "--name");
  const auto avatar = take_option(arguments, "--avatar");
  const auto ttl = take_option(arguments, "--ttl");
  if (!user || !is_valid_id(*user)) return usage_error("--sub ID is needed: 1 to 128 printable characters", kUsage);
  const auto codec = config::duration(std::chrono::seconds{1}, std::chrono::days{365});
  const auto lifetime = ttl ? codec.parse(*ttl) : kDefaultLifetime;
  if (!lifetime) return usage_error(fmt::format("--ttl should be {}", codec.expected), kUsage);

  const auto settings = load_settings(arguments);
  if (!settings) return exit_failed;
  if (settings->auth.jwt_secret.empty()) return usage_error("set jwt-secret-file: tokens are signed with it", kUsage);
  const WallTime now = SystemWallClock{}.now();
  const auth::TokenClaims claims{UserId{*user},   name.value_or(""),         avatar,
                                 now + *lifetime, settings->auth.jwt_issuer, settings->auth.jwt_audience};
  fmt::print("{}\n", auth::TokenIssuer{settings->auth.jwt_secret}.issue(claims, now));
  return 0;
}

/// The token is the first argument, or a line of standard input, where other users of the machine can't see it.
std::string take_token(Arguments& arguments) {
  std::string token;
  if (arguments.empty() || arguments.front().starts_with("--")) {
    std::cin >> token;
  } else {
    token = arguments.front();
    arguments.erase(arguments.begin());
  }
  return token;
}

int check(Arguments arguments) {
  const std::string token = take_token(arguments);
  const auto settings = load_settings(arguments);
  if (!settings) return exit_failed;
  const auto identities = open_identities(*settings);
  if (!identities) {
    fmt::print(stderr, "matinee: {}\n", identities.error());
    return exit_failed;
  }
  const auto principal = identities.value().verifier.verify(token, SystemWallClock{}.now());
  if (!principal) {
    fmt::print(stderr, "refused: {}\n", principal.error().message);
    return exit_failed;
  }
  const auto& who = principal.value();
  fmt::print("user_id: {}\ndisplay_name: {}\navatar_url: {}\nguest: {}\nexpires_at: {}\n", who.user_id.str(),
             who.display_name, who.avatar_url.value_or("none"), who.guest,
             who.expires_at ? to_rfc3339(*who.expires_at) : "never");
  return 0;
}

}  // namespace

int token_command(const Arguments& arguments) {
  const std::string action = arguments.empty() ? "" : arguments.front();
  const Arguments rest(arguments.begin() + (arguments.empty() ? 0 : 1), arguments.end());
  if (action == "make") return make(rest);
  if (action == "check") return check(rest);
  return usage_error("'token' is followed by make or check", kUsage);
}

}  // namespace matinee::app
