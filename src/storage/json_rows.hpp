// The pieces that rows of JSON are made of. Internal to storage/; Boost.JSON is visible here. Pure.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>

#include "base/strong_id.hpp"

namespace matinee::storage {

inline boost::json::value text_or_null(const std::optional<std::string>& text) {
  return text ? boost::json::value(*text) : boost::json::value(nullptr);
}

inline boost::json::object user_row(const PartyId& party, const UserId& user) {
  return {{"party_id", party.str()}, {"user_id", user.str()}};
}

/// The parameter of a statement: empty where there is nothing to write.
inline std::string text_of(const boost::json::array& rows) {
  return rows.empty() ? std::string() : boost::json::serialize(rows);
}

}  // namespace matinee::storage
