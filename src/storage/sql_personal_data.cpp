// Every kind is read along an index by user.
#include "storage/sql_personal_data.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "storage/nullable.hpp"
#include "storage/sql_chat.hpp"
#include "storage/sql_friendships.hpp"
#include "storage/sql_playlists.hpp"

namespace matinee::storage {
namespace {

class Reading {
 public:
  Reading(soci::session& session, const PersonalQuery& query) : session_(session), query_(query) {}

  StoreResult<PersonalRecord> all() {
    parties();
    messages();
    queue_items();
    reports();
    restrictions();
    invitations();
    invitation_uses();
    join_requests();
    clips();
    rate_events();
    for (const PlaylistSummary& one : select_playlists(session_, query_.user)) {
      if (auto playlist = select_playlist(session_, one.id)) record_.playlists.push_back(*std::move(playlist));
    }
    StoreResult<std::vector<Friend>> friends = select_friends(session_, query_.user);
    if (!friends) return friends.error();
    record_.friends = std::move(friends).value();
    return std::move(record_);
  }

 private:
  /// Runs `sql`, which names the user as :user, and calls `on_row` for each row of `into`.
  template <class Into, class OnRow>
  void each(const std::string& sql, Into into, OnRow on_row) {
    auto prepared = (session_.prepare << fmt::format("{} LIMIT {}", sql, query_.rows));
    into(prepared);
    prepared, soci::use(query_.user.str(), "user");
    soci::statement statement(prepared);
    statement.execute();
    while (statement.fetch()) on_row();
  }

  void parties() {
    std::string id, title, visibility, status, name;
    Nullable<std::string> avatar, role;
    Nullable<long long> ended_at;
    long long created_at = 0, joined_at = 0;
    int hosted = 0, claimed = 0;
    each(
        "SELECT parties.id, parties.title, parties.visibility, parties.status, own.display_name, own.avatar_url,"
        " seat.role, parties.created_at_ms, parties.ended_at_ms, own.joined_at_ms,"
        " CASE WHEN parties.host_user_id = own.user_id THEN 1 ELSE 0 END,"
        " CASE WHEN parties.claim_user_id = own.user_id THEN 1 ELSE 0 END"
        " FROM attendances AS own JOIN parties ON parties.id = own.party_id"
        " LEFT JOIN participants AS seat ON seat.party_id = own.party_id AND seat.user_id = own.user_id"
        " WHERE own.user_id = :user ORDER BY own.joined_at_ms DESC, own.party_id DESC",
        [&](auto& prepared) {
          prepared, soci::into(id), soci::into(title), soci::into(visibility), soci::into(status), soci::into(name),
              avatar.into(), role.into(), soci::into(created_at), ended_at.into(), soci::into(joined_at),
              soci::into(hosted), soci::into(claimed);
        },
        [&] {
          PersonalParty one;
          one.party = PartyId(id);
          one.title = title;
          one.visibility = party::visibility_from_string(visibility).value_or(party::Visibility::private_);
          one.status = status == party::to_string(party::Status::ended) ? party::Status::ended : party::Status::active;
          one.hosted = hosted != 0;
          one.claimed = claimed != 0;
          one.created_at = from_unix_ms(created_at);
          if (ended_at.has_value()) one.ended_at = from_unix_ms(ended_at.value);
          one.joined_at = from_unix_ms(joined_at);
          if (role.has_value()) one.role = party::role_from_string(role.value);
          one.profile = {name, avatar.get()};
          record_.parties.push_back(std::move(one));
        });
  }

  void messages() {
    record_.messages = select_messages_of(session_, query_);
    record_.more = record_.messages.size() > query_.messages;
    if (record_.more) record_.messages.pop_back();
  }

  void queue_items() {
    std::string party, clip;
    Nullable<std::string> title;
    each(
        "SELECT party_id, clip_id, title FROM queue_items WHERE added_by_user_id = :user ORDER BY party_id, id",
        [&](auto& prepared) { prepared, soci::into(party), soci::into(clip), title.into(); },
        [&] { record_.queue_items.push_back({PartyId(party), ClipId(clip), title.get()}); });
  }

