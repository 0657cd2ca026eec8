// A configuration file as a layer of settings, read by toml++.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <fstream>
#include <iterator>
#include <optional>

#include "config/layer.hpp"
#include "config/setting.hpp"

namespace matinee::config {
namespace {

/// The value as the text a flag would carry; empty when its type fits no setting.
std::optional<std::string> text_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return fmt::format("{}", number->get());
  if (const auto* boolean = node.as_boolean()) return boolean->get() ? "true" : "false";
  const auto* array = node.as_array();
  if (array == nullptr) return std::nullopt;
  std::vector<std::string> items;
  for (const toml::node& item : *array) {
    const auto* text = item.as_string();
    if (text == nullptr) return std::nullopt;
    items.push_back(text->get());
  }
  return fmt::format("{}", fmt::join(items, ","));
}

std::optional<std::string> read_text(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream.good() && !stream.eof()) return std::nullopt;
  return text;
}

void add_key(std::string_view key, const toml::node& node, const std::string& where, Layer& layer,
             std::vector<std::string>& problems) {
  if (node.is_table() || node.is_array_of_tables()) {
    problems.push_back(fmt::format("{}: \"{}\" is a table; settings stand at the top level of the file", where, key));
    return;
  }
  const Setting* setting = find_setting(key);
  if (setting == nullptr) {
    std::vector<std::string> known;
    for (const Setting& declared : declared_settings()) known.push_back(declared.name);
    problems.push_back(
        fmt::format("{}: \"{}\" is no known setting; did you mean \"{}\"?", where, key, nearest(key, known)));
    return;
  }
  const auto text = text_of(node);
  if (!text || (node.is_array() && setting->form != SettingForm::list)) {
    problems.push_back(fmt::format("{}: {} should be {}, written as one TOML {}", where, key, setting->expected,
                                   setting->form == SettingForm::list ? "array of strings" : "value"));
    return;
  }
  layer[setting->name] = {*text, where};
}

}  // namespace

Layer read_toml_file(const std::filesystem::path& file, std::vector<std::string>& problems) {
  const auto text = std::filesystem::is_regular_file(file) ? read_text(file) : std::nullopt;
  if (!text) {
    problems.push_back(fmt::format("the configuration file {} can't be read", file.string()));
    return {};
  }
  Layer layer;
  try {
    const toml::table table = toml::parse(*text);
    for (const auto& [key, node] : table) {
      add_key(key.str(), node, fmt::format("{}, line {}", file.string(), key.source().begin.line), layer, problems);
    }
  } catch (const toml::parse_error& error) {
    problems.push_back(fmt::format("{}, line {}, column {}: {}", file.string(), error.source().begin.line,
                                   error.source().begin.column, error.description()));
  }
  return layer;
}

}  // namespace matinee::config
