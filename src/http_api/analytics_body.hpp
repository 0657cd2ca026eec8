// How a party was attended, as JSON. Pure.
#pragma once

#include <string>

#include "engine/analytics.hpp"

namespace matinee::http_api {

std::string encode_analytics(const PartyId& party, const engine::Analytics& analytics);

}  // namespace matinee::http_api
