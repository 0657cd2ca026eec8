// Passwords of parties on their way to the pool that hashes and compares them, and how often that may be asked of it.
// Internal to http_api/; on the request's shard.
#pragma once

#include <functional>
#include <string>

#include "engine/admission_views.hpp"
#include "http_api/exchange.hpp"
#include "http_api/services.hpp"

namespace matinee::http_api {

/// Hashes and goes on with the hash on the request's shard; refuses where that can't be done now.
void hash_password(const Services& services, const ExchangePtr& exchange, std::string password,
                   std::function<void(std::string hash)> then);

/// How the engine has the password of a join compared, where a party asks for one.
engine::PasswordComparison password_comparison(const Services& services, const ExchangePtr& exchange,
                                               std::string password);

}  // namespace matinee::http_api
