// Response bodies of the lists: parties found, a history, friends, kicks. Pure.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store.hpp"

namespace matinee::http_api {

/// What a list shows of a party.
boost::json::object listing_object(const storage::PartyListing& listing, ServerTime now);
/// `limit`: the page's size; a full page says where the next begins. Friends see the invite code, strangers join by id.
std::string encode_public_parties(const std::vector<storage::PartyListing>& listings, std::size_t limit,
                                  ServerTime now);
std::string encode_friends_parties(const std::vector<storage::PartyListing>& listings, ServerTime now);
std::string encode_history(const std::vector<storage::Attendance>& history, std::size_t limit, ServerTime now);
/// By state.
boost::json::object friends_object(const std::vector<storage::Friend>& friends);
std::string encode_friends(const std::vector<storage::Friend>& friends);
std::string encode_friend_state(const UserId& user, storage::FriendState state);
std::string encode_invite_code(std::string_view code);
std::string encode_kicked_users(const std::vector<storage::KickedUser>& kicked);

}  // namespace matinee::http_api
