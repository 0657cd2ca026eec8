// From the settings to the options of the parts they concern. Pure.
#pragma once

#include "config/settings.hpp"
#include "engine/engine.hpp"
#include "transport/server.hpp"

namespace matinee::app {

/// The longest rolling window of a rate limit that survives a restart.
inline constexpr Millis rate_window = std::chrono::hours{1};

engine::Options engine_options(const config::Settings& settings);
transport::ServerOptions server_options(const config::Settings& settings);

}  // namespace matinee::app
