// The prepared statements that write many parties at once. Internal to the SQL store (brings SOCI's templates).
#pragma once

#include <soci/soci.h>

#include <string>

#include "storage/change_rows.hpp"
#include "storage/dialect.hpp"

namespace matinee::storage {

/// A prepared statement whose only parameter is a JSON array of rows.
class RowsStatement {
 public:
  /// Prepares `sql`, which names its parameter `:rows`. The session must outlive the statement.
  RowsStatement(soci::session& session, const std::string& sql);
  RowsStatement(const RowsStatement&) = delete;
  RowsStatement& operator=(const RowsStatement&) = delete;

  /// Runs it, unless `rows` is empty. Returns the number of rows it inserted, updated or deleted.
  std::size_t execute(std::string rows);

 private:
  std::string rows_;  ///< bound by reference: must stay where it is
  soci::statement statement_;
};

struct ChangeStatements {
  ChangeStatements(soci::session& session, const Dialect& dialect);

  /// Writes what is in the parties, in the one order that keeps chat authors known.
  void write_contents(const ChangeRows& rows);

  /// Conditional on version and epoch; touches exactly the parties that are as expected.
  RowsStatement change_parties;
  RowsStatement create_parties;
  RowsStatement note_empty;

 private:
  RowsStatement end_parties_;
  RowsStatement add_chats_;
  RowsStatement put_seats_;
  RowsStatement remove_seats_;
  RowsStatement add_kicks_;
  RowsStatement remove_kicks_;
};

}  // namespace matinee::storage
