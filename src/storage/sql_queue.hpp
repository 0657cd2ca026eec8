// Queues in SQL: writing many parties' at once, reading one. Internal to the SQL store.
#pragma once

#include "storage/change_rows.hpp"
#include "storage/dialect.hpp"
#include "storage/rows_statement.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

class QueueStatements {
 public:
  QueueStatements(soci::session& session, const Dialect& dialect);

  void write(const ChangeRows& rows);

 private:
  RowsStatement put_queues_;
  RowsStatement put_items_;
  RowsStatement remove_items_;
};

/// Gives `party` its queue, if it has one. Its playing clip's length, where only the queue knows it, comes with it.
StoreResult<void> select_queue(soci::session& session, party::Party& party);

}  // namespace matinee::storage
