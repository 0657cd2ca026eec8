// Nullable: a column that may be NULL. Internal to the SQL store.
#pragma once

#include <soci/soci.h>

#include <optional>

namespace matinee::storage {

template <class T>
struct Nullable {
  T value{};
  soci::indicator indicator = soci::i_null;

  auto into() { return soci::into(value, indicator); }
  bool has_value() const { return indicator == soci::i_ok; }
  std::optional<T> get() const { return has_value() ? std::optional(value) : std::nullopt; }
};

}  // namespace matinee::storage
