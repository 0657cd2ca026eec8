// Deleting what is kept of one person, step by step. Internal to the SQL store. All throw soci::soci_error when the
// database fails.
#pragma once

#include <vector>

#include "storage/sql_session.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

StoreResult<void> begin_erasure(SqlSession& session, const BeginErasure& begin);
StoreResult<void> erase_user(soci::session& session, const EraseUser& step);
StoreResult<void> end_erasure(soci::session& session, const EndErasure& end);

ErasureWork select_erasure_work(soci::session& session, const PendingErasure& erasure, std::size_t most_parties);
std::vector<PendingErasure> select_pending_erasures(soci::session& session, std::size_t limit);

/// A finished party that nobody has in their history any more is marked, for Kept::unseen_parties.
void mark_unseen(soci::session& session, const PartyId& party);

}  // namespace matinee::storage
