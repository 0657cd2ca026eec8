// What the tests of protocol/ and the fuzz target share: decoded messages as short texts, and the files under schema/.
#pragma once

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

#include "party/party_test_support.hpp"
#include "protocol/client_message.hpp"
#include "test_support/source_path.hpp"

namespace matinee::protocol::testing {

struct MessageText {
  std::string operator()(const party::Command& command) const { return party::testing::text_of(command); }
  std::string operator()(const SyncRequest& request) const {
    return "sync-request at " + party::testing::text_of(request.position);
  }
  std::string operator()(const TimeSync& request) const { return fmt::format("time-sync {}", request.t0); }
  std::string operator()(const AddToQueue& request) const {
    const std::string what = request.playlist ? "playlist " + request.playlist->str() : request.clip.str();
    return "queue " + what + (request.title ? " '" + *request.title + "'" : "") +
           (request.length ? " of " + party::testing::text_of(request.length) : "") +
           (request.before ? " before " + request.before->str() : "");
  }
  std::string operator()(const Authenticate& request) const { return "authenticate " + request.token; }
};

inline const PartyId party_id{"party-uuid"};

/// What a text says to the party "party-uuid": "seek 120000ms", or "error: …".
inline std::string decoded(std::string_view text) {
  const auto result = decode_command(text, party_id);
  return result ? std::visit(MessageText{}, result.value().message) : "error: " + result.error().detail;
}

/// Whether the text can be sent inside an event: it comes out of the parser, which refuses what is not UTF-8, as it
/// was.
inline bool is_sendable(const std::string& text) {
  boost::system::error_code error;
  const auto parsed = boost::json::parse(boost::json::serialize(boost::json::value(text)), error);
  return !error && parsed == boost::json::value(text);
}

namespace fs = std::filesystem;

inline fs::path schema_path(const std::string& name) {
  return source_path("schema") / name;
}

inline std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_file(const fs::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// Whether this run writes the files it would otherwise compare with.
inline bool updating_goldens() {
  const char* value = std::getenv("MATINEE_UPDATE_GOLDENS");
  return value != nullptr && std::string_view{value} == "1";
}

/// "events/play" → content without the line break at the end, of every golden in the folder ("events", "commands").
inline std::map<std::string, std::string> goldens_in(const std::string& folder) {
  std::map<std::string, std::string> goldens;
  for (const auto& entry : fs::directory_iterator(schema_path("golden/" + folder))) {
    std::string text = read_file(entry.path());
    while (!text.empty() && text.back() == '\n') text.pop_back();
    goldens.emplace(folder + "/" + entry.path().stem().string(), std::move(text));
  }
  return goldens;
}

}  // namespace matinee::protocol::testing
