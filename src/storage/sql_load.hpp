// The reads of a store in SQL. Internal to the SQL store. All throw soci::soci_error when the database fails.
#pragma once

#include <soci/soci.h>

#include "storage/store.hpp"

namespace matinee::storage {

/// See Store::load_party; call inside a transaction, so that all parts are of one instant.
StoreResult<std::optional<party::Party>> select_party(soci::session& session, const PartyId& id,
                                                      const party::RateLimit& chats, ServerTime now);

std::optional<PartyId> select_party_by_code(soci::session& session, const std::string& code_in_capitals);

std::size_t select_active_parties_count(soci::session& session);
std::vector<PartyId> select_parties_empty_since(soci::session& session, ServerTime before, std::size_t limit);

}  // namespace matinee::storage
