#include "app/identities.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <system_error>

#include "auth/operator_key.hpp"

namespace matinee::app {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.good() && !file.eof()) return std::nullopt;
  return text;
}

}  // namespace

Result<void, std::string> make_operator_key(const config::Settings& settings) {
  std::error_code error;
  fs::create_directories(settings.server.data, error);
  if (error) return failure(fmt::format("{} can't be made: {}", settings.server.data.string(), error.message()));
  const auto key = auth::OperatorKey::open(settings.server.data);
  if (!key) return failure(key.error());
  return success();
}

Result<Identities, std::string> open_identities(const config::Settings& settings,
                                                const std::optional<std::string>& guest_key) {
  const config::Settings::Auth& auth = settings.auth;
  auth::VerifierOptions options{auth.jwt_secret, {}, auth.jwt_issuer, auth.jwt_audience, {}, {}};
  if (!auth.jwt_public_key_file.empty()) {
    auto keys = read_file(auth.jwt_public_key_file);
    if (!keys) return failure(fmt::format("{} can't be read", auth.jwt_public_key_file.string()));
    options.public_keys = std::move(*keys);
  }
  std::optional<auth::GuestIdentities> guests;
  if (auth.guests && guest_key) {
    guests = auth::GuestIdentities::with_key(*guest_key, auth.guest_token_ttl);
    options.guest_key = guests->key();
  } else if (auth.guests) {
    std::error_code error;
    fs::create_directories(settings.server.data, error);
    if (error) return failure(fmt::format("{} can't be made: {}", settings.server.data.string(), error.message()));
    auto opened = auth::GuestIdentities::open(settings.server.data, auth.guest_token_ttl);
    if (!opened) return failure(opened.error());
    guests = std::move(opened).value();
    options.guest_key = guests->key();
  }
  if (auto operators = auth::OperatorKey::read(settings.server.data)) options.operator_key = operators.value().key();
  auto verifier = auth::TokenVerifier::create(std::move(options));
  if (!verifier) return failure(verifier.error());
  return success(Identities{std::move(verifier).value(), std::move(guests)});
}

}  // namespace matinee::app