  void reports() {
    std::string party, message, reason;
    long long at = 0;
    each(
        "SELECT party_id, message_id, reason, at_ms FROM message_reports WHERE reporter_user_id = :user"
        " ORDER BY at_ms, message_id",
        [&](auto& prepared) { prepared, soci::into(party), soci::into(message), soci::into(reason), soci::into(at); },
        [&] { record_.reports.push_back({PartyId(party), MessageId(message), reason, from_unix_ms(at)}); });
  }

  void restrictions() {
    std::string party;
    Nullable<long long> time;
    const auto into = [&](auto& prepared) { prepared, soci::into(party), time.into(); };
    const auto add = [&](bool kicked) {
      return [&, kicked] {
        const auto at = time.has_value() ? std::optional(from_unix_ms(time.value)) : std::nullopt;
        record_.restrictions.push_back({PartyId(party), kicked, at});
      };
    };
    each("SELECT party_id, at_ms FROM kicks WHERE user_id = :user ORDER BY party_id", into, add(true));
    each("SELECT party_id, until_ms FROM mutes WHERE user_id = :user ORDER BY party_id", into, add(false));
  }

  void invitations() {
    std::string party, id, code, note;
    long long created_at = 0, uses = 0;
    Nullable<long long> expires_at, max_uses;
    each(
        "SELECT party_id, id, code, note, created_at_ms, expires_at_ms, max_uses, uses FROM invitations"
        " WHERE created_by_user_id = :user ORDER BY created_at_ms, id",
        [&](auto& prepared) {
          prepared, soci::into(party), soci::into(id), soci::into(code), soci::into(note), soci::into(created_at),
              expires_at.into(), max_uses.into(), soci::into(uses);
        },
        [&] {
          PersonalInvitation one{PartyId(party), InvitationId(id), code, note, from_unix_ms(created_at), {}, {}, 0};
          if (expires_at.has_value()) one.expires_at = from_unix_ms(expires_at.value);
          if (max_uses.has_value()) one.max_uses = static_cast<std::uint32_t>(max_uses.value);
          one.uses = static_cast<std::uint32_t>(uses);
          record_.invitations.push_back(std::move(one));
        });
  }

  void invitation_uses() {
    std::string party, invitation, name;
    long long at = 0;
    each(
        "SELECT party_id, invitation_id, display_name, at_ms FROM invitation_uses WHERE user_id = :user"
        " ORDER BY at_ms, invitation_id",
        [&](auto& prepared) {
          prepared, soci::into(party), soci::into(invitation), soci::into(name), soci::into(at);
        },
        [&] {
          record_.invitation_uses.push_back({PartyId(party), InvitationId(invitation), name, from_unix_ms(at)});
        });
  }

  void join_requests() {
    std::string party, name;
    Nullable<std::string> avatar;
    int declined = 0;
    long long at = 0;
    each(
        "SELECT party_id, display_name, avatar_url, declined, at_ms FROM join_requests WHERE user_id = :user"
        " ORDER BY at_ms, party_id",
        [&](auto& prepared) {
          prepared, soci::into(party), soci::into(name), avatar.into(), soci::into(declined), soci::into(at);
        },
        [&] {
          record_.join_requests.push_back({PartyId(party), {name, avatar.get()}, declined != 0, from_unix_ms(at)});
        });
  }

  void clips() {
    std::string id, title, url;
    long long created_at = 0;
    each(
        "SELECT id, title, url, created_at_ms FROM clips WHERE created_by = :user ORDER BY created_at_ms, id",
        [&](auto& prepared) { prepared, soci::into(id), soci::into(title), soci::into(url), soci::into(created_at); },
        [&] { record_.clips.push_back({ClipId(id), title, url, from_unix_ms(created_at)}); });
  }

  void rate_events() {
    std::string kind;
    long long at = 0;
    each(
        "SELECT kind, at_ms FROM rate_events WHERE user_id = :user ORDER BY at_ms",
        [&](auto& prepared) { prepared, soci::into(kind), soci::into(at); },
        [&] { record_.rate_events.push_back({kind, from_unix_ms(at)}); });
  }

  soci::session& session_;
  const PersonalQuery& query_;
  PersonalRecord record_;
};

}  // namespace

StoreResult<PersonalRecord> select_personal_record(soci::session& session, const PersonalQuery& query) {
  return Reading(session, query).all();
}

}  // namespace matinee::storage
