// How invite codes are compared, the same in every store.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace matinee::storage {

/// The code with its ASCII letters in capitals; codes have no others.
inline std::string in_capitals(std::string_view code) {
  std::string capitals(code);
  std::transform(capitals.begin(), capitals.end(), capitals.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return capitals;
}

}  // namespace matinee::storage
