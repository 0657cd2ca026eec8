// Rows to domain values. What the columns can't hold is `corrupt`, never a guess.
#include "storage/sql_load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "storage/chat_windows.hpp"
#include "storage/counter.hpp"
#include "storage/nullable.hpp"
#include "storage/sql_admission.hpp"
#include "storage/sql_chat.hpp"
#include "storage/sql_queue.hpp"

namespace matinee::storage {
namespace {

/// The columns of `parties`, with the length of the clip.
struct PartyRow {
  std::string title, host, visibility, invite_code, status, waiting, chat, queue_by, control_by, password_hash, claim;
  Nullable<std::string> playlist, clip, start_by;
  Nullable<long long> clip_length, start_at;
  long long max_participants = 0, created_at = 0, position = 0, at = 0, epoch = 0, revision = 0, version = 0,
            slow_mode = 0, vote_skip_percent = 0;
  int playing = 0, holding = 0, resume_after_seek = 0, locked = 0, approval = 0;
  double rate = 1.0;
};

bool select_row(soci::session& session, const PartyId& id, PartyRow& row) {
  session << "SELECT parties.title, host_user_id, visibility, invite_code, status, playlist_id, clip_id,"
             " clips.duration_ms, max_participants, parties.created_at_ms, position_ms, at_ms, epoch, revision,"
             " version, playing, rate, holding, start_at_ms, start_by_user_id, waiting, resume_after_seek,"
             " chat, slow_mode_ms, queue_by, vote_skip_percent, control_by, locked, approval, password_hash, claim_user_id"
             " FROM parties LEFT JOIN clips ON clips.id = parties.clip_id WHERE parties.id = :id",
      soci::into(row.title), soci::into(row.host), soci::into(row.visibility), soci::into(row.invite_code),
      soci::into(row.status), row.playlist.into(), row.clip.into(), row.clip_length.into(),
      soci::into(row.max_participants), soci::into(row.created_at), soci::into(row.position), soci::into(row.at),
      soci::into(row.epoch), soci::into(row.revision), soci::into(row.version), soci::into(row.playing),
      soci::into(row.rate), soci::into(row.holding), row.start_at.into(), row.start_by.into(), soci::into(row.waiting),
      soci::into(row.resume_after_seek), soci::into(row.chat), soci::into(row.slow_mode), soci::into(row.queue_by),
      soci::into(row.vote_skip_percent), soci::into(row.control_by), soci::into(row.locked),
      soci::into(row.approval), soci::into(row.password_hash), soci::into(row.claim),
      soci::use(id.str(), "id");
  return session.got_data();
}

std::optional<party::Status> status_from(std::string_view name) {
  for (const party::Status status : {party::Status::active, party::Status::ended}) {
    if (name == party::to_string(status)) return status;
  }
  return std::nullopt;
}

StoreError corrupt(const PartyId& id, std::string_view column, std::string_view value) {
  return StoreError{StoreErrorKind::corrupt, fmt::format("party {}: {} is \"{}\"", id.str(), column, value), Millis{0}};
}

StoreResult<party::Party> party_from(const PartyId& id, const PartyRow& row) {
  const auto visibility = party::visibility_from_string(row.visibility);
  if (!visibility) return corrupt(id, "visibility", row.visibility);
  const auto status = status_from(row.status);
  if (!status) return corrupt(id, "status", row.status);
  const auto waiting = party::waiting_policy_from_string(row.waiting);
  if (!waiting) return corrupt(id, "waiting", row.waiting);
  const auto chat = party::chat_policy_from_string(row.chat);
  if (!chat) return corrupt(id, "chat", row.chat);
  const auto queue_by = party::queue_policy_from_string(row.queue_by);
  if (!queue_by) return corrupt(id, "queue_by", row.queue_by);
  const auto control_by = party::control_policy_from_string(row.control_by);
  if (!control_by) return corrupt(id, "control_by", row.control_by);

  party::Party party;
  party.id = id;
  party.title = row.title;
  party.host = UserId(row.host);
  if (row.playlist.has_value()) party.playlist = PlaylistId(row.playlist.value);
  party.visibility = *visibility;
  party.invite_code = row.invite_code;
  party.max_participants = static_cast<std::size_t>(row.max_participants);
  party.status = *status;
  party.created_at = from_unix_ms(row.created_at);
  if (row.clip.has_value()) party.playback.clip = ClipId(row.clip.value);
  if (row.clip_length.has_value()) party.playback.clip_length = Millis{row.clip_length.value};
  party.playback.position = Millis{row.position};
  party.playback.at = from_unix_ms(row.at);
  party.playback.playing = row.playing != 0;
  party.playback.rate = row.rate;
  party.playback.holding = row.holding != 0;
  if (row.start_at.has_value()) {
    party.scheduled_start = party::ScheduledStart{from_unix_ms(row.start_at.value), UserId(row.start_by.value)};
  }
  party.settings = party::Settings{*waiting,
                                   row.resume_after_seek != 0,
                                   *chat,
                                   Millis{row.slow_mode},
                                   *queue_by,
                                   static_cast<std::uint8_t>(row.vote_skip_percent),
                                   *control_by,
                                   row.locked != 0,
                                   row.approval != 0,
                                   !row.password_hash.empty()};
  party.host_is_creator = row.claim == row.host;
  party::change_admission(party.admission, [&](party::Admission& admission) {
    admission.password_hash = row.password_hash;
    if (!party.host_is_creator) admission.claimant = UserId(row.claim);
  });
  party.epoch = from_stored(row.epoch);
  party.revision = from_stored(row.revision);
  party.version = from_stored(row.version);
  return party;
}

StoreResult<void> select_seats(soci::session& session, party::Party& party) {
  std::string user, display_name, role;
  Nullable<std::string> avatar_url;
  long long joined_at = 0;
  soci::statement statement =
      (session.prepare << "SELECT user_id, display_name, avatar_url, role, joined_at_ms FROM participants"
                          " WHERE party_id = :id",
       soci::into(user), soci::into(display_name), avatar_url.into(), soci::into(role), soci::into(joined_at),
       soci::use(party.id.str(), "id"));
  statement.execute();
  while (statement.fetch()) {
    const auto known_role = party::role_from_string(role);
    if (!known_role) return corrupt(party.id, "a participant's role", role);
    party::Participant& seat = party.roster[UserId(user)];
    seat.user = UserId(user);
    seat.profile = party::Profile{display_name, avatar_url.get()};
    seat.role = *known_role;
    seat.joined_at = from_unix_ms(joined_at);
  }
  return success();
}

void select_kicks(soci::session& session, party::Party& party) {
  std::string user;
  soci::statement statement = (session.prepare << "SELECT user_id FROM kicks WHERE party_id = :id", soci::into(user),
                               soci::use(party.id.str(), "id"));
  statement.execute();
  while (statement.fetch()) party.kicked.insert(UserId(user));
}

/// The chat messages that still count against each seat's limit, or keep it waiting in slow mode.
void select_chat_windows(soci::session& session, party::Party& party, const party::RateLimit& chats, ServerTime now) {
  std::string user;
  long long at = 0;
  const long long since = to_unix_ms(now - std::max(chats.window, party.settings.slow_mode));
  soci::statement statement =
      (session.prepare << "SELECT user_id, created_at_ms FROM chat_messages"
                          " WHERE party_id = :id AND created_at_ms > :since ORDER BY created_at_ms",
       soci::into(user), soci::into(at), soci::use(party.id.str(), "id"), soci::use(since, "since"));
  statement.execute();
  ChatTimes said;
  while (statement.fetch()) said[UserId(user)].push_back(from_unix_ms(at));
  restore_chat_windows(party.roster, said, chats);
}

}  // namespace

StoreResult<std::optional<party::Party>> select_party(soci::session& session, const PartyId& id,
                                                      const party::RateLimit& chats, ServerTime now) {
  PartyRow row;
  if (!select_row(session, id, row)) return std::optional<party::Party>();
  StoreResult<party::Party> party = party_from(id, row);
  if (party.has_error()) return party.error();
  if (StoreResult<void> seats = select_seats(session, party.value()); seats.has_error()) return seats.error();
  select_kicks(session, party.value());
  select_mutes(session, party.value());
  select_admission(session, party.value());
  if (StoreResult<void> queue = select_queue(session, party.value()); queue.has_error()) return queue.error();
  select_chat_windows(session, party.value(), chats, now);
  return std::optional(std::move(party).value());
}

std::optional<PartyId> select_party_by_code(soci::session& session, const std::string& code_in_capitals) {
  std::string id;
  session << "SELECT id FROM parties WHERE invite_code = :code", soci::into(id), soci::use(code_in_capitals, "code");
  return session.got_data() ? std::optional(PartyId(id)) : std::nullopt;
}

std::size_t select_active_parties_count(soci::session& session) {
  long long count = 0;
  session << "SELECT COUNT(*) FROM parties WHERE status = 'active'", soci::into(count);
  return static_cast<std::size_t>(count);
}

std::vector<PartyId> select_parties_empty_since(soci::session& session, ServerTime before, std::size_t limit) {
  std::string id;
  const long long before_ms = to_unix_ms(before);
  const auto most = static_cast<long long>(
      std::min<std::size_t>(limit, static_cast<std::size_t>(std::numeric_limits<long long>::max())));
  soci::statement statement =
      (session.prepare << "SELECT id FROM parties WHERE status = 'active' AND empty_since_ms < :before"
                          " ORDER BY empty_since_ms, id LIMIT :most",
       soci::into(id), soci::use(before_ms, "before"), soci::use(most, "most"));
  statement.execute();
  std::vector<PartyId> parties;
  while (statement.fetch()) parties.emplace_back(id);
  return parties;
}

}  // namespace matinee::storage
