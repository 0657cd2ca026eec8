// Reading what is kept of one person. Internal to the SQL store. Throws soci::soci_error when the database fails.
#pragma once

#include "storage/sql_session.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

/// Inside a transaction of reads.
StoreResult<PersonalRecord> select_personal_record(soci::session& session, const PersonalQuery& query);

}  // namespace matinee::storage
