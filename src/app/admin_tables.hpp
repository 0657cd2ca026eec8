// What `matinee admin` prints: the answers of the operators' endpoints as tables for people. Pure.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

namespace matinee::app {

/// Of the arrays the endpoints answer with; a line for each entry under a line of headings, or a sentence for none.
std::string parties_table(const boost::json::array& parties);
std::string connections_table(const boost::json::array& connections);
std::string events_table(const boost::json::array& events);
std::string blocked_table(const boost::json::array& blocked);
/// A party in lines, its connections as a table.
std::string party_text(const boost::json::object& party);

}  // namespace matinee::app
