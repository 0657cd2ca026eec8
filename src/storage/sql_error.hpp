// What the exceptions of SQL databases mean. Internal to the SQL store: brings SOCI.
#pragma once

#include <soci/soci.h>

#include "storage/store.hpp"

namespace matinee::storage {

/// What a database exception means to the callers of a store: `corrupt` if only a person can help, else `unavailable`.
StoreError store_error(const soci::soci_error& error);

/// Whether the statement broke a constraint: it wrote nothing, and the database itself is fine.
bool broke_constraint(const soci::soci_error& error);

}  // namespace matinee::storage
