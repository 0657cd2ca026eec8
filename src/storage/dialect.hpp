// Dialect: the few places where SQL databases differ in the statements of SqlStore. Pure text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace matinee::storage {

enum class ColumnType : std::uint8_t { text, bigint, boolean, double_precision };

/// A member of the objects in a JSON array of rows.
struct Column {
  std::string name;
  ColumnType type = ColumnType::text;
};

struct Dialect {
  /// Starts a transaction that writes; two of them never deadlock by both reading first.
  std::string_view begin_writing;
  /// A statement costs no round trip: many small ones are cheaper than one with many rows.
  bool in_process = false;
  /// Starts a transaction whose reads all see the database as it was at the first of them.
  std::string_view begin_reading;
  /// Starts a transaction that changes the schema; another one waits until it is over.
  std::string_view begin_migrating;
  /// Starts a transaction that reads all there is, as begin_reading, and may take its time.
  std::string_view begin_copying;
  /// What follows a query of the table parties for its rows to be locked in the order they come in, where that is
  /// needed.
  std::string_view lock_parties;
  /// A query that takes the locks named in the JSON array `:names`, in one order for all, and keeps them until the
  /// transaction is over. Empty: one that writes keeps all others out anyway.
  std::string_view lock_names;
  /// Deletes the events of rate windows of `:forgotten` and before, except those another transaction is about to.
  std::string_view forget_rate_events;
  /// A query of the names of all tables, in one column called `name`.
  std::string_view table_names;
  /// A query of the columns of the table `:table`, in their order: names, and types in small letters.
  std::string_view table_columns;
  /// A query of the names of the tables that the table `:table` refers to.
  std::string_view table_references;
  /// What comes before a query to read its rows with `fetch_rows` rather than all at once; empty: they come one by one.
  std::string_view declare_rows;
  std::string_view fetch_rows;
  /// What follows a column of text in ORDER BY, so that it compares by its bytes.
  std::string_view by_bytes;
  /// An expression: the database's clock now, in Unix milliseconds, also within a transaction.
  std::string_view now_ms;
  /// How many connections it pays to read with at once.
  std::size_t readers = 1;
  /// A FROM item named `alias`: the rows of the JSON array bound to the parameter `:rows`.
  std::string (*rows)(std::string_view alias, const std::vector<Column>& columns);
};

extern const Dialect sqlite_dialect;
extern const Dialect postgresql_dialect;

}  // namespace matinee::storage
