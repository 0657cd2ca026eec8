#include "auth/operator_key.hpp"

#include "auth/key_file.hpp"
#include "auth/token_verifier.hpp"

namespace matinee::auth {
namespace {

std::filesystem::path file_in(const std::filesystem::path& data) {
  return data / "operator.key";
}

}  // namespace

Result<OperatorKey, std::string> OperatorKey::open(const std::filesystem::path& data) {
  auto key = open_key_file(file_in(data));
  if (!key) return failure(key.error());
  return OperatorKey(std::move(key).value().bytes);
}

Result<OperatorKey, std::string> OperatorKey::read(const std::filesystem::path& data) {
  auto key = read_key_file(file_in(data));
  if (!key) return failure(key.error());
  return OperatorKey(std::move(key).value().bytes);
}

OperatorKey::OperatorKey(std::string key) : key_(std::move(key)), issuer_(key_, std::string(operator_key_id)) {}

std::string OperatorKey::issue(WallTime now, Millis ttl) const {
  return issuer_.issue({UserId{std::string(operator_user)}, {}, std::nullopt, now + ttl, {}, {}}, now);
}

}  // namespace matinee::auth
