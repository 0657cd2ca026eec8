// RateToken: one counted event of a user, as part of a submission. A value.
#pragma once

#include <string>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "party/rate_window.hpp"

namespace matinee::storage {

/// Counts one event of `user` in the rolling window of `kind` ("create", "join", "clip"); refused with rate_limited
/// when the window is full. The windows survive a restart.
struct RateToken {
  UserId user;
  std::string kind;
  party::RateLimit limit;
  ServerTime now{};
};

}  // namespace matinee::storage
