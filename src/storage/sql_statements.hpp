// The prepared statements that write many parties at once. Internal to the SQL store (brings SOCI's templates).
#pragma once

#include <soci/soci.h>

#include <string>

#include "storage/change_rows.hpp"
#include "storage/dialect.hpp"
#include "storage/rows_statement.hpp"
#include "storage/sql_admission.hpp"
#include "storage/sql_chat.hpp"
#include "storage/sql_queue.hpp"

namespace matinee::storage {

struct ChangeStatements {
  ChangeStatements(soci::session& session, const Dialect& dialect);

  /// Writes what is in the parties, in the one order that keeps chat authors known.
  void write_contents(const ChangeRows& rows);

  /// Conditional on version and epoch; touches exactly the parties that are as expected.
  RowsStatement change_parties;
  RowsStatement create_parties;
  RowsStatement note_empty;
  RowsStatement note_people;
  ChatStatements chat;

 private:
  RowsStatement add_words_;
  RowsStatement drop_words_;
  RowsStatement end_parties_;
  RowsStatement put_seats_;
  RowsStatement put_attendances_;
  RowsStatement remove_seats_;
  RowsStatement add_kicks_;
  RowsStatement remove_kicks_;
  QueueStatements queues_;
  AdmissionStatements admission_;
};

}  // namespace matinee::storage
