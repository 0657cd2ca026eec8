// RowsStatement: a prepared statement whose only parameter is a JSON array of rows. Internal to the SQL store.
#pragma once

#include <soci/soci.h>

#include <cstddef>
#include <string>

namespace matinee::storage {

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

}  // namespace matinee::storage
