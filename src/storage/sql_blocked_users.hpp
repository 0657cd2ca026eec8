// Blocked users in SQL. Internal to the SQL store; throws soci::soci_error when the database fails.
#pragma once

#include <vector>

#include "storage/sql_session.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

StoreResult<void> block_user(soci::session& session, const BlockUser& block);
StoreResult<void> unblock_user(soci::session& session, const UnblockUser& unblock);
std::vector<BlockedUser> select_blocked_users(soci::session& session);

}  // namespace matinee::storage
