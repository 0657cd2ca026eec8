// The texts of the statements that write many parties at once. Each reads its rows from one JSON parameter.
#include "storage/sql_statements.hpp"

#include <fmt/format.h>

namespace matinee::storage {
namespace {

using enum ColumnType;

std::string change_parties_sql(const Dialect& dialect) {
  return fmt::format(
      R"(UPDATE parties SET
           version = change.version,
           clip_id     = CASE WHEN change.has_playback THEN change.clip_id     ELSE parties.clip_id     END,
           position_ms = CASE WHEN change.has_playback THEN change.position_ms ELSE parties.position_ms END,
           at_ms       = CASE WHEN change.has_playback THEN change.at_ms       ELSE parties.at_ms       END,
           playing     = CASE WHEN change.has_playback THEN change.playing     ELSE parties.playing     END,
           rate        = CASE WHEN change.has_playback THEN change.rate        ELSE parties.rate        END,
           revision    = CASE WHEN change.has_playback THEN change.revision    ELSE parties.revision    END,
           holding     = CASE WHEN change.has_playback THEN change.holding     ELSE parties.holding     END,
           start_at_ms = CASE WHEN change.has_playback THEN change.start_at_ms ELSE parties.start_at_ms END,
           start_by_user_id =
             CASE WHEN change.has_playback THEN change.start_by_user_id ELSE parties.start_by_user_id END,
           waiting = COALESCE(change.waiting, parties.waiting),
           resume_after_seek = COALESCE(change.resume_after_seek, parties.resume_after_seek),
           chat = COALESCE(change.chat, parties.chat),
           slow_mode_ms = COALESCE(change.slow_mode_ms, parties.slow_mode_ms),
           queue_by = COALESCE(change.queue_by, parties.queue_by),
           vote_skip_percent = COALESCE(change.vote_skip_percent, parties.vote_skip_percent),
           control_by = COALESCE(change.control_by, parties.control_by),
           locked = COALESCE(change.locked, parties.locked),
           approval = COALESCE(change.approval, parties.approval),
           password_hash = COALESCE(change.password_hash, parties.password_hash),
           claim_user_id = COALESCE(change.claim_user_id, parties.claim_user_id),
           host_user_id = COALESCE(change.host_user_id, parties.host_user_id),
           invite_code = COALESCE(change.invite_code, parties.invite_code)
         FROM {}
         WHERE parties.id = change.party_id AND parties.version = change.expected_version
           AND parties.epoch = change.epoch)",
      dialect.rows("change", {{"party_id", text},
                              {"epoch", bigint},
                              {"expected_version", bigint},
                              {"version", bigint},
                              {"has_playback", boolean},
                              {"clip_id", text},
                              {"position_ms", bigint},
                              {"at_ms", bigint},
                              {"playing", boolean},
                              {"rate", double_precision},
                              {"revision", bigint},
                              {"holding", boolean},
                              {"start_at_ms", bigint},
                              {"start_by_user_id", text},
                              {"waiting", text},
                              {"resume_after_seek", boolean},
                              {"chat", text},
                              {"slow_mode_ms", bigint},
                              {"queue_by", text},
                              {"vote_skip_percent", bigint},
                              {"control_by", text},
                              {"locked", boolean},
                              {"approval", boolean},
                              {"password_hash", text},
                              {"claim_user_id", text},
                              {"host_user_id", text},
                              {"invite_code", text}}));
}

// Nobody has connected to a new party yet: it is empty since it was created.
std::string create_parties_sql(const Dialect& dialect) {
  return fmt::format(
      R"(INSERT INTO parties
           (id, title, host_user_id, playlist_id, visibility, invite_code, max_participants, status, created_at_ms,
            clip_id, position_ms, at_ms, playing, rate, epoch, revision, version, holding, start_at_ms,
            start_by_user_id, waiting, resume_after_seek, chat, slow_mode_ms, queue_by, vote_skip_percent, control_by,
            locked, approval, password_hash, claim_user_id, empty_since_ms)
         SELECT party.party_id, party.title, party.host_user_id, party.playlist_id, party.visibility,
                party.invite_code, party.max_participants, party.status, party.created_at_ms, party.clip_id,
                party.position_ms, party.at_ms, party.playing, party.rate, party.epoch, party.revision, party.version,
                party.holding, party.start_at_ms, party.start_by_user_id, party.waiting, party.resume_after_seek,
                party.chat, party.slow_mode_ms, party.queue_by, party.vote_skip_percent, party.control_by,
                party.locked, party.approval, party.password_hash, party.claim_user_id, party.created_at_ms
         FROM {})",
      dialect.rows("party", {{"party_id", text},
                             {"title", text},
                             {"host_user_id", text},
                             {"playlist_id", text},
                             {"visibility", text},
                             {"invite_code", text},
                             {"max_participants", bigint},
                             {"status", text},
                             {"created_at_ms", bigint},
                             {"clip_id", text},
                             {"position_ms", bigint},
                             {"at_ms", bigint},
                             {"playing", boolean},
                             {"rate", double_precision},
                             {"epoch", bigint},
                             {"revision", bigint},
                             {"version", bigint},
                             {"holding", boolean},
                             {"start_at_ms", bigint},
                             {"start_by_user_id", text},
                             {"waiting", text},
                             {"resume_after_seek", boolean},
                             {"chat", text},
                             {"slow_mode_ms", bigint},
                             {"queue_by", text},
                             {"vote_skip_percent", bigint},
                             {"control_by", text},
                             {"locked", boolean},
                             {"approval", boolean},
                             {"password_hash", text},
                             {"claim_user_id", text}}));
}

