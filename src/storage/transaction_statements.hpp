// TransactionStatements: what frames every commit, prepared once, since parsing them again would cost more than a
// change of playback. Internal to the SQL store (brings SOCI's templates).
#pragma once

#include <soci/soci.h>

#include <string>

#include "storage/dialect.hpp"

namespace matinee::storage {

struct TransactionStatements {
  TransactionStatements(soci::session& session, const Dialect& dialect)
      : begin_writing((session.prepare << std::string(dialect.begin_writing))),
        commit((session.prepare << "COMMIT")),
        savepoint((session.prepare << "SAVEPOINT submission")),
        release((session.prepare << "RELEASE SAVEPOINT submission")) {}

  soci::statement begin_writing;
  soci::statement commit;
  soci::statement savepoint;
  soci::statement release;
};

}  // namespace matinee::storage
