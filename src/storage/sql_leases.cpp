// Every statement stands for itself: what must hold together is one statement, so that no transaction stays open. A
// renewal extends a lease that lasts or says that it takes a new one: what is in between can only end a lease.
#include "storage/sql_leases.hpp"

#include <fmt/format.h>
#include <soci/soci.h>

#include <boost/json.hpp>
#include <unordered_map>
#include <utility>

#include "storage/counter.hpp"
#include "storage/sql_error.hpp"

namespace matinee::storage {
namespace {

/// A server that ended without leaving is forgotten after this: nobody looks for it any more.
constexpr long long forgotten_after_ms = 3'600'000;

/// A condition on `parties`: its owner is alive.
std::string owner_is_alive(const Dialect& dialect) {
  return fmt::format("EXISTS (SELECT 1 FROM nodes WHERE nodes.id = parties.owner_node AND nodes.alive_until_ms > {})",
                     dialect.now_ms);
}

/// The beginning of a statement: the parties of which `condition` holds, of those in `wanted` if that is not empty, as
/// `locked`. Whoever changes several locks them in one order, so that two never wait for each other, and only those
/// that are to be changed. What follows must ask for the condition again: it may hold no longer once the lock was free.
std::string locked_parties(const Dialect& dialect, const std::string& wanted, const std::string& condition) {
  const std::string among = wanted.empty() ? "" : " JOIN " + wanted + " ON parties.id = wanted.id";
  return fmt::format("WITH locked AS MATERIALIZED (SELECT parties.id FROM parties{} WHERE {} ORDER BY parties.id{})",
                     among, condition, dialect.lock_parties);
}

/// The parties that are asked about, as rows called `wanted`.
std::string wanted_rows(const Dialect& dialect) {
  return dialect.rows("wanted", {{"id", ColumnType::text}});
}

std::string rows_of(std::span<const PartyId> parties) {
  boost::json::array rows;
  for (const PartyId& party : parties) rows.push_back(boost::json::object{{"id", party.str()}});
  return boost::json::serialize(rows);
}

std::unordered_map<std::string, PartyClaim> owners_of(soci::session& session, const Dialect& dialect,
                                                      const std::string& rows) {
  std::unordered_map<std::string, PartyClaim> owners;
  std::string id;
  std::string owner;
  long long epoch = 0;
  soci::statement statement =
      (session.prepare << fmt::format(
           "SELECT parties.id, owner_node, epoch FROM parties JOIN {} ON parties.id = wanted.id", wanted_rows(dialect)),
       soci::use(rows, "rows"), soci::into(id), soci::into(owner), soci::into(epoch));
  statement.execute();
  while (statement.fetch()) owners[id] = {owner, from_stored(epoch)};
  return owners;
}

}  // namespace

SqlLeases::SqlLeases(std::shared_ptr<const Database> database) : database_(std::move(database)) {}

SqlLeases::~SqlLeases() {
  if (session_ != nullptr) database_->hang_up(*session_);
}

template <class T, class Work>
StoreResult<T> SqlLeases::guarded(Work work) {
  try {
    if (session_ == nullptr) session_ = database_->connect(Access::shared);
    const std::unique_ptr<Deadline> deadline = database_->deadline(*session_);
    return work(*session_);
  } catch (const soci::soci_error& error) {
    session_.reset();
    return store_error(error);
  }
}

StoreResult<ServerTime> SqlLeases::now() {
  return guarded<ServerTime>([this](soci::session& session) {
    long long now = 0;
    session << fmt::format("SELECT {}", database_->dialect().now_ms), soci::into(now);
    return from_unix_ms(now);
  });
}

StoreResult<Renewal> SqlLeases::renew(const std::string& node, Millis lifetime) {
  return guarded<Renewal>([&](soci::session& session) -> StoreResult<Renewal> {
    const long long lifetime_ms = lifetime.count();
    const std::string_view now_ms = database_->dialect().now_ms;
    soci::statement extend = (session.prepare << fmt::format(
                                  "UPDATE nodes SET alive_until_ms = {0} + :lifetime"
                                  " WHERE id = :node AND alive_until_ms > {0}",
                                  now_ms),
                              soci::use(lifetime_ms, "lifetime"), soci::use(node, "node"));
    extend.execute(true);
    if (extend.get_affected_rows() > 0) return Renewal::unbroken;
    session << fmt::format(
        "INSERT INTO nodes (id, alive_until_ms) VALUES (:node, {0} + :lifetime)"
        " ON CONFLICT (id) DO UPDATE SET alive_until_ms = excluded.alive_until_ms",
        now_ms),
        soci::use(node, "node"), soci::use(lifetime_ms, "lifetime");
    return Renewal::anew;
  });
}

StoreResult<void> SqlLeases::retire(const std::string& node) {
  return guarded<void>([&](soci::session& session) -> StoreResult<void> {
    session << "DELETE FROM nodes WHERE id = :node", soci::use(node, "node");
    return success();
  });
}

StoreResult<std::vector<LiveNode>> SqlLeases::alive() {
  return guarded<std::vector<LiveNode>>([this](soci::session& session) {
    std::vector<LiveNode> nodes;
    std::string name;
    long long remaining_ms = 0;
    soci::statement statement =
        (session.prepare << fmt::format("SELECT id, alive_until_ms - {0} FROM nodes WHERE alive_until_ms > {0}"
                                        " ORDER BY id{1}",
                                        database_->dialect().now_ms, database_->dialect().by_bytes),
         soci::into(name), soci::into(remaining_ms));
    statement.execute();
    while (statement.fetch()) nodes.push_back({name, Millis{remaining_ms}});
    return nodes;
  });
}

StoreResult<std::vector<std::optional<PartyClaim>>> SqlLeases::claim(std::span<const PartyId> parties,
                                                                     const std::string& node) {
  using Claims = std::vector<std::optional<PartyClaim>>;
  return guarded<Claims>([&](soci::session& session) -> StoreResult<Claims> {
    const Dialect& dialect = database_->dialect();
    const std::string rows = rows_of(parties);
    // Of two who come at once the second waits for the first, and then sees whose it is.
    session << locked_parties(dialect, wanted_rows(dialect),
                              "owner_node <> :before AND NOT " + owner_is_alive(dialect)) +
                   " UPDATE parties SET owner_node = :node, epoch = epoch + 1 FROM locked"
                   " WHERE parties.id = locked.id AND owner_node <> :after AND NOT " +
                   owner_is_alive(dialect),
        soci::use(rows, "rows"), soci::use(node, "before"), soci::use(node, "node"), soci::use(node, "after");
    const std::unordered_map<std::string, PartyClaim> now = owners_of(session, dialect, rows);
    Claims claims;
    for (const PartyId& party : parties) {
      const auto found = now.find(party.str());
      claims.push_back(found == now.end() ? std::nullopt : std::optional<PartyClaim>(found->second));
    }
    return claims;
  });
}

StoreResult<void> SqlLeases::release(std::span<const PartyId> parties, const std::string& node) {
  return guarded<void>([&](soci::session& session) -> StoreResult<void> {
    const std::string rows = rows_of(parties);
    const Dialect& dialect = database_->dialect();
    session
        << locked_parties(dialect, wanted_rows(dialect), "owner_node = :before") +
               " UPDATE parties SET owner_node = '' FROM locked WHERE parties.id = locked.id AND owner_node = :after",
        soci::use(rows, "rows"), soci::use(node, "before"), soci::use(node, "after");
    return success();
  });
}

StoreResult<void> SqlLeases::note_abandoned() {
  return guarded<void>([this](soci::session& session) -> StoreResult<void> {
    const Dialect& dialect = database_->dialect();
    const std::string abandoned =
        "(people <> 0 OR (status = 'active' AND empty_since_ms IS NULL)) AND NOT " + owner_is_alive(dialect);
    session << locked_parties(dialect, "", abandoned) +
                   fmt::format(" UPDATE parties SET people = 0, empty_since_ms = CASE WHEN status = 'active'"
                               " THEN COALESCE(empty_since_ms, {}) ELSE empty_since_ms END"
                               " FROM locked WHERE parties.id = locked.id AND {}",
                               dialect.now_ms, abandoned);
    session << fmt::format("DELETE FROM nodes WHERE alive_until_ms < {} - :forgotten", dialect.now_ms),
        soci::use(forgotten_after_ms, "forgotten");
    return success();
  });
}

StoreResult<std::string> SqlLeases::secret(const std::string& name, const std::string& candidate) {
  return guarded<std::string>([&](soci::session& session) {
    session << "INSERT INTO secrets (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING",
        soci::use(name, "name"), soci::use(candidate, "value");
    std::string value;
    session << "SELECT value FROM secrets WHERE name = :name", soci::into(value), soci::use(name, "name");
    return value;
  });
}

}  // namespace matinee::storage
