// Friends in SQL: see Friendships. Internal to the SQL store. All throw soci::soci_error when the database fails.
#pragma once

#include <soci/soci.h>

#include "storage/friendships.hpp"

namespace matinee::storage {

/// Inside a transaction that writes.
StoreResult<void> change_friendship(soci::session& session, const ChangeFriendship& change);

StoreResult<std::vector<Friend>> select_friends(soci::session& session, const UserId& user);

}  // namespace matinee::storage
