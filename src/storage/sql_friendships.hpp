// Friends in SQL: see Friendships. Internal to the SQL store. All throw soci::soci_error when the database fails.
#pragma once

#include <string_view>

#include "storage/friendships.hpp"
#include "storage/sql_session.hpp"

namespace matinee::storage {

/// The kind of the tokens that requests and blocks take.
inline constexpr std::string_view friendship_token = "friend";

/// Inside a transaction that writes.
StoreResult<void> change_friendship(SqlSession& session, const ChangeFriendship& change);

StoreResult<std::vector<Friend>> select_friends(soci::session& session, const UserId& user);

}  // namespace matinee::storage
