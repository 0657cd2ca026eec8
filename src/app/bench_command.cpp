// matinee bench: puts a deployment under load and measures it, checking correctness all the while. Exit status 1 when
// something was lost, repeated or out of order, or when the run could not happen.
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

#include "app/arguments.hpp"
#include "auth/token_issuer.hpp"
#include "base/wall_clock.hpp"
#include "load/flags.hpp"
#include "load/report.hpp"
#include "load/run.hpp"
#include "load/spawned_server.hpp"

namespace matinee::app {
namespace {

constexpr std::string_view kUsage =
    R"(usage: matinee bench [FLAG]... [SETTING]...   load and measure a server; 'matinee bench --help' lists the flags)";

constexpr std::string_view kSettingsHelp = R"(
With --spawn, settings (see 'matinee serve --help') go to the server. Without it, jwt-secret-file, jwt-issuer and
jwt-audience sign the tokens of the viewers, each of whom is a user of its own. Limits of the server count: a user may
send 10 chat messages a minute, an address may hold 1000 connections (connections-per-address), a party 1000 people
(max-participants), unless they are configured otherwise. What the server refuses is told in its own words.

Exit status: 0 correct, 1 violated or not run, 2 called the wrong way.
)";

constexpr Millis kTokenLifetime = std::chrono::hours{24};

int failed(std::string_view reason) {
  fmt::print(stderr, "matinee bench: {}\n", reason);
  return exit_failed;
}

std::string random_secret() {
  std::array<unsigned char, 32> bytes{};
  ::randombytes_buf(bytes.data(), bytes.size());
  std::string text;
  for (const unsigned char byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

/// For a spawned server, which inherits the environment: a secret of its own, and what would otherwise refuse a load
/// this size. Flags win over the environment, so whoever wants other limits gives them.
void set_spawn_environment(const load::Options& options) {
  const std::string people = std::to_string(std::max<std::size_t>(2, options.clients + options.join_storm));
  const std::pair<const char*, std::string> variables[] = {
      {"MATINEE_LISTEN", "127.0.0.1:0"},
      {"MATINEE_JWT_SECRET", random_secret()},
      {"MATINEE_LOG_LEVEL", "warn"},
      {"MATINEE_MAX_PARTICIPANTS", people},
      {"MATINEE_DEFAULT_MAX_PARTICIPANTS", people},
      {"MATINEE_CONNECTIONS_PER_ADDRESS", "1000000"},
      {"MATINEE_CONNECTIONS_TOTAL", std::to_string(options.connections() + 256)},
      {"MATINEE_CHATS_PER_MINUTE", "1000000"},
      {"MATINEE_REACTIONS_PER_MINUTE", "1000000"}};
  for (const auto& [name, value] : variables) ::setenv(name, value.c_str(), 1);
}

load::TokenSource signing_source(const config::Settings::Auth& auth) {
  return load::TokenSource::signing([issuer = auth::TokenIssuer(auth.jwt_secret), auth](const std::string& user) {
    const WallTime now = SystemWallClock{}.now();
    return issuer.issue({UserId{user}, user, std::nullopt, now + kTokenLifetime, auth.jwt_issuer, auth.jwt_audience},
                        now);
  });
}

/// What a run needs besides its options.
struct Deployment {
  std::unique_ptr<load::SpawnedServer> spawned;
  std::string url;
  std::optional<pid_t> pid;
  std::optional<load::TokenSource> tokens;
};

Result<Deployment, std::string> spawn(const Arguments& settings, const config::Settings::Auth& auth) {
  auto server = load::SpawnedServer::start(std::filesystem::read_symlink("/proc/self/exe"), settings);
  if (!server) return failure(server.error());
  Deployment deployment;
  deployment.spawned = std::move(server).value();
  deployment.url = deployment.spawned->url();
  deployment.pid = deployment.spawned->pid();
  deployment.tokens = signing_source(auth);
  return deployment;
}

Result<Deployment, std::string> use_running(const load::Options& options, const config::Settings::Auth& auth) {
  Deployment deployment;
  deployment.url = options.url;
  deployment.pid = options.pid;
  if (!options.token_command.empty()) {
    auto tokens = load::TokenSource::running(options.token_command, options.connections());
    if (!tokens) return failure(tokens.error());
    deployment.tokens = std::move(tokens).value();
  } else if (!auth.jwt_secret.empty()) {
    deployment.tokens = signing_source(auth);
  } else {
    return failure(std::string("set jwt-secret-file, to sign tokens with, or use --token-command or --spawn"));
  }
  return deployment;
}

bool write_json(const std::filesystem::path& path, const load::Results& results) {
  if (path.empty()) return true;
  std::ofstream file(path);
  file << load::to_json(results);
  return static_cast<bool>(file.flush());
}

int measure(const load::Options& options, const Deployment& deployment) {
  const auto target = load::Target::open(deployment.url, options.verify_certificate);
  if (!target) return failed(target.error());
  const auto results = load::run(options, target.value(), *deployment.tokens, deployment.pid,
                                 [&deployment] { return deployment.spawned->restart(); });
  if (!results) return failed(results.error());
  fmt::print("{}", load::to_table(results.value()));
  if (!write_json(options.json, results.value())) {
    return failed(fmt::format("{} can't be written", options.json.string()));
  }
  const bool correct = results.value().interrupted.empty() && load::violations(results.value()).empty();
  return correct ? 0 : exit_failed;
}

}  // namespace

int bench_command(const Arguments& arguments) {
  const auto flags = load::parse_flags(arguments);
  if (!flags) return usage_error(flags.error(), kUsage);
  if (flags.value().help) {
    fmt::print("{}{}", load::flags_help(), kSettingsHelp);
    return 0;
  }
  const load::Options& options = flags.value().options;
  const auto room = load::make_room_for(options.connections());
  if (!room) return failed(room.error());
  if (options.spawn) set_spawn_environment(options);
  const auto settings = load_settings(flags.value().rest);
  if (!settings) return exit_failed;
  const auto deployment =
      options.spawn ? spawn(flags.value().rest, settings->auth) : use_running(options, settings->auth);
  return deployment ? measure(options, deployment.value()) : failed(deployment.error());
}

}  // namespace matinee::app
