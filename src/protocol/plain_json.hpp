// JSON text from values, with numbers as people write them. Boost.JSON writes every double with an exponent, which some
// readers of integers refuse. Internal to protocol/; Boost.JSON is visible here. Pure.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace matinee::protocol {

/// One line. Doubles in decimal notation, as short as reads back to the same number: 120.5, and 1 for a whole one. They
/// must be finite.
std::string to_plain_json(const boost::json::value& value);

/// A double, which must be finite, in the same notation.
void append_plain_number(std::string& out, double number);

}  // namespace matinee::protocol
