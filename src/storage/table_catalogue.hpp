// What tables a database has, as it says itself: nobody has to remember to list a new one. Internal to the SQL store.
#pragma once

#include <string>
#include <vector>

#include "storage/database.hpp"

namespace matinee::storage {

struct Table {
  std::string name;
  std::vector<Column> columns;  ///< in their order
};

/// Every table that holds data, those that others refer to before those that do; the record of migrations is none of
/// them. Throws soci::soci_error, also for a column of a type that is not in ColumnType.
std::vector<Table> tables_of(soci::session& session, const Dialect& dialect);

}  // namespace matinee::storage
