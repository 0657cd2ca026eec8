// Conditions are looked up first, then written: until its transaction is over nobody else looks up the same, on SQLite
// because only one transaction writes, on PostgreSQL by sql_locks. A name that is new to the database (an id, a code)
// is kept apart by its unique index alone.
#include "storage/sql_single_writes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "storage/invite_code.hpp"

namespace matinee::storage {
namespace {

bool exists(soci::session& session, const std::string& sql, const std::string& key) {
  int count = 0;
  session << sql, soci::into(count), soci::use(key, "key");
  return count > 0;
}

}  // namespace

/// No window is longer, so no older event counts in any.
constexpr Millis kLongestWindow{3'600'000};

StoreResult<void> take_token(SqlSession& sql_session, const RateToken& token) {
  soci::session& session = sql_session.connection;
  const std::string& user = token.user.str();
  // The window's rule is party::RateWindow's: an event counts while now - at < window.
  const long long since = to_unix_ms(token.now - token.limit.window);
  const long long events = static_cast<long long>(token.limit.events);
  long long counted = 0;
  long long oldest = 0;
  soci::indicator oldest_indicator = soci::i_null;
  session
      << "SELECT COUNT(*), MIN(at_ms) FROM (SELECT at_ms FROM rate_events"
         " WHERE user_id = :user_id AND kind = :kind AND at_ms > :since ORDER BY at_ms DESC LIMIT :events) AS newest",
      soci::into(counted), soci::into(oldest, oldest_indicator), soci::use(user, "user_id"),
      soci::use(token.kind, "kind"), soci::use(since, "since"), soci::use(events, "events");
  if (counted >= events) {
    const Millis retry_after =
        oldest_indicator == soci::i_ok ? std::max(Millis{oldest - since}, Millis{1}) : token.limit.window;
    return StoreError{StoreErrorKind::rate_limited,
                      fmt::format("{} events of kind \"{}\" in the window already", counted, token.kind), retry_after};
  }
  // Of everyone: most users come once, and would leave their events behind for ever.
  const long long forgotten = to_unix_ms(token.now - std::max(token.limit.window, kLongestWindow));
  session << std::string(sql_session.dialect.forget_rate_events), soci::use(forgotten, "forgotten");
  const long long now = to_unix_ms(token.now);
  session << "INSERT INTO rate_events (user_id, kind, at_ms) VALUES (:user_id, :kind, :at_ms)",
      soci::use(user, "user_id"), soci::use(token.kind, "kind"), soci::use(now, "at_ms");
  return success();
}

StoreResult<void> create_party(SqlSession& session, const CreateParty& create) {
  if (StoreResult<void> taken = take_token(session, create.token); taken.has_error()) return taken;
  if (exists(session.connection, "SELECT COUNT(*) FROM parties WHERE id = :key", create.party.id.str())) {
    return StoreError{StoreErrorKind::conflict, "a party with this id exists", Millis{0}};
  }
  if (exists(session.connection, "SELECT COUNT(*) FROM parties WHERE invite_code = :key",
             in_capitals(create.party.invite_code))) {
    return StoreError{StoreErrorKind::code_taken, "another party has this invite code", Millis{0}};
  }
  const ChangeRows rows = rows_of(create.party);
  session.statements.create_parties.execute(rows.created);
  session.statements.write_contents(rows);
  return success();
}

}  // namespace matinee::storage
