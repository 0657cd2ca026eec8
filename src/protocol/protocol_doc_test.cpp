// docs/protocol.md against what it describes: its JSON examples are the goldens, its tables the catalogues. A block
// that opens with "```json events/play" shows that golden. MATINEE_UPDATE_GOLDENS=1 writes these blocks anew.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "protocol/close_code.hpp"
#include "protocol/error_code.hpp"
#include "protocol/protocol_test_support.hpp"

namespace matinee::protocol {
namespace {

namespace json = boost::json;

const testing::fs::path page_path = source_path("docs/protocol.md");

/// One ```json block: the golden it names (or nothing), and where its text is in the page.
struct Example {
  std::string golden;
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<Example> examples_in(const std::string& page) {
  constexpr std::string_view fence = "\n```json";
  std::vector<Example> examples;
  for (std::size_t at = page.find(fence); at != std::string::npos; at = page.find(fence, at)) {
    const std::size_t line_end = page.find('\n', at + fence.size());
    const std::size_t end = page.find("\n```", line_end);
    if (line_end == std::string::npos || end == std::string::npos) break;
    std::string golden = page.substr(at + fence.size(), line_end - at - fence.size());
    if (!golden.empty()) golden.erase(0, 1);
    examples.push_back({golden, line_end + 1, end});
    at = end + 1;
  }
  return examples;
}

std::map<std::string, std::string> all_goldens() {
  auto all = testing::goldens_in("commands");
  all.merge(testing::goldens_in("events"));
  return all;
}

std::string scalar(const json::value& value) {
  return value.is_double() ? fmt::format("{}", value.as_double()) : json::serialize(value);
}

/// For people: a member a line, objects inside on one line.
std::string pretty(const json::value& value, bool outermost = true) {
  const auto* object = value.if_object();
  const auto* array = value.if_array();
  if (object == nullptr && array == nullptr) return scalar(value);
  const std::string_view between = outermost ? ",\n  " : ", ";
  std::string text;
  if (object != nullptr) {
    for (const auto& [key, member] : *object) {
      text += fmt::format("{}{}: {}", text.empty() ? std::string_view{} : between, json::serialize(json::string{key}),
                          pretty(member, false));
    }
    return outermost && object->size() > 3 ? "{\n  " + text + "\n}" : "{" + text + "}";
  }
  for (const json::value& entry : *array) {
    text += fmt::format("{}\n    {}", text.empty() ? "" : ",", pretty(entry, false));
  }
  return "[" + text + "\n  ]";
}

std::string updated(std::string page) {
  const auto goldens = all_goldens();
  auto examples = examples_in(page);
  for (auto example = examples.rbegin(); example != examples.rend(); ++example) {
    const auto golden = goldens.find(example->golden);
    if (golden == goldens.end()) continue;
    page.replace(example->begin, example->end - example->begin, pretty(json::parse(golden->second)));
  }
  return page;
}

std::string page() {
  std::string text = testing::read_file(page_path);
  if (testing::updating_goldens()) {
    text = updated(text);
    testing::write_file(page_path, text);
  }
  return text;
}

/// Members in order, white space and the spelling of numbers aside.
std::string normalized(const std::string& text) {
  return json::serialize(json::parse(text));
}

TEST(ProtocolPage, ShowsEveryGolden) {
  const std::string text = page();
  std::set<std::string> shown;
  for (const Example& example : examples_in(text)) shown.insert(example.golden);
  for (const auto& [name, golden] : all_goldens()) EXPECT_EQ(shown.count(name), 1U) << name << " is not in the page";
}

TEST(ProtocolPage, ItsExamplesAreTheGoldens) {
  const std::string text = page();
  const auto goldens = all_goldens();
  const auto examples = examples_in(text);
  EXPECT_GE(examples.size(), goldens.size());
  for (const Example& example : examples) {
    const std::string shown = text.substr(example.begin, example.end - example.begin);
    boost::system::error_code error;
    json::parse(shown, error);
    EXPECT_FALSE(error) << "not JSON: " << shown;
    if (error || example.golden.empty()) continue;
    ASSERT_EQ(goldens.count(example.golden), 1U) << example.golden << " is no golden";
    EXPECT_EQ(normalized(shown), normalized(goldens.at(example.golden))) << example.golden;
  }
}

TEST(ProtocolPage, HasEveryErrorCode) {
  const std::string text = page();
  for (const ErrorCodeInfo& info : error_codes()) {
    const std::string row = fmt::format("| `{}` | {} |", info.name, info.http_status);
    EXPECT_NE(text.find(row), std::string::npos) << row;
  }
}

TEST(ProtocolPage, HasEveryCloseCode) {
  const std::string text = page();
  for (const CloseCodeInfo& info : close_codes()) {
    const auto code = static_cast<std::uint16_t>(info.code);
    const std::string row = fmt::format("| {} | `{}` | {} |", code, info.name, is_reconnectable(code) ? "yes" : "no");
    EXPECT_NE(text.find(row), std::string::npos) << row;
  }
}

}  // namespace
}  // namespace matinee::protocol