std::string note_empty_sql(const Dialect& dialect) {
  return fmt::format(
      "UPDATE parties SET empty_since_ms = note.empty_since_ms FROM {}"
      " WHERE parties.id = note.party_id AND parties.epoch = note.epoch",
      dialect.rows("note", {{"party_id", text}, {"epoch", bigint}, {"empty_since_ms", bigint}}));
}

std::string note_people_sql(const Dialect& dialect) {
  return fmt::format(
      "UPDATE parties SET people = note.people FROM {}"
      " WHERE parties.id = note.party_id AND parties.epoch = note.epoch",
      dialect.rows("note", {{"party_id", text}, {"epoch", bigint}, {"people", bigint}}));
}

std::string add_words_sql(const Dialect& dialect) {
  return fmt::format("INSERT INTO party_words (word, party_id) SELECT title.word, title.party_id FROM {}",
                     dialect.rows("title", {{"party_id", text}, {"word", text}}));
}

// A party that ended is not searched for.
std::string drop_words_sql(const Dialect& dialect) {
  return fmt::format("DELETE FROM party_words WHERE party_id IN (SELECT ending.party_id FROM {})",
                     dialect.rows("ending", {{"party_id", text}}));
}

std::string end_parties_sql(const Dialect& dialect) {
  return fmt::format(
      "UPDATE parties SET status = 'ended', ended_at_ms = ending.ended_at_ms FROM {} WHERE parties.id = "
      "ending.party_id",
      dialect.rows("ending", {{"party_id", text}, {"ended_at_ms", bigint}}));
}

// "WHERE true" keeps SQLite from reading ON CONFLICT as a join condition (sqlite.org/lang_upsert.html, "Parsing
// ambiguity").
std::string put_seats_sql(const Dialect& dialect) {
  return fmt::format(
      R"(INSERT INTO participants (party_id, user_id, display_name, avatar_url, role, joined_at_ms)
         SELECT seat.party_id, seat.user_id, seat.display_name, seat.avatar_url, seat.role, seat.joined_at_ms
         FROM {} WHERE true
         ON CONFLICT (party_id, user_id) DO UPDATE SET
           display_name = excluded.display_name, avatar_url = excluded.avatar_url,
           role = excluded.role, joined_at_ms = excluded.joined_at_ms)",
      dialect.rows("seat", {{"party_id", text},
                            {"user_id", text},
                            {"display_name", text},
                            {"avatar_url", text},
                            {"role", text},
                            {"joined_at_ms", bigint}}));
}

// The same rows as for the seats, kept when these go.
std::string put_attendances_sql(const Dialect& dialect) {
  return fmt::format(
      R"(INSERT INTO attendances (party_id, user_id, display_name, avatar_url, joined_at_ms)
         SELECT seat.party_id, seat.user_id, seat.display_name, seat.avatar_url, seat.joined_at_ms
         FROM {} WHERE true
         ON CONFLICT (party_id, user_id) DO UPDATE SET
           display_name = excluded.display_name, avatar_url = excluded.avatar_url,
           joined_at_ms = excluded.joined_at_ms)",
      dialect.rows("seat", {{"party_id", text},
                            {"user_id", text},
                            {"display_name", text},
                            {"avatar_url", text},
                            {"joined_at_ms", bigint}}));
}

std::string add_kicks_sql(const Dialect& dialect) {
  return fmt::format(
      R"(INSERT INTO kicks (party_id, user_id, at_ms)
         SELECT kick.party_id, kick.user_id, kick.at_ms FROM {} WHERE true
         ON CONFLICT (party_id, user_id) DO UPDATE SET at_ms = excluded.at_ms)",
      dialect.rows("kick", {{"party_id", text}, {"user_id", text}, {"at_ms", bigint}}));
}

std::string remove_users_sql(const Dialect& dialect, std::string_view table) {
  return fmt::format("DELETE FROM {} WHERE (party_id, user_id) IN (SELECT gone.party_id, gone.user_id FROM {})", table,
                     dialect.rows("gone", {{"party_id", text}, {"user_id", text}}));
}

}  // namespace

ChangeStatements::ChangeStatements(soci::session& session, const Dialect& dialect)
    : change_parties(session, change_parties_sql(dialect)),
      create_parties(session, create_parties_sql(dialect)),
      note_empty(session, note_empty_sql(dialect)),
      note_people(session, note_people_sql(dialect)),
      chat(session, dialect),
      add_words_(session, add_words_sql(dialect)),
      drop_words_(session, drop_words_sql(dialect)),
      end_parties_(session, end_parties_sql(dialect)),
      put_seats_(session, put_seats_sql(dialect)),
      put_attendances_(session, put_attendances_sql(dialect)),
      remove_seats_(session, remove_users_sql(dialect, "participants")),
      add_kicks_(session, add_kicks_sql(dialect)),
      remove_kicks_(session, remove_users_sql(dialect, "kicks")),
      queues_(session, dialect),
      admission_(session, dialect) {}

void ChangeStatements::write_contents(const ChangeRows& rows) {
  add_words_.execute(rows.words);
  drop_words_.execute(rows.endings);
  end_parties_.execute(rows.endings);
  chat.write(rows.chat);
  put_seats_.execute(rows.seats);
  put_attendances_.execute(rows.seats);
  remove_seats_.execute(rows.removed_seats);
  add_kicks_.execute(rows.kicks);
  remove_kicks_.execute(rows.lifted_kicks);
  queues_.write(rows);
  admission_.write(rows.admission);
}

}  // namespace matinee::storage
