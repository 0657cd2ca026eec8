// The version of the program, from the build.
#pragma once

#include <string_view>

namespace matinee::app {

inline constexpr std::string_view version = MATINEE_VERSION;

}  // namespace matinee::app
