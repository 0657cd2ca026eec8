// The lists of parties in SQL: see Listings. Internal to the SQL store. All throw soci::soci_error when the database
// fails.
#pragma once

#include <soci/soci.h>

#include "storage/listings.hpp"

namespace matinee::storage {

StoreResult<std::vector<PartyListing>> select_public_parties(soci::session& session, const PublicQuery& query);
StoreResult<std::vector<PartyListing>> select_friends_parties(soci::session& session, const UserId& user,
                                                              std::size_t limit);
/// Call inside a transaction, so that all parts are of one instant.
StoreResult<std::vector<Attendance>> select_history(soci::session& session, const HistoryQuery& query);

std::vector<KickedUser> select_kicked_users(soci::session& session, const PartyId& party, std::size_t limit);

}  // namespace matinee::storage
