#include "storage/sql_admission.hpp"

#include <fmt/format.h>

#include "storage/nullable.hpp"

namespace matinee::storage {
namespace {

using enum ColumnType;

// "WHERE true": see put_seats_sql(). Of an invitation that is there only the uses change.
std::string put_invitations_sql(const Dialect& dialect) {
  return fmt::format(
      R"(INSERT INTO invitations
           (party_id, id, code, note, created_by_user_id, created_by_name, created_at_ms, expires_at_ms, max_uses, uses)
         SELECT invited.party_id, invited.id, invited.code, invited.note, invited.created_by_user_id,
                invited.created_by_name, invited.created_at_ms, invited.expires_at_ms, invited.max_uses, invited.uses
         FROM {} WHERE true
         ON CONFLICT (party_id, id) DO UPDATE SET uses = excluded.uses)",
      dialect.rows("invited", {{"party_id", text},
                               {"id", text},
                               {"code", text},
                               {"note", text},
                               {"created_by_user_id", text},
                               {"created_by_name", text},
                               {"created_at_ms", bigint},
                               {"expires_at_ms", bigint},
                               {"max_uses", bigint},
                               {"uses", bigint}}));
}

std::string remove_invitations_sql(const Dialect& dialect) {
  return fmt::format("DELETE FROM invitations WHERE (party_id, id) IN (SELECT gone.party_id, gone.id FROM {})",
                     dialect.rows("gone", {{"party_id", text}, {"id", text}}));
}

std::string put_uses_sql(const Dialect& dialect) {
  return fmt::format(
      R"(INSERT INTO invitation_uses (party_id, invitation_id, user_id, display_name, at_ms)
         SELECT used.party_id, used.invitation_id, used.user_id, used.display_name, used.at_ms FROM {} WHERE true
         ON CONFLICT (party_id, invitation_id, user_id) DO UPDATE SET
           display_name = excluded.display_name, at_ms = excluded.at_ms)",
      dialect.rows("used", {{"party_id", text},
                            {"invitation_id", text},
                            {"user_id", text},
                            {"display_name", text},
                            {"at_ms", bigint}}));
}

std::string put_requests_sql(const Dialect& dialect) {
  return fmt::format(
      R"(INSERT INTO join_requests (party_id, user_id, display_name, avatar_url, declined, at_ms)
         SELECT asked.party_id, asked.user_id, asked.display_name, asked.avatar_url, asked.declined, asked.at_ms
         FROM {} WHERE true
         ON CONFLICT (party_id, user_id) DO UPDATE SET
           display_name = excluded.display_name, avatar_url = excluded.avatar_url,
           declined = excluded.declined, at_ms = excluded.at_ms)",
      dialect.rows("asked", {{"party_id", text},
                             {"user_id", text},
                             {"display_name", text},
                             {"avatar_url", text},
                             {"declined", boolean},
                             {"at_ms", bigint}}));
}

std::string remove_requests_sql(const Dialect& dialect) {
  return fmt::format(
      "DELETE FROM join_requests WHERE (party_id, user_id) IN (SELECT gone.party_id, gone.user_id FROM {})",
      dialect.rows("gone", {{"party_id", text}, {"user_id", text}}));
}

void select_invitations(soci::session& session, const PartyId& party, party::Admission& admission) {
  std::string id, code, note, user, name;
  long long created_at = 0, uses = 0;
  Nullable<long long> expires_at, max_uses;
  soci::statement statement =
      (session.prepare << "SELECT id, code, note, created_by_user_id, created_by_name, created_at_ms, expires_at_ms,"
                          " max_uses, uses FROM invitations WHERE party_id = :id",
       soci::into(id), soci::into(code), soci::into(note), soci::into(user), soci::into(name), soci::into(created_at),
       expires_at.into(), max_uses.into(), soci::into(uses), soci::use(party.str(), "id"));
  statement.execute();
  while (statement.fetch()) {
    party::Invitation one{InvitationId(id), code, note, {UserId(user), name}, from_unix_ms(created_at)};
    if (expires_at.has_value()) one.expires_at = from_unix_ms(expires_at.value);
    if (max_uses.has_value()) one.max_uses = static_cast<std::uint32_t>(max_uses.value);
    one.uses = static_cast<std::uint32_t>(uses);
    admission.invitations.emplace(one.id, one);
  }
}

void select_requests(soci::session& session, const PartyId& party, party::Admission& admission) {
  std::string user, name;
  Nullable<std::string> avatar;
  int declined = 0;
  long long at = 0;
  soci::statement statement =
      (session.prepare << "SELECT user_id, display_name, avatar_url, declined, at_ms FROM join_requests"
                          " WHERE party_id = :id",
       soci::into(user), soci::into(name), avatar.into(), soci::into(declined), soci::into(at),
       soci::use(party.str(), "id"));
  statement.execute();
  while (statement.fetch()) {
    admission.requests[UserId(user)] = {{name, avatar.get()}, from_unix_ms(at), declined != 0};
  }
}

}  // namespace

AdmissionStatements::AdmissionStatements(soci::session& session, const Dialect& dialect)
    : put_invitations_(session, put_invitations_sql(dialect)),
      remove_invitations_(session, remove_invitations_sql(dialect)),
      put_uses_(session, put_uses_sql(dialect)),
      put_requests_(session, put_requests_sql(dialect)),
      remove_requests_(session, remove_requests_sql(dialect)) {}

void AdmissionStatements::write(const AdmissionRows& rows) {
  remove_invitations_.execute(rows.removed_invitations);
  put_invitations_.execute(rows.invitations);
  put_uses_.execute(rows.uses);
  put_requests_.execute(rows.requests);
  remove_requests_.execute(rows.removed_requests);
}

void select_admission(soci::session& session, party::Party& party) {
  party::change_admission(party.admission, [&](party::Admission& admission) {
    select_invitations(session, party.id, admission);
    select_requests(session, party.id, admission);
  });
}

std::optional<PartyId> select_party_by_invitation(soci::session& session, const std::string& code_in_capitals) {
  std::string id;
  session << "SELECT party_id FROM invitations WHERE code = :code", soci::into(id),
      soci::use(code_in_capitals, "code");
  return session.got_data() ? std::optional(PartyId(id)) : std::nullopt;
}

std::vector<InvitationUse> select_invitation_uses(soci::session& session, const PartyId& party, std::size_t limit) {
  std::string invitation, user, name;
  long long at = 0;
  const auto most = static_cast<long long>(limit);
  soci::statement statement =
      (session.prepare << "SELECT invitation_id, user_id, display_name, at_ms FROM invitation_uses"
                          " WHERE party_id = :id ORDER BY at_ms DESC, invitation_id, user_id LIMIT :most",
       soci::into(invitation), soci::into(user), soci::into(name), soci::into(at), soci::use(party.str(), "id"),
       soci::use(most, "most"));
  statement.execute();
  std::vector<InvitationUse> uses;
  while (statement.fetch()) {
    uses.push_back({InvitationId(invitation), {UserId(user), name}, from_unix_ms(at)});
  }
  return uses;
}

}  // namespace matinee::storage
