// Running several statements at once, as they stand: SOCI would read every colon as a parameter. Internal to the SQL
// store: brings SOCI.
#pragma once

#include <soci/soci.h>

#include <string>

namespace matinee::storage {

/// Runs every statement of `script`; their results are dropped. Throws soci::soci_error.
void run_script(soci::session& session, const std::string& script);

}  // namespace matinee::storage
