// Dialect: the few places where SQL databases differ in the statements of SqlStore. Pure text.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace matinee::storage {

enum class ColumnType : std::uint8_t { text, bigint, boolean, double_precision };

/// A member of the objects in a JSON array of rows.
struct Column {
  std::string_view name;
  ColumnType type = ColumnType::text;
};

struct Dialect {
  /// Starts a transaction that writes; two of them never deadlock by both reading first.
  std::string_view begin_writing;
  /// A statement costs no round trip: many small ones are cheaper than one with many rows.
  bool in_process = false;
  /// A FROM item named `alias`: the rows of the JSON array bound to the parameter `:rows`.
  std::string (*rows)(std::string_view alias, std::initializer_list<Column> columns);
};

extern const Dialect sqlite_dialect;

}  // namespace matinee::storage
