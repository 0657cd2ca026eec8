// Parameters of a query string, checked. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http_api/http.hpp"
#include "http_api/problem.hpp"

namespace matinee::http_api {

/// A whole number in [min, max]; `otherwise` where it is not given.
Result<std::size_t, Refusal> number_in_query(const Request& request, std::string_view name, std::size_t min,
                                             std::size_t max, std::size_t otherwise);

/// An identifier; nothing where it is not given. `meaning` completes: "… in the query must be".
Result<std::optional<std::string>, Refusal> id_in_query(const Request& request, std::string_view name,
                                                        std::string_view meaning);

}  // namespace matinee::http_api
