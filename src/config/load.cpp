// Loading: the layers over one another, every value checked, everything wrong reported at once.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "config/catalogue.hpp"
#include "config/cross_check.hpp"
#include "config/layer.hpp"
#include "config/setting.hpp"

namespace matinee::config {
namespace {

std::string complaint(const Setting& setting, const Given& given) {
  if (setting.is_secret(given.text)) return fmt::format("{} ({}) should be {}", setting.name, given.where, setting.expected);
  // A value may be anything, a whole file pasted by mistake included: quote no more than a line of it.
  constexpr std::size_t quoted = 100;
  const std::string shown = given.text.size() > quoted ? given.text.substr(0, quoted) + "..." : given.text;
  return fmt::format("{} ({}) is \"{}\" but should be {}", setting.name, given.where, shown, setting.expected);
}

/// Assigns every setting from the first layer that has it.
Settings assign(const std::vector<Layer>& layers, std::vector<std::string>& problems) {
  Settings settings;
  for (const Setting& setting : declared_settings()) {
    for (const Layer& layer : layers) {
      const auto given = layer.find(setting.name);
      if (given == layer.end()) continue;
      if (!setting.assign(settings, given->second.text)) problems.push_back(complaint(setting, given->second));
      break;
    }
  }
  return settings;
}

Result<Settings, ConfigError> finish(Settings settings, Scope scope, std::vector<std::string> problems) {
  // Contradictions are only looked for among values that are right by themselves.
  if (problems.empty()) resolve_secret(settings, problems);
  if (problems.empty()) cross_check(settings, scope, problems);
  if (!problems.empty()) return ConfigError{std::move(problems)};
  return settings;
}

}  // namespace

std::string ConfigError::text() const {
  return fmt::format("{}", fmt::join(problems, "\n"));
}

namespace {

Result<Settings, ConfigError> load(const std::vector<std::string>& arguments, const Environment& environment,
                                   Scope scope) {
  std::vector<std::string> problems;
  std::vector<Layer> layers{read_flags(arguments, problems), read_environment(environment, problems)};
  const auto names_file =
      std::find_if(layers.begin(), layers.end(), [](const Layer& layer) { return layer.contains(config_file_name); });
  if (names_file != layers.end()) {
    const std::string file = names_file->find(config_file_name)->second.text;
    layers.push_back(read_toml_file(file, problems));
  }
  Settings settings = assign(layers, problems);
  return finish(std::move(settings), scope, std::move(problems));
}

}  // namespace

Result<Settings, ConfigError> load(const std::vector<std::string>& arguments, const Environment& environment) {
  return load(arguments, environment, Scope::complete);
}

Result<Settings, ConfigError> load_some(const std::vector<std::string>& arguments, const Environment& environment) {
  return load(arguments, environment, Scope::partial);
}

Result<void, ConfigError> check_file(const std::filesystem::path& file) {
  std::vector<std::string> problems;
  const std::vector<Layer> layers{read_toml_file(file, problems)};
  Settings settings = assign(layers, problems);
  auto checked = finish(std::move(settings), Scope::partial, std::move(problems));
  if (!checked) return std::move(checked).error();
  return success();
}

}  // namespace matinee::config
