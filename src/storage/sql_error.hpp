// What the exceptions of SQL databases mean. Internal to the SQL store: brings SOCI.
#pragma once

#include <soci/soci.h>

#include "storage/store.hpp"

namespace matinee::storage {

/// What a database exception means to the callers of a store: `corrupt` if only a person can help, else `unavailable`.
StoreError store_error(const soci::soci_error& error);

/// Whether the statement broke a constraint: it wrote nothing, and the database itself is fine.
bool broke_constraint(const soci::soci_error& error);

/// Whether the transaction lost to another one (a deadlock, a lock it waited for too long, a conflict that
/// serialization found): nothing of it was written, and it may well succeed when it is run again.
bool lost_to_another(const soci::soci_error& error);

}  // namespace matinee::storage
