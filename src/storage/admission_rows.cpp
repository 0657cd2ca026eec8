#include "storage/admission_rows.hpp"

#include <iterator>

#include "storage/json_rows.hpp"

namespace matinee::storage {
namespace {

namespace json = boost::json;

json::object invitation_key(const PartyId& party, const InvitationId& id) {
  return {{"party_id", party.str()}, {"id", id.str()}};
}

json::object invitation_row(const PartyId& party, const party::Invitation& invitation) {
  json::object row = invitation_key(party, invitation.id);
  row["code"] = invitation.code;
  row["note"] = invitation.note;
  row["created_by_user_id"] = invitation.by.user.str();
  row["created_by_name"] = invitation.by.display_name;
  row["created_at_ms"] = to_unix_ms(invitation.created_at);
  if (invitation.expires_at) row["expires_at_ms"] = to_unix_ms(*invitation.expires_at);
  if (invitation.max_uses) row["max_uses"] = *invitation.max_uses;
  row["uses"] = invitation.uses;
  return row;
}

json::object request_row(const PartyId& party, const UserId& user, const party::JoinRequest& request) {
  json::object row = user_row(party, user);
  row["display_name"] = request.profile.display_name;
  row["avatar_url"] = text_or_null(request.profile.avatar_url);
  row["declined"] = request.declined;
  row["at_ms"] = to_unix_ms(request.at);
  return row;
}

}  // namespace

AdmissionRows AdmissionTables::text() const {
  return {text_of(invitations), text_of(removed_invitations), text_of(uses), text_of(requests),
          text_of(removed_requests)};
}

void AdmissionFold::operator()(const RemoveInvitation& write) {
  invitations_[write.id] = nullptr;
  for (auto use = uses_.begin(); use != uses_.end();) {
    use = use->first.first == write.id ? uses_.erase(use) : std::next(use);
  }
}

void AdmissionFold::put_in(json::object& party_row) const {
  if (password_ != nullptr) party_row["password_hash"] = password_->hash;
}

void AdmissionFold::append_rows(const PartyId& party, AdmissionTables& tables) const {
  for (const auto& [id, write] : invitations_) {
    if (write == nullptr) {
      tables.removed_invitations.push_back(invitation_key(party, id));
    } else {
      tables.invitations.push_back(invitation_row(party, write->invitation));
    }
  }
  for (const auto& [key, write] : uses_) {
    json::object row = user_row(party, write->who.user);
    row["invitation_id"] = write->invitation.str();
    row["display_name"] = write->who.display_name;
    row["at_ms"] = to_unix_ms(write->at);
    tables.uses.push_back(std::move(row));
  }
  for (const auto& [user, write] : requests_) {
    if (write == nullptr) {
      tables.removed_requests.push_back(user_row(party, user));
    } else {
      tables.requests.push_back(request_row(party, user, write->request));
    }
  }
}

void append_rows(const PartyId& party, const party::Admission& admission, AdmissionTables& tables) {
  for (const auto& [id, invitation] : admission.invitations) {
    tables.invitations.push_back(invitation_row(party, invitation));
  }
  for (const auto& [user, request] : admission.requests) {
    tables.requests.push_back(request_row(party, user, request));
  }
}

}  // namespace matinee::storage
