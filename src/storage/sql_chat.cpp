// Messages are ordered by their number, and read from one message on: a page costs the same wherever it begins.
#include "storage/sql_chat.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "storage/nullable.hpp"

namespace matinee::storage {
namespace {

using enum ColumnType;

// A message keeps its author's name and picture of the time: those of a seat put in the same run of changes come with
// the row, all others are still in the table, because seats are written after messages.
std::string add_messages_sql(const Dialect& dialect) {
  return fmt::format(
      R"(INSERT INTO chat_messages
           (party_id, id, user_id, display_name, avatar_url, message, position_ms, created_at_ms, number, clip_id,
            reply_to_id, mentions)
         SELECT chat.party_id, chat.id, chat.user_id,
                COALESCE(chat.display_name, seat.display_name, ''),
                CASE WHEN chat.display_name IS NULL THEN seat.avatar_url ELSE chat.avatar_url END,
                chat.message, chat.position_ms, chat.created_at_ms, chat.number, chat.clip_id, chat.reply_to_id,
                chat.mentions
         FROM {} LEFT JOIN participants AS seat
           ON seat.party_id = chat.party_id AND seat.user_id = chat.user_id
         WHERE true
         ON CONFLICT (party_id, id) DO UPDATE SET
           user_id = excluded.user_id, display_name = excluded.display_name, avatar_url = excluded.avatar_url,
           message = excluded.message, position_ms = excluded.position_ms, created_at_ms = excluded.created_at_ms,
           number = excluded.number, clip_id = excluded.clip_id, reply_to_id = excluded.reply_to_id,
           mentions = excluded.mentions)",
      dialect.rows("chat", {{"party_id", text},
                            {"id", text},
                            {"user_id", text},
                            {"display_name", text},
                            {"avatar_url", text},
                            {"message", text},
                            {"position_ms", bigint},
                            {"created_at_ms", bigint},
                            {"number", bigint},
                            {"clip_id", text},
                            {"reply_to_id", text},
                            {"mentions", text}}));
}

std::string edit_messages_sql(const Dialect& dialect) {
  return fmt::format(
      R"(UPDATE chat_messages SET message = edit.message, mentions = edit.mentions, edited_at_ms = edit.at_ms
         FROM {}
         WHERE chat_messages.party_id = edit.party_id AND chat_messages.id = edit.id
           AND chat_messages.deleted_at_ms IS NULL)",
      dialect.rows("edit",
                   {{"party_id", text}, {"id", text}, {"message", text}, {"mentions", text}, {"at_ms", bigint}}));
}

std::string delete_messages_sql(const Dialect& dialect) {
  return fmt::format(
      R"(UPDATE chat_messages SET message = '', mentions = '[]', deleted_at_ms = gone.at_ms,
                                  deleted_by_user_id = gone.by_user_id
         FROM {}
         WHERE chat_messages.party_id = gone.party_id AND chat_messages.id = gone.id
           AND chat_messages.deleted_at_ms IS NULL)",
      dialect.rows("gone", {{"party_id", text}, {"id", text}, {"by_user_id", text}, {"at_ms", bigint}}));
}

std::string add_reports_sql(const Dialect& dialect) {
  return fmt::format(
      R"(INSERT INTO message_reports (party_id, message_id, reporter_user_id, reason, text, at_ms)
         SELECT report.party_id, report.message_id, report.reporter_user_id, report.reason, report.text, report.at_ms
         FROM {} WHERE true
         ON CONFLICT (party_id, message_id, reporter_user_id) DO NOTHING)",
      dialect.rows("report", {{"party_id", text},
                              {"message_id", text},
                              {"reporter_user_id", text},
                              {"reason", text},
                              {"text", text},
                              {"at_ms", bigint}}));
}

std::string put_mutes_sql(const Dialect& dialect) {
  return fmt::format(
      R"(INSERT INTO mutes (party_id, user_id, until_ms)
         SELECT mute.party_id, mute.user_id, mute.until_ms FROM {} WHERE true
         ON CONFLICT (party_id, user_id) DO UPDATE SET until_ms = excluded.until_ms)",
      dialect.rows("mute", {{"party_id", text}, {"user_id", text}, {"until_ms", bigint}}));
}

std::string remove_mutes_sql(const Dialect& dialect) {
  return fmt::format("DELETE FROM mutes WHERE (party_id, user_id) IN (SELECT gone.party_id, gone.user_id FROM {})",
                     dialect.rows("gone", {{"party_id", text}, {"user_id", text}}));
}

