// Looked up first, then written: nobody else blocks anybody until the transaction is over (sql_locks).
#include "storage/sql_blocked_users.hpp"

#include <string>

namespace matinee::storage {

StoreResult<void> block_user(soci::session& session, const BlockUser& block) {
  const BlockedUser& who = block.who;
  long long others = 0;
  session << "SELECT COUNT(*) FROM blocked_users WHERE user_id <> :blocked", soci::into(others),
      soci::use(who.user.str(), "blocked");
  if (static_cast<std::size_t>(others) >= block.most) {
    return StoreError{StoreErrorKind::conflict, "as many users are blocked as may be", Millis{0}};
  }
  const long long at = to_unix_ms(who.at);
  session << "INSERT INTO blocked_users (user_id, reason, at_ms) VALUES (:blocked, :reason, :at_ms)"
             " ON CONFLICT (user_id) DO UPDATE SET reason = excluded.reason, at_ms = excluded.at_ms",
      soci::use(who.user.str(), "blocked"), soci::use(who.reason, "reason"), soci::use(at, "at_ms");
  return success();
}

StoreResult<void> unblock_user(soci::session& session, const UnblockUser& unblock) {
  session << "DELETE FROM blocked_users WHERE user_id = :blocked", soci::use(unblock.user.str(), "blocked");
  return success();
}

std::vector<BlockedUser> select_blocked_users(soci::session& session) {
  std::string user, reason;
  long long at = 0;
  soci::statement statement =
      (session.prepare << "SELECT user_id, reason, at_ms FROM blocked_users ORDER BY at_ms DESC, user_id",
       soci::into(user), soci::into(reason), soci::into(at));
  statement.execute();
  std::vector<BlockedUser> blocked;
  while (statement.fetch()) blocked.push_back({UserId(user), reason, from_unix_ms(at)});
  return blocked;
}

}  // namespace matinee::storage
