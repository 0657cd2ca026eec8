// Copying everything from one database into another, of the same kind or not: so that a growing community can move.
// Called by the command that does so, before anything else uses either.
#pragma once

#include <string>
#include <vector>

#include "storage/store.hpp"

namespace matinee::storage {

struct CopiedTable {
  std::string name;
  std::size_t rows = 0;
};

struct CopyReport {
  std::string from, to;  ///< the databases, without passwords
  std::vector<CopiedTable> tables;
};

/// Copies every row of every table of the database at `from` into the one at `to` (URLs as open_database() takes them),
/// which is created and migrated as open_database() does and must hold nothing. Then reads both again and compares
/// every row, and only then commits. `from` is not changed; on an error `to` still holds nothing.
/// Errors: what open_database() says; the databases are the same; `from` is not up to date; `to` holds something; a row
/// is not in `to` what it is in `from`. Takes no lock of a SQLite file: see app/data_lock.hpp.
Result<CopyReport, StoreError> copy_database(const std::string& from, const std::string& to, Millis patience);

}  // namespace matinee::storage
