// One group commit as one SQL transaction. Internal to the SQL store.
#pragma once

#include <span>
#include <vector>

#include "storage/sql_session.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

/// See Store::commit. Throws soci::soci_error when the database fails; then nothing is committed, and the
/// session must be rolled back, or not be used further.
std::vector<StoreResult<void>> commit_submissions(SqlSession& session, std::span<const Submission> submissions);

}  // namespace matinee::storage
