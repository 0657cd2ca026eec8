#include "config/cross_check.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "config/codec.hpp"

namespace matinee::config {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t least_secret_bytes = 16;

void require_file(const char* name, const fs::path& file, std::vector<std::string>& problems) {
  if (file.empty()) return;
  std::error_code error;
  if (!fs::is_regular_file(file, error) || !std::ifstream(file).is_open()) {
    problems.push_back(fmt::format("{} is \"{}\", which is no readable file", name, file.string()));
  }
}

void check_auth(const Settings::Auth& auth, Scope scope, std::vector<std::string>& problems) {
  if (!auth.jwt_secret.empty() && auth.jwt_secret.size() < least_secret_bytes) {
    problems.push_back(fmt::format(
        "jwt-secret has {} bytes but should have at least {}, better 32 (RFC 7518, section 3.2): shorter keys can be "
        "guessed from any token, and whoever has the key can be anyone",
        auth.jwt_secret.size(), least_secret_bytes));
  }
  require_file("jwt-public-key-file", auth.jwt_public_key_file, problems);
  const bool nobody =
      auth.jwt_secret.empty() && auth.jwt_secret_file.empty() && auth.jwt_public_key_file.empty() && !auth.guests;
  if (nobody && scope == Scope::complete) {
    problems.emplace_back(
        "nobody could sign in: set jwt-secret-file (or jwt-secret) to the key of your platform's HS256 tokens, "
        "jwt-public-key-file to the public key of its RS256 or ES256 tokens, or guests to admit people without a "
        "platform");
  }
}

void check_network(const Settings::Network& network, Scope scope, std::vector<std::string>& problems) {
  require_file("tls-certificate", network.tls_certificate, problems);
  require_file("tls-key", network.tls_key, problems);
  if (scope == Scope::complete && network.tls_certificate.empty() != network.tls_key.empty()) {
    problems.push_back(fmt::format("{} is set but {} is not; TLS needs both",
                                   network.tls_key.empty() ? "tls-certificate" : "tls-key",
                                   network.tls_key.empty() ? "tls-key" : "tls-certificate"));
  }
}

void check_limits(const Settings::Limits& limits, std::vector<std::string>& problems) {
  if (limits.default_max_participants > limits.max_participants) {
    problems.push_back(fmt::format("default-max-participants is {} but should be at most max-participants, which is {}",
                                   limits.default_max_participants, limits.max_participants));
  }
  if (limits.outbox_soft_bytes >= limits.outbox_hard_bytes) {
    problems.push_back(fmt::format("outbox-soft-bytes is {} but should be less than outbox-hard-bytes, which is {}",
                                   limits.outbox_soft_bytes, limits.outbox_hard_bytes));
  }
}

}  // namespace

void resolve_secret(Settings& settings, std::vector<std::string>& problems) {
  Settings::Auth& auth = settings.auth;
  if (auth.jwt_secret_file.empty()) return;
  if (!auth.jwt_secret.empty()) {
    problems.emplace_back("jwt-secret and jwt-secret-file are both set; keep one");
    return;
  }
  const std::size_t before = problems.size();
  require_file("jwt-secret-file", auth.jwt_secret_file, problems);
  if (problems.size() != before) return;
  std::ifstream file(auth.jwt_secret_file, std::ios::binary);
  std::string secret(most_secret_bytes + 1, '\0');
  file.read(secret.data(), static_cast<std::streamsize>(secret.size()));
  secret.resize(static_cast<std::size_t>(file.gcount()));
  if (secret.size() > most_secret_bytes) {
    problems.push_back(fmt::format("jwt-secret-file is \"{}\", which has more than {} bytes and so is no key",
                                   auth.jwt_secret_file.string(), most_secret_bytes));
    return;
  }
  if (secret.ends_with('\n')) secret.pop_back();
  if (secret.ends_with('\r')) secret.pop_back();
  if (secret.empty()) {
    problems.push_back(fmt::format("jwt-secret-file is \"{}\", which is empty", auth.jwt_secret_file.string()));
  }
  auth.jwt_secret = std::move(secret);
}

void cross_check(const Settings& settings, Scope scope, std::vector<std::string>& problems) {
  check_auth(settings.auth, scope, problems);
  check_network(settings.network, scope, problems);
  check_limits(settings.limits, problems);
  if (!settings.cluster.nats.empty() && !settings.server.database.starts_with("postgres")) {
    problems.emplace_back("nats is set but database is no PostgreSQL server: servers of a cluster share one");
  }
  if (settings.server.data.empty()) problems.emplace_back("data is empty but should be a directory");
  std::error_code error;
  if (!settings.server.media_dir.empty() && !fs::is_directory(settings.server.media_dir, error)) {
    problems.push_back(fmt::format("media-dir is \"{}\", which is no directory", settings.server.media_dir.string()));
  }
}

}  // namespace matinee::config
