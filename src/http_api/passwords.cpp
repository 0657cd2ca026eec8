#include "http_api/passwords.hpp"

#include <optional>
#include <utility>

#include "auth/password_pool.hpp"
#include "base/address_key.hpp"

namespace matinee::http_api {
namespace {

Refusal too_many_passwords() {
  return {ErrorCode::overloaded, "The server looks at as many passwords as it can; try again", Millis{2'000}};
}

/// Counts one hash against the address it is asked from: whoever makes up users has few addresses.
std::optional<Refusal> refused_by_address(const Services& services, const Exchange& exchange) {
  const std::string key = address_key(services.forwarding.client_address(exchange.request));
  const auto admitted = services.password_limiter.admit(key, services.dependencies.clock.now());
  if (admitted) return std::nullopt;
  services.dependencies.metrics.rate_limited(metrics::RateLimitKind::password);
  return Refusal{ErrorCode::rate_limited, "Too many passwords were tried from your address; wait a while",
                 admitted.error()};
}

}  // namespace

void hash_password(const Services& services, const ExchangePtr& exchange, std::string password,
                   std::function<void(std::string hash)> then) {
  if (const auto refusal = refused_by_address(services, *exchange)) return exchange->refuse(*refusal);
  services.dependencies.passwords.hash(
      std::move(password), [exchange, then = std::move(then)](std::optional<std::string> hash) {
        exchange->shard.submit([exchange, then, hash = std::move(hash)] {
          hash ? then(*hash) : exchange->refuse(too_many_passwords());
        });
      });
}

engine::PasswordComparison password_comparison(const Services& services, const ExchangePtr& exchange,
                                               std::string password) {
  return [&services, exchange, password = std::move(password)](
             std::string hash, std::function<void(Result<bool, Refusal>)> done) {
    if (const auto refusal = refused_by_address(services, *exchange)) return done(*refusal);
    services.dependencies.passwords.compare(std::move(hash), password, [done](std::optional<bool> fits) {
      if (!fits) return done(too_many_passwords());
      done(*fits);
    });
  };
}

}  // namespace matinee::http_api
