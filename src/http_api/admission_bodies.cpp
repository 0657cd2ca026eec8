#include "http_api/admission_bodies.hpp"

#include <boost/json.hpp>

#include "base/time.hpp"
#include "http_api/json_body.hpp"
#include "protocol/json_values.hpp"

namespace matinee::http_api {
namespace {

namespace json = boost::json;
using protocol::Fields;
using protocol::nullable;

json::object person_object(const party::Person& person) {
  return {{"user_id", person.user.str()}, {"display_name", person.display_name}};
}

json::object invitation_object(const engine::InvitationView& view) {
  const party::Invitation& invitation = view.invitation;
  json::array used_by;
  for (const storage::InvitationUse& use : view.used_by) {
    json::object entry = person_object(use.who);
    entry["used_at"] = to_rfc3339(use.at);
    used_by.push_back(std::move(entry));
  }
  json::object object{{"id", invitation.id.str()},
                      {"code", invitation.code},
                      {"note", invitation.note},
                      {"state", party::to_string(view.state)},
                      {"created_by", person_object(invitation.by)},
                      {"created_at", to_rfc3339(invitation.created_at)},
                      {"expires_at", nullptr},
                      {"max_uses", nullptr},
                      {"uses", invitation.uses},
                      {"used_by", std::move(used_by)}};
  if (invitation.expires_at) object["expires_at"] = to_rfc3339(*invitation.expires_at);
  if (invitation.max_uses) object["max_uses"] = *invitation.max_uses;
  return object;
}

engine::NewInvitation read_invitation(Fields& fields) {
  engine::NewInvitation invitation;
  invitation.note = fields.optional_text("note", max_invitation_note_code_points, {}).value_or("");
  constexpr auto shortest = min_invitation_lifetime.count();
  constexpr auto longest = max_invitation_lifetime.count();
  if (fields.optional_number("expires_in_ms", static_cast<double>(shortest), static_cast<double>(longest))) {
    invitation.expires_in = Millis{fields.integer("expires_in_ms", shortest, longest)};
  }
  if (fields.optional_number("max_uses", 1, static_cast<double>(max_invitation_uses))) {
    invitation.max_uses = static_cast<std::uint32_t>(fields.integer("max_uses", 1, max_invitation_uses));
  }
  return invitation;
}

}  // namespace

Result<engine::NewInvitation, Refusal> read_new_invitation(const Request& request) {
  if (request.body.empty()) return engine::NewInvitation{};
  return read_body<engine::NewInvitation>(request, read_invitation);
}

Result<std::string, Refusal> read_password(const Request& request) {
  return read_body<std::string>(
      request, [](Fields& fields) { return fields.text("password", 1, max_password_code_points); });
}

Result<std::optional<std::string>, Refusal> read_join(const Request& request) {
  if (request.body.empty() || !is_json(request.header("content-type"))) return std::optional<std::string>{};
  return read_body<std::optional<std::string>>(request, read_optional_password);
}

std::string encode_invitation(const engine::InvitationView& view) {
  return json::serialize(invitation_object(view));
}

std::string encode_invitations(const std::vector<engine::InvitationView>& views) {
  json::array list;
  for (const engine::InvitationView& view : views) list.push_back(invitation_object(view));
  return json::serialize(json::object{{"invitations", std::move(list)}});
}

std::string encode_standing(const PartyId& party, engine::Standing standing,
                            const std::optional<std::string>& socket_url) {
  return json::serialize(json::object{
      {"party_id", party.str()}, {"state", engine::to_string(standing)}, {"ws_url", nullable(socket_url)}});
}

std::string encode_waiting_room(const std::vector<engine::WaitingUser>& waiting) {
  json::array list;
  for (const engine::WaitingUser& one : waiting) {
    list.push_back(json::object{{"user_id", one.user.str()},
                                {"display_name", one.profile.display_name},
                                {"avatar_url", nullable(one.profile.avatar_url)},
                                {"requested_at", to_rfc3339(one.since)}});
  }
  return json::serialize(json::object{{"join_requests", std::move(list)}});
}

}  // namespace matinee::http_api