// What is kept of one stretch of film is bounded, however many emoji there are.
std::string add_reactions_sql(const Dialect& dialect) {
  return fmt::format(
      R"(INSERT INTO reaction_counts (party_id, clip_id, bucket, emoji, total)
         SELECT tally.party_id, tally.clip_id, tally.bucket, tally.emoji, tally.total FROM {}
         WHERE EXISTS (SELECT 1 FROM parties WHERE parties.id = tally.party_id)
           AND ((SELECT COUNT(*) FROM reaction_counts AS known
                 WHERE known.party_id = tally.party_id AND known.clip_id = tally.clip_id
                   AND known.bucket = tally.bucket) < {}
                OR EXISTS (SELECT 1 FROM reaction_counts AS same
                           WHERE same.party_id = tally.party_id AND same.clip_id = tally.clip_id
                             AND same.bucket = tally.bucket AND same.emoji = tally.emoji))
         ON CONFLICT (party_id, clip_id, bucket, emoji) DO UPDATE SET
           total = reaction_counts.total + excluded.total)",
      dialect.rows("tally",
                   {{"party_id", text}, {"clip_id", text}, {"bucket", bigint}, {"emoji", text}, {"total", bigint}}),
      max_emoji_in_bucket);
}

constexpr const char* kMessageColumns =
    "id, user_id, display_name, avatar_url, message, created_at_ms, clip_id, position_ms, reply_to_id, mentions,"
    " edited_at_ms, deleted_at_ms";

/// The columns of `chat_messages`, in the order of kMessageColumns.
struct MessageRow {
  std::string id, user, display_name, message, mentions;
  Nullable<std::string> avatar_url, clip, reply_to;
  Nullable<long long> edited_at, deleted_at;
  long long created_at = 0, position = 0;

  void exchange(soci::statement& statement) {
    statement.exchange(soci::into(id));
    statement.exchange(soci::into(user));
    statement.exchange(soci::into(display_name));
    statement.exchange(avatar_url.into());
    statement.exchange(soci::into(message));
    statement.exchange(soci::into(created_at));
    statement.exchange(clip.into());
    statement.exchange(soci::into(position));
    statement.exchange(reply_to.into());
    statement.exchange(soci::into(mentions));
    statement.exchange(edited_at.into());
    statement.exchange(deleted_at.into());
  }

  party::ChatMessage value() const {
    party::ChatMessage said;
    said.id = MessageId(id);
    said.user = UserId(user);
    said.profile = party::Profile{display_name, avatar_url.get()};
    said.message = message;
    said.at = from_unix_ms(created_at);
    if (clip.has_value()) said.clip = ClipId(clip.value);
    said.position = Millis{position};
    if (reply_to.has_value()) said.reply_to = MessageId(reply_to.value);
    said.mentions = mentions_from(mentions);
    if (edited_at.has_value()) said.edited_at = from_unix_ms(edited_at.value);
    if (deleted_at.has_value()) said.deleted_at = from_unix_ms(deleted_at.value);
    return said;
  }
};

std::optional<long long> number_of(soci::session& session, const PartyId& party, const MessageId& id) {
  long long number = 0;
  session << "SELECT number FROM chat_messages WHERE party_id = :party AND id = :id", soci::into(number),
      soci::use(party.str(), "party"), soci::use(id.str(), "id");
  return session.got_data() ? std::optional(number) : std::nullopt;
}

/// The messages on one side of `from`, the nearest first, one more than asked for where there are more.
std::vector<party::ChatMessage> select_from(soci::session& session, const PartyId& party, bool older, long long from,
                                            std::size_t limit) {
  MessageRow row;
  const auto most = static_cast<long long>(limit) + 1;
  soci::statement statement(session);
  row.exchange(statement);
  statement.exchange(soci::use(party.str(), "party"));
  statement.exchange(soci::use(from, "edge"));
  statement.exchange(soci::use(most, "most"));
  statement.alloc();
  statement.prepare(
      fmt::format("SELECT {} FROM chat_messages WHERE party_id = :party AND number {} :edge"
                  " ORDER BY number {} LIMIT :most",
                  kMessageColumns, older ? "<" : ">", older ? "DESC" : "ASC"));
  statement.define_and_bind();
  statement.execute();
  std::vector<party::ChatMessage> messages;
  while (statement.fetch()) messages.push_back(row.value());
  return messages;
}

}  // namespace

ChatStatements::ChatStatements(soci::session& session, const Dialect& dialect)
    : add_reactions(session, add_reactions_sql(dialect)),
      add_messages_(session, add_messages_sql(dialect)),
      edit_messages_(session, edit_messages_sql(dialect)),
      delete_messages_(session, delete_messages_sql(dialect)),
      add_reports_(session, add_reports_sql(dialect)),
      put_mutes_(session, put_mutes_sql(dialect)),
      remove_mutes_(session, remove_mutes_sql(dialect)) {}

void ChatStatements::write(const ChatRows& rows) {
  add_messages_.execute(rows.messages);
  edit_messages_.execute(rows.edits);
  delete_messages_.execute(rows.deletions);
  add_reports_.execute(rows.reports);
  put_mutes_.execute(rows.mutes);
  remove_mutes_.execute(rows.lifted_mutes);
}

