// Response bodies as JSON: flat objects in the specification's order, additions after. What is absent is null. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "auth/guest.hpp"
#include "engine/playlists.hpp"
#include "engine/views.hpp"
#include "http_api/sample_film.hpp"
#include "storage/store.hpp"

namespace matinee::http_api {

std::string encode_created_party(const engine::PartyView& party);
std::string encode_party_details(const engine::PartyView& party);
/// The settings alone, all of them.
std::string encode_settings(const party::Settings& settings);
std::string encode_joined(const PartyId& party, std::string_view socket_url);
std::string encode_role(const UserId& user, party::Role role);
std::string encode_ticket(std::string_view ticket, ServerTime expires_at);
std::string encode_session(const auth::Principal& principal);
std::string encode_guest(const auth::GuestIdentities::Admission& admission);
std::string encode_clip(const storage::Clip& clip);
std::string encode_playlist(const engine::PlaylistView& view);
std::string encode_playlists(const std::vector<storage::PlaylistSummary>& playlists);
/// The ids of what was queued.
std::string encode_queued(const std::vector<QueueItemId>& items);
std::string encode_config(bool guests, const std::optional<SampleFilm>& sample, std::string_view version);
/// {"status": …}
std::string encode_status(std::string_view status);

}  // namespace matinee::http_api
