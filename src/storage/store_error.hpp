// StoreError: why a store did not do what it was asked.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "base/time.hpp"

namespace matinee::storage {

enum class StoreErrorKind : std::uint8_t {
  unavailable,   ///< the database can't be read or written now (disk full, locked, gone); try again later
  conflict,      ///< the party's version or epoch was not the expected one: nothing was written
  code_taken,    ///< the invite code belongs to another party
  rate_limited,  ///< the user's window is full; see retry_after
  corrupt,       ///< the database holds, or was handed, something it can't hold; a person must look
};

struct StoreError {
  StoreErrorKind kind = StoreErrorKind::unavailable;
  std::string message;    ///< for the log; never told to a client
  Millis retry_after{0};  ///< for rate_limited
};

template <class T>
using StoreResult = Result<T, StoreError>;

}  // namespace matinee::storage
