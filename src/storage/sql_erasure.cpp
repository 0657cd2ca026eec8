// One table says what is somebody's, where, and what becomes of it: the step and the question whether another one is
// needed read the same conditions.
#include "storage/sql_erasure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "storage/erased_name.hpp"
#include "storage/sql_single_writes.hpp"

namespace matinee::storage {
namespace {

/// Rows of one kind that are the user's.
struct PersonalRows {
  std::string_view table;
  std::string_view key;
  std::string condition;     ///< names the user once, as :user
  std::string change;        ///< what comes before WHERE
  std::size_t share = 1;     ///< of the rows of one step: a row that takes others with it counts as so many
  std::string_view order{};  ///< where the same rows have to be found twice

  std::string found(std::string_view what) const {
    return fmt::format("SELECT {} FROM {} WHERE {}", what, table, condition);
  }
  std::string step(std::size_t most) const {
    return fmt::format("{} WHERE ({}) IN ({}{} LIMIT {})", change, key, found(key), order,
                       std::max<std::size_t>(most / share, 1));
  }
};

std::string in_finished_party(std::string_view table) {
  return fmt::format(
      "EXISTS (SELECT 1 FROM parties WHERE parties.id = {}.party_id AND parties.status = 'ended')", table);
}

/// What a report quotes of the user, which goes together with the message.
PersonalRows own_messages(long long asked_ms, long long now_ms) {
  return {"chat_messages",
          "party_id, id",
          fmt::format("user_id = :user AND created_at_ms <= {}", asked_ms),
          "UPDATE chat_messages SET " + message_forgotten(now_ms),
          1,
          " ORDER BY created_at_ms, id"};
}

PersonalRows own_attendances(long long asked_ms) {
  return {"attendances", "party_id, user_id",
          fmt::format("user_id = :user AND joined_at_ms <= {} AND {}", asked_ms, in_finished_party("attendances")),
          "DELETE FROM attendances"};
}

/// Everything but the messages and attendances.
std::vector<PersonalRows> other_rows(long long asked_ms) {
  const std::string nobody = party::forgotten_person.user.str();
  return {
      {"chat_messages", "party_id, id", "deleted_by_user_id = :user",
       fmt::format("UPDATE chat_messages SET deleted_by_user_id = '{}'", nobody)},
      {"message_reports", "party_id, message_id, reporter_user_id",
       fmt::format("reporter_user_id = :user AND at_ms <= {}", asked_ms), "DELETE FROM message_reports"},
      {"participants", "party_id, user_id",
       fmt::format("user_id = :user AND joined_at_ms <= {} AND {}", asked_ms, in_finished_party("participants")),
       "DELETE FROM participants"},
      {"kicks", "party_id, user_id", "user_id = :user AND " + in_finished_party("kicks"), "DELETE FROM kicks"},
      {"mutes", "party_id, user_id", "user_id = :user AND " + in_finished_party("mutes"), "DELETE FROM mutes"},
      {"parties", "id", fmt::format("host_user_id = :user AND status = 'ended' AND created_at_ms <= {}", asked_ms),
       fmt::format("UPDATE parties SET host_user_id = '{}'", nobody)},
      {"parties", "id",
       fmt::format("claim_user_id = :user AND status = 'ended' AND created_at_ms <= {}", asked_ms),
       "UPDATE parties SET claim_user_id = ''"},
      {"invitation_uses", "party_id, invitation_id, user_id",
       fmt::format("user_id = :user AND at_ms <= {}", asked_ms), "DELETE FROM invitation_uses"},
      {"join_requests", "party_id, user_id", fmt::format("user_id = :user AND at_ms <= {}", asked_ms),
       "DELETE FROM join_requests"},
      {"invitations", "party_id, id", fmt::format("created_by_user_id = :user AND created_at_ms <= {}", asked_ms),
       fmt::format("UPDATE invitations SET created_by_user_id = '{}', created_by_name = '{}'", nobody,
                   party::forgotten_person.display_name)},
      {"queue_items", "party_id, id", "added_by_user_id = :user",
       "UPDATE queue_items SET " + queue_item_forgotten()},
      {"playlists", "id", fmt::format("owner_user_id = :user AND created_at_ms <= {}", asked_ms),
       "DELETE FROM playlists", 50},
      {"friend_links", "user_id, other_user_id", fmt::format("user_id = :user AND at_ms <= {}", asked_ms),
       "DELETE FROM friend_links"},
      // That others want to hear nothing of the user stays theirs.
      {"friend_links", "user_id, other_user_id",
       fmt::format("other_user_id = :user AND state <> 'blocked' AND at_ms <= {}", asked_ms),
       "DELETE FROM friend_links"},
      {"clips", "id", fmt::format("created_by = :user AND created_at_ms <= {}", asked_ms),
       fmt::format("UPDATE clips SET created_by = '{}'", nobody)},
  };
}

void execute(soci::session& session, const std::string& sql, const UserId& user) {
  session << sql, soci::use(user.str(), "user");
}

bool any(soci::session& session, const PersonalRows& rows, const UserId& user) {
  int found = 0;
  session << fmt::format("SELECT CASE WHEN EXISTS ({}) THEN 1 ELSE 0 END", rows.found("1")), soci::into(found),
      soci::use(user.str(), "user");
  return found != 0;
}

std::vector<PartyId> select_parties(soci::session& session, const std::string& sql, const UserId& user) {
  std::string id;
  soci::statement statement = (session.prepare << sql, soci::into(id), soci::use(user.str(), "user"));
  statement.execute();
  std::vector<PartyId> parties;
  while (statement.fetch()) parties.emplace_back(id);
  return parties;
}

void erase_attendance(soci::session& session, const EraseUser& step, const PartyId& party) {
  const long long asked_ms = to_unix_ms(step.asked_at);
  session << fmt::format(
      "DELETE FROM attendances WHERE party_id = :party AND user_id = :user AND joined_at_ms <= {}", asked_ms),
      soci::use(party.str(), "party"), soci::use(step.user.str(), "user");
  mark_unseen(session, party);
}

}  // namespace

void mark_unseen(soci::session& session, const PartyId& party) {
  session << "UPDATE parties SET unseen = TRUE WHERE id = :party AND status = 'ended'"
             " AND NOT EXISTS (SELECT 1 FROM attendances WHERE attendances.party_id = parties.id)",
      soci::use(party.str(), "party");
}

StoreResult<void> begin_erasure(SqlSession& session, const BeginErasure& begin) {
  if (StoreResult<void> taken = take_token(session, begin.token); taken.has_error()) return taken;
  const long long asked_ms = to_unix_ms(begin.asked_at);
  session.connection << "INSERT INTO erasures (user_id, asked_at_ms) VALUES (:user, :asked)"
                        " ON CONFLICT (user_id) DO UPDATE SET asked_at_ms = excluded.asked_at_ms",
      soci::use(begin.user.str(), "user"), soci::use(asked_ms, "asked");
  return success();
}

StoreResult<void> erase_user(soci::session& session, const EraseUser& step) {
  const long long asked_ms = to_unix_ms(step.asked_at);
  for (const PartyId& party : step.parties) erase_attendance(session, step, party);
  const PersonalRows messages = own_messages(asked_ms, to_unix_ms(step.now));
  execute(session,
          fmt::format("UPDATE message_reports SET text = '' WHERE (party_id, message_id) IN ({}{} LIMIT {})",
                      messages.found(messages.key), messages.order, step.most),
          step.user);
  execute(session, messages.step(step.most), step.user);
  for (const PersonalRows& rows : other_rows(asked_ms)) execute(session, rows.step(step.most), step.user);
  const std::string finished = fmt::format("{} LIMIT {}", own_attendances(asked_ms).found("party_id"), step.most);
  for (const PartyId& party : select_parties(session, finished, step.user)) erase_attendance(session, step, party);
  return success();
}

StoreResult<void> end_erasure(soci::session& session, const EndErasure& end) {
  // Not one that was asked for again meanwhile.
  session << fmt::format("DELETE FROM erasures WHERE user_id = :user AND asked_at_ms <= {}", to_unix_ms(end.asked_at)),
      soci::use(end.user.str(), "user");
  return success();
}

ErasureWork select_erasure_work(soci::session& session, const PendingErasure& erasure, std::size_t most_parties) {
  const long long asked_ms = to_unix_ms(erasure.asked_at);
  ErasureWork work;
  work.parties = select_parties(
      session,
      fmt::format("SELECT attendances.party_id FROM attendances JOIN parties ON parties.id = attendances.party_id"
                  " WHERE attendances.user_id = :user AND attendances.joined_at_ms <= {} AND parties.status = 'active'"
                  " ORDER BY attendances.joined_at_ms LIMIT {}",
                  asked_ms, most_parties),
      erasure.user);
  std::vector<PersonalRows> kinds = other_rows(asked_ms);
  kinds.push_back(own_messages(asked_ms, 0));
  kinds.push_back(own_attendances(asked_ms));
  work.more = std::any_of(kinds.begin(), kinds.end(),
                          [&](const PersonalRows& rows) { return any(session, rows, erasure.user); });
  return work;
}

std::vector<PendingErasure> select_pending_erasures(soci::session& session, std::size_t limit) {
  std::string user;
  long long asked_at = 0;
  soci::statement statement =
      (session.prepare << fmt::format("SELECT user_id, asked_at_ms FROM erasures ORDER BY asked_at_ms LIMIT {}", limit),
       soci::into(user), soci::into(asked_at));
  statement.execute();
  std::vector<PendingErasure> pending;
  while (statement.fetch()) pending.push_back({UserId(user), from_unix_ms(asked_at)});
  return pending;
}

}  // namespace matinee::storage
