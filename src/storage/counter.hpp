// How unsigned 64-bit counters (epoch, revision, version) fit SQL's signed 64-bit column: the same bits.
#pragma once

#include <cstdint>

namespace matinee::storage {

constexpr long long to_stored(std::uint64_t counter) {
  return static_cast<long long>(counter);
}
constexpr std::uint64_t from_stored(long long stored) {
  return static_cast<std::uint64_t>(stored);
}

}  // namespace matinee::storage
