#include "storage/rows_statement.hpp"

#include <utility>

namespace matinee::storage {

RowsStatement::RowsStatement(soci::session& session, const std::string& sql)
    : statement_((session.prepare << sql, soci::use(rows_, "rows"))) {}

std::size_t RowsStatement::execute(std::string rows) {
  if (rows.empty()) return 0;
  rows_ = std::move(rows);
  statement_.execute(true);
  return static_cast<std::size_t>(statement_.get_affected_rows());
}

}  // namespace matinee::storage
