// The catalogues of error and close codes against their mirrors for other languages: schema/errors.json and
// schema/close_codes.json. MATINEE_UPDATE_GOLDENS=1 writes these anew.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "protocol/close_code.hpp"
#include "protocol/error_code.hpp"
#include "protocol/protocol_test_support.hpp"

namespace matinee::protocol {
namespace {

namespace json = boost::json;

/// {"<name>": [ … ]} with one entry a line.
std::string document(std::string_view name, const std::vector<json::object>& entries) {
  std::string text = fmt::format("{{\n  \"{}\": [\n", name);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    text += "    " + json::serialize(entries[i]) + (i + 1 < entries.size() ? ",\n" : "\n");
  }
  return text + "  ]\n}\n";
}

void expect_mirrored(const std::string& file, const std::string& text) {
  const auto path = testing::schema_path(file);
  if (testing::updating_goldens()) testing::write_file(path, text);
  EXPECT_EQ(testing::read_file(path), text);
}

TEST(ErrorCodes, AreMirrored) {
  std::vector<json::object> entries;
  for (const ErrorCodeInfo& info : error_codes()) {
    entries.push_back({{"code", info.name}, {"http_status", info.http_status}, {"title", info.title}});
  }
  expect_mirrored("errors.json", document("errors", entries));
}

TEST(CloseCodes, AreMirrored) {
  std::vector<json::object> entries;
  for (const CloseCodeInfo& info : close_codes()) {
    const auto code = static_cast<std::uint16_t>(info.code);
    entries.push_back(
        {{"code", code}, {"name", info.name}, {"reason", info.reason}, {"reconnect", is_reconnectable(code)}});
  }
  expect_mirrored("close_codes.json", document("close_codes", entries));
}

TEST(ErrorCodes, AreUnique) {
  std::set<std::string_view> names;
  for (const ErrorCodeInfo& entry : error_codes()) {
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_EQ(to_string(entry.code), entry.name);
    EXPECT_GE(entry.http_status, 400U);
    EXPECT_LT(entry.http_status, 600U);
    EXPECT_FALSE(entry.title.empty());
  }
}

TEST(ErrorCodes, HaveTheSpecificationsNames) {
  EXPECT_EQ(to_string(ErrorCode::unauthorized_command), "UNAUTHORIZED_COMMAND");
  EXPECT_EQ(to_string(ErrorCode::invalid_command), "INVALID_COMMAND");
  EXPECT_EQ(to_string(ErrorCode::party_ended), "PARTY_ENDED");
  EXPECT_EQ(to_string(ErrorCode::participant_limit), "PARTICIPANT_LIMIT");
  EXPECT_EQ(to_string(ErrorCode::rate_limited), "RATE_LIMITED");
}

TEST(CloseCodes, AreUniqueAndFitTheirFrame) {
  std::set<CloseCode> codes;
  for (const CloseCodeInfo& entry : close_codes()) {
    EXPECT_TRUE(codes.insert(entry.code).second) << entry.name;
    EXPECT_EQ(info(entry.code).name, entry.name);
    EXPECT_LE(entry.reason.size(), 123U) << "RFC 6455, 5.5: a control frame holds 125 bytes, two of them the code";
  }
}

/// 4000-4499 come back, 4500-4999 don't: a client that has never heard of a code still does the right thing.
TEST(CloseCodes, SayByRangeWhetherToReconnect) {
  for (const unsigned code : {1000U, 1001U, 1006U, 1011U, 1012U, 4000U, 4008U, 4499U, 5000U}) {
    EXPECT_TRUE(is_reconnectable(static_cast<std::uint16_t>(code))) << code;
  }
  for (const unsigned code : {4500U, 4501U, 4504U, 4999U}) {
    EXPECT_FALSE(is_reconnectable(static_cast<std::uint16_t>(code))) << code;
  }
  for (const CloseCode code : {CloseCode::party_ended, CloseCode::kicked, CloseCode::participant_limit,
                               CloseCode::left_party, CloseCode::abuse, CloseCode::connection_limit}) {
    EXPECT_FALSE(is_reconnectable(static_cast<std::uint16_t>(code)));
  }
}

}  // namespace
}  // namespace matinee::protocol
