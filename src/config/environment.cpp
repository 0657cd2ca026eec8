// The environment as a layer of settings.
#include <fmt/format.h>
#include <unistd.h>

#include "config/layer.hpp"
#include "config/setting.hpp"

namespace matinee::config {
namespace {

constexpr std::string_view prefix = "MATINEE_";

/// An environment is shared with other programs and scripts, whose variables may begin like ours. One is taken for a
/// misspelt setting, and refused, only when it is nearly one.
bool is_probable_typo(const std::string& variable, const std::string& meant) {
  constexpr std::size_t most_edits = 2;
  const std::size_t distance = edit_distance(variable, meant);
  return distance <= most_edits && 2 * distance < variable.size() - prefix.size();
}

std::map<std::string, std::string> names_by_variable() {
  std::map<std::string, std::string> names{{"MATINEE_CONFIG", std::string(config_file_name)}};
  for (const Setting& setting : declared_settings()) names[setting.environment_name()] = setting.name;
  return names;
}

}  // namespace

Environment process_environment() {
  Environment environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return environment;
}

std::vector<std::string> unknown_variables(const Environment& environment) {
  const auto names = names_by_variable();
  std::vector<std::string> unknown;
  for (const auto& [variable, text] : environment) {
    if (variable.starts_with(prefix) && !names.contains(variable)) unknown.push_back(variable);
  }
  return unknown;
}

Layer read_environment(const Environment& environment, std::vector<std::string>& problems) {
  const auto names = names_by_variable();
  std::vector<std::string> known;
  for (const auto& [variable, name] : names) known.push_back(variable);
  Layer layer;
  for (const auto& [variable, text] : environment) {
    if (!variable.starts_with(prefix)) continue;
    const auto found = names.find(variable);
    if (found == names.end()) {
      const std::string meant = nearest(variable, known);
      if (!is_probable_typo(variable, meant)) continue;  // see unknown_variables()
      problems.push_back(fmt::format("{} is no known environment variable; did you mean {}?", variable, meant));
    } else if (!text.empty()) {
      layer[found->second] = {text, variable};
    }
  }
  return layer;
}

}  // namespace matinee::config
