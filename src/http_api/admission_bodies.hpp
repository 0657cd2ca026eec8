// Bodies about getting in: invitations, the password, the waiting room. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/admission_views.hpp"
#include "http_api/http.hpp"
#include "http_api/problem.hpp"

namespace matinee::http_api {

inline constexpr std::size_t max_invitation_note_code_points = 100;
inline constexpr Millis max_invitation_lifetime{std::chrono::hours{24 * 365}};
inline constexpr Millis min_invitation_lifetime{1'000};
inline constexpr std::int64_t max_invitation_uses = 100'000;

/// POST …/invitations; no body is an invitation without limits.
Result<engine::NewInvitation, Refusal> read_new_invitation(const Request& request);
/// PUT …/password.
Result<std::string, Refusal> read_password(const Request& request);
/// POST …/join: the password, if one is shown. A body that is no JSON counts as none.
Result<std::optional<std::string>, Refusal> read_join(const Request& request);

std::string encode_invitation(const engine::InvitationView& view);
std::string encode_invitations(const std::vector<engine::InvitationView>& views);
/// Where the asker stands; `socket_url` where they are in.
std::string encode_standing(const PartyId& party, engine::Standing standing,
                            const std::optional<std::string>& socket_url);
std::string encode_waiting_room(const std::vector<engine::WaitingUser>& waiting);

}  // namespace matinee::http_api
