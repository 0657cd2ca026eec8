// TableRows: reads all rows of a table, in an order that depends on their contents alone, a few in memory at a time.
// Internal to the SQL store: brings SOCI and Boost.JSON.
#pragma once

#include <soci/soci.h>

#include <boost/json/value.hpp>
#include <deque>
#include <optional>
#include <vector>

#include "storage/table_catalogue.hpp"

namespace matinee::storage {

class TableRows {
 public:
  /// Begins to read. One at a time on a session, within a transaction. Throws soci::soci_error.
  TableRows(soci::session& session, const Dialect& dialect, const Table& table);
  ~TableRows();
  TableRows(const TableRows&) = delete;
  TableRows& operator=(const TableRows&) = delete;

  /// The next row, a value for each column in their order; none after the last.
  std::optional<std::vector<boost::json::value>> next();

 private:
  /// Where the database puts a column's value.
  struct Cell {
    ColumnType type = ColumnType::text;
    std::string text;
    long long number = 0;
    int truth = 0;
    double real = 0;
    soci::indicator indicator = soci::i_null;
  };

  void bind(Cell& cell);
  static boost::json::value value_of(const Cell& cell);

  soci::session& session_;
  const bool by_cursor_;
  std::deque<Cell> cells_;  ///< bound by reference: must stay where they are
  soci::statement statement_;
};

}  // namespace matinee::storage
