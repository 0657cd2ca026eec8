// What no setting shows by itself: contradictions between settings, and files that aren't there. Internal to config/.
#pragma once

#include <string>
#include <vector>

#include "config/settings.hpp"

namespace matinee::config {

/// Whether the settings are all there is, or one file whose gaps flags and environment may fill.
enum class Scope { complete, partial };

/// Fills jwt_secret from jwt_secret_file. Anything in the way becomes `problems`.
void resolve_secret(Settings& settings, std::vector<std::string>& problems);

/// Adds every contradiction to `problems`.
void cross_check(const Settings& settings, Scope scope, std::vector<std::string>& problems);

}  // namespace matinee::config
