// How parties were attended, in SQL. Internal to the SQL store. All throw soci::soci_error when the database fails.
#pragma once

#include <optional>

#include "storage/sql_session.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

void add_figures(SqlSession& session, const AddFigures& figures);
/// Inside a transaction of reads.
std::optional<PartyFigures> select_party_figures(soci::session& session, const PartyId& party);
/// After a start nobody is connected: those who were are no longer counted.
void close_audiences(soci::session& session, ServerTime now, std::string_view condition);

}  // namespace matinee::storage
