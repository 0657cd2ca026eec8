#include "storage/sql_queue.hpp"

#include <fmt/format.h>

#include "storage/counter.hpp"
#include "storage/queue_length.hpp"
#include "storage/nullable.hpp"

namespace matinee::storage {
namespace {

using enum ColumnType;

// "WHERE true": see put_seats_sql().
std::string put_queues_sql(const Dialect& dialect) {
  return fmt::format(
      R"(INSERT INTO queues (party_id, revision, loop_mode)
         SELECT queue.party_id, queue.revision, queue.loop_mode FROM {} WHERE true
         ON CONFLICT (party_id) DO UPDATE SET revision = excluded.revision, loop_mode = excluded.loop_mode)",
      dialect.rows("queue", {{"party_id", text}, {"revision", bigint}, {"loop_mode", text}}));
}

std::string put_items_sql(const Dialect& dialect) {
  return fmt::format(
      R"(INSERT INTO queue_items
           (party_id, id, item_rank, clip_id, title, duration_ms, added_by_user_id, added_by_name)
         SELECT item.party_id, item.id, item.item_rank, item.clip_id, item.title, item.duration_ms,
                item.added_by_user_id, item.added_by_name
         FROM {} WHERE true
         ON CONFLICT (party_id, id) DO UPDATE SET item_rank = excluded.item_rank)",
      dialect.rows("item", {{"party_id", text},
                            {"id", text},
                            {"item_rank", bigint},
                            {"clip_id", text},
                            {"title", text},
                            {"duration_ms", bigint},
                            {"added_by_user_id", text},
                            {"added_by_name", text}}));
}

std::string remove_items_sql(const Dialect& dialect) {
  return fmt::format("DELETE FROM queue_items WHERE (party_id, id) IN (SELECT gone.party_id, gone.id FROM {})",
                     dialect.rows("gone", {{"party_id", text}, {"id", text}}));
}

StoreError corrupt_loop(const PartyId& id, std::string_view loop) {
  return StoreError{StoreErrorKind::corrupt, fmt::format("party {}: its loop is \"{}\"", id.str(), loop), Millis{0}};
}

void select_items(soci::session& session, const PartyId& id, party::Queue& queue) {
  std::string item_id, clip, user, name;
  Nullable<std::string> title;
  Nullable<long long> rank, duration;
  soci::statement statement =
      (session.prepare << "SELECT id, item_rank, clip_id, title, duration_ms, added_by_user_id, added_by_name"
                          " FROM queue_items WHERE party_id = :id ORDER BY item_rank, id",
       soci::into(item_id), rank.into(), soci::into(clip), title.into(), duration.into(), soci::into(user),
       soci::into(name), soci::use(id.str(), "id"));
  statement.execute();
  while (statement.fetch()) {
    const auto length = duration.has_value() ? std::optional{Millis{duration.value}} : std::nullopt;
    auto item = std::make_shared<const party::QueueItem>(
        party::QueueItem{QueueItemId(item_id), ClipId(clip), title.get(), length, {UserId(user), name}});
    if (rank.has_value()) {
      queue.entries.push_back({std::move(item), rank.value});
    } else {
      queue.current = std::move(item);
    }
  }
}

}  // namespace

QueueStatements::QueueStatements(soci::session& session, const Dialect& dialect)
    : put_queues_(session, put_queues_sql(dialect)),
      put_items_(session, put_items_sql(dialect)),
      remove_items_(session, remove_items_sql(dialect)) {}

void QueueStatements::write(const ChangeRows& rows) {
  put_queues_.execute(rows.queues);
  put_items_.execute(rows.queue_items);
  remove_items_.execute(rows.removed_queue_items);
}

StoreResult<void> select_queue(soci::session& session, party::Party& party) {
  long long revision = 0;
  std::string loop;
  session << "SELECT revision, loop_mode FROM queues WHERE party_id = :id", soci::into(revision), soci::into(loop),
      soci::use(party.id.str(), "id");
  if (!session.got_data()) return success();
  const auto known_loop = party::loop_from_string(loop);
  if (!known_loop) return corrupt_loop(party.id, loop);
  party::Queue queue;
  queue.revision = from_stored(revision);
  queue.loop = *known_loop;
  select_items(session, party.id, queue);
  party.queue = std::make_shared<const party::Queue>(std::move(queue));
  take_length_from_queue(party);
  return success();
}

}  // namespace matinee::storage
