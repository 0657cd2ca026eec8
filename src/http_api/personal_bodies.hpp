// The export of one person's data as JSON, and its pages. Pure.
#pragma once

#include <string>

#include "auth/principal.hpp"
#include "http_api/http.hpp"
#include "http_api/problem.hpp"
#include "storage/store.hpp"

namespace matinee::http_api {

/// Which page: `after` in the query is the `next` of the one before.
Result<storage::PersonalQuery, Refusal> read_personal_query(const Request& request, const UserId& user);

/// Everything, with the messages of one page.
std::string encode_personal_record(const auth::Principal& principal, const storage::PersonalRecord& record,
                                   ServerTime now);

}  // namespace matinee::http_api