void select_mutes(soci::session& session, party::Party& party) {
  std::string user;
  Nullable<long long> until;
  soci::statement statement = (session.prepare << "SELECT user_id, until_ms FROM mutes WHERE party_id = :id",
                               soci::into(user), until.into(), soci::use(party.id.str(), "id"));
  statement.execute();
  while (statement.fetch()) {
    party::add_mute(party.chat, UserId(user),
                    until.has_value() ? std::optional(from_unix_ms(until.value)) : std::nullopt);
  }
}

std::optional<party::ChatMessage> select_message(soci::session& session, const PartyId& party, const MessageId& id) {
  MessageRow row;
  soci::statement statement(session);
  row.exchange(statement);
  statement.exchange(soci::use(party.str(), "party"));
  statement.exchange(soci::use(id.str(), "id"));
  statement.alloc();
  statement.prepare(fmt::format("SELECT {} FROM chat_messages WHERE party_id = :party AND id = :id", kMessageColumns));
  statement.define_and_bind();
  statement.execute();
  return statement.fetch() ? std::optional(row.value()) : std::nullopt;
}

std::optional<MessagePage> select_messages(soci::session& session, const PartyId& party, const MessageQuery& query) {
  const bool older = !query.after;
  long long from = std::numeric_limits<long long>::max();
  if (const auto& edge = older ? query.before : query.after) {
    const auto number = number_of(session, party, *edge);
    if (!number) return std::nullopt;
    from = *number;
  }
  MessagePage page;
  page.messages = select_from(session, party, older, from, query.limit);
  page.more = page.messages.size() > query.limit;
  if (page.more) page.messages.pop_back();
  if (older) std::reverse(page.messages.begin(), page.messages.end());
  return page;
}

std::vector<PersonalMessage> select_messages_of(soci::session& session, const PersonalQuery& query) {
  MessageRow row;
  std::string party;
  const PersonalCursor cursor = query.after.value_or(PersonalCursor{});
  const long long at = to_unix_ms(cursor.at);
  const auto most = static_cast<long long>(query.messages) + 1;
  soci::statement statement(session);
  row.exchange(statement);
  statement.exchange(soci::into(party));
  statement.exchange(soci::use(query.user.str(), "author"));
  if (query.after) {
    statement.exchange(soci::use(at, "at"));
    statement.exchange(soci::use(cursor.message.str(), "message"));
  }
  statement.exchange(soci::use(most, "most"));
  statement.alloc();
  statement.prepare(fmt::format("SELECT {}, party_id FROM chat_messages WHERE user_id = :author{}"
                                " ORDER BY created_at_ms, id LIMIT :most",
                                kMessageColumns, query.after ? " AND (created_at_ms, id) > (:at, :message)" : ""));
  statement.define_and_bind();
  statement.execute();
  std::vector<PersonalMessage> messages;
  while (statement.fetch()) messages.push_back({PartyId(party), row.value()});
  return messages;
}

std::vector<MessageReport> select_reports(soci::session& session, const PartyId& party, std::size_t limit) {
  std::string message, reason, reported;
  long long at = 0;
  const auto most = static_cast<long long>(limit);
  std::vector<std::pair<MessageId, MessageReport>> found;
  soci::statement statement =
      (session.prepare << "SELECT message_id, reason, text, at_ms FROM message_reports WHERE party_id = :id"
                          " ORDER BY at_ms DESC, message_id LIMIT :most",
       soci::into(message), soci::into(reason), soci::into(reported), soci::into(at), soci::use(party.str(), "id"),
       soci::use(most, "most"));
  statement.execute();
  while (statement.fetch()) {
    found.emplace_back(MessageId(message), MessageReport{{}, reported, reason, from_unix_ms(at)});
  }
  std::vector<MessageReport> reports;
  for (auto& [id, report] : found) {
    auto said = select_message(session, party, id);
    if (!said) continue;
    report.message = *std::move(said);
    reports.push_back(std::move(report));
  }
  return reports;
}

std::vector<ReactionTally> select_reactions(soci::session& session, const PartyId& party, const ReactionQuery& query) {
  std::string emoji;
  long long bucket = 0, total = 0;
  const auto from = static_cast<long long>(query.from_bucket);
  const auto most = static_cast<long long>(query.limit);
  soci::statement statement = (session.prepare << "SELECT bucket, emoji, total FROM reaction_counts"
                                                  " WHERE party_id = :id AND clip_id = :clip AND bucket >= :first"
                                                  " ORDER BY bucket, total DESC, emoji LIMIT :most",
                               soci::into(bucket), soci::into(emoji), soci::into(total), soci::use(party.str(), "id"),
                               soci::use(query.clip.str(), "clip"), soci::use(from, "first"), soci::use(most, "most"));
  statement.execute();
  std::vector<ReactionTally> tallies;
  while (statement.fetch()) {
    tallies.push_back({query.clip, static_cast<std::size_t>(bucket), emoji, static_cast<std::size_t>(total)});
  }
  return tallies;
}

}  // namespace matinee::storage
