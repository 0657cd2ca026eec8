// Letting go of what has been kept long enough. Internal to the SQL store. Both throw soci::soci_error when the database
// fails.
#pragma once

#include "storage/sql_session.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

StoreResult<void> let_go(soci::session& session, const LetGo& step);
bool select_anything_to_let_go(soci::session& session, Kept kind, ServerTime before);

}  // namespace matinee::storage
