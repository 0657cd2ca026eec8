// schema/asyncapi.json describes every command the decoder knows, and no other.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "protocol/client_message.hpp"
#include "test_support/source_path.hpp"

namespace matinee::http_api {
namespace {

/// From the decoder's own answer to a type it doesn't know: "unknown type "?"; known are play, pause, …".
std::set<std::string> known_commands() {
  const auto decoded = protocol::decode_command(R"({"type":"?"})", PartyId{"p"});
  EXPECT_FALSE(decoded);
  std::string rest = decoded.error().detail;
  rest.erase(0, rest.find("known are ") + std::string_view{"known are "}.size());
  std::set<std::string> commands;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(", "), rest.size());
    commands.insert(rest.substr(0, comma));
    rest.erase(0, comma + 2);
  }
  return commands;
}

TEST(AsyncApi, DescribesExactlyTheCommands) {
  std::ifstream file(source_path("schema/asyncapi.json"));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto document = boost::json::parse(text).as_object();
  const auto& messages = document.at("components").at("messages").as_object();
  std::set<std::string> described;
  for (const auto& reference : document.at("operations").at("command").at("messages").as_array()) {
    const std::string_view path = reference.at("$ref").as_string();
    const auto& message = messages.at(path.substr(path.rfind('/') + 1));
    described.insert(std::string(message.at("name").as_string()));
  }
  EXPECT_EQ(described, known_commands());
}

}  // namespace
}  // namespace matinee::http_api
