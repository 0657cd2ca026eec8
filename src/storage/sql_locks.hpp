// What submissions lock that look before they write. Nothing to SQLite, where a transaction that writes is alone; on
// PostgreSQL the servers of a cluster write at the same time, and two would both find room for one more. Internal to
// the SQL store.
#pragma once

#include <set>
#include <span>
#include <string>

#include "storage/sql_session.hpp"
#include "storage/store.hpp"

namespace matinee::storage {

/// The names of what the submissions count or look up before they write it: transactions that share one must run one
/// after the other.
std::set<std::string> names_to_lock(std::span<const Submission> submissions);

/// Inside a transaction, before anything else of it: waits until no other one holds any of the submissions' names, and
/// keeps them until the end. All are taken in one order, so that two transactions never wait for each other. Throws
/// soci::soci_error.
void lock_names(SqlSession& session, std::span<const Submission> submissions);

}  // namespace matinee::storage
