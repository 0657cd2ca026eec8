// The submissions that are written one by one, because each has a condition of its own. Internal to the SQL store.
// All run inside a transaction; a failure may leave writes behind that the caller must undo. They throw
// soci::soci_error when the database fails.
#pragma once

#include "storage/sql_session.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

StoreResult<void> take_token(SqlSession& session, const RateToken& token);
StoreResult<void> create_party(SqlSession& session, const CreateParty& create);

}  // namespace matinee::storage
