// Services: what the route handlers share. Built once by the Api; handlers keep references into it.
#pragma once

#include <optional>

#include "http_api/api_dependencies.hpp"
#include "http_api/authentication.hpp"
#include "http_api/cors.hpp"
#include "http_api/forwarding.hpp"
#include "http_api/guest_limiter.hpp"
#include "http_api/keyed_limiter.hpp"
#include "http_api/sample_film.hpp"

namespace matinee::http_api {

struct Services {
  explicit Services(ApiDependencies given);

  /// By the operator's token, or as one of admin-users.
  bool is_operator(const auth::Principal& principal) const;
  bool is_operator(const UserId& user) const;

  ApiDependencies dependencies;
  Forwarding forwarding;
  Authentication authentication;
  Cors cors;
  mutable GuestLimiter guest_limiter;    // has its own lock
  mutable KeyedLimiter listing_limiter;   // likewise
  mutable KeyedLimiter password_limiter;  // likewise
  std::optional<SampleFilm> sample;
};

}  // namespace matinee::http_api
