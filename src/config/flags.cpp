// The command line, through CLI11. Only its parsing of flags and its help text are used: its own configuration files
// win over its environment variables, the opposite of what is documented here, and end a value at '#' even inside
// quotes.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>

#include "config/layer.hpp"
#include "config/setting.hpp"

namespace matinee::config {
namespace {

std::string flag_of(std::string_view name) {
  return fmt::format("--{}", name);
}

/// Declares every flag; the texts land in `values`, which outlives `app`.
void declare_flags(CLI::App& app, std::map<std::string, std::vector<std::string>>& values) {
  app.set_help_flag();
  app.add_option(flag_of(config_file_name), values[std::string(config_file_name)], "TOML file with settings")
      ->expected(1)
      ->option_text("FILE");
  for (const Setting& setting : declared_settings()) {
    const std::string value = setting.default_text();
    const bool worth_telling = !value.empty() && setting.form != SettingForm::toggle;
    const std::string help = worth_telling ? fmt::format("{} [{}]", setting.help, value) : setting.help;
    CLI::Option* option = nullptr;
    if (setting.form == SettingForm::toggle) {
      option = app.add_flag(flag_of(setting.name), values[setting.name], help);
    } else {
      option = app.add_option(flag_of(setting.name), values[setting.name], help)->expected(1);
      option->option_text(setting.form == SettingForm::list ? "LIST" : "VALUE");
    }
    // Repetition is judged below, with a message of our own.
    option->take_all()->allow_extra_args(false)->group(setting.section);
  }
}

void report_leftovers(const std::vector<std::string>& leftovers, std::vector<std::string>& problems) {
  std::vector<std::string> known{flag_of(config_file_name)};
  for (const Setting& setting : declared_settings()) known.push_back(flag_of(setting.name));
  bool unknown_flag = false;
  for (const std::string& leftover : leftovers) {
    if (!leftover.starts_with('-')) continue;
    unknown_flag = true;
    const std::string flag = leftover.substr(0, leftover.find('='));
    problems.push_back(fmt::format("{} is no known flag; did you mean {}?", flag, nearest(flag, known)));
  }
  // What follows a mistyped flag may be a secret: stray arguments are only quoted when every flag was known.
  if (!unknown_flag && !leftovers.empty()) {
    problems.push_back(
        fmt::format("unexpected argument \"{}\"; settings are given as --name value", leftovers.front()));
  }
}

}  // namespace

Layer read_flags(const std::vector<std::string>& arguments, std::vector<std::string>& problems) {
  std::map<std::string, std::vector<std::string>> values;
  CLI::App app;
  declare_flags(app, values);
  app.allow_extras();
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    problems.push_back(fmt::format("command line: {}", error.what()));
    return {};
  }
  report_leftovers(app.remaining(), problems);
  Layer layer;
  for (const auto& [name, texts] : values) {
    const Setting* setting = find_setting(name);
    const bool list = setting != nullptr && setting->form == SettingForm::list;
    if (texts.size() > 1 && !list) problems.push_back(fmt::format("{} is given more than once", flag_of(name)));
    if (!texts.empty()) layer[name] = {fmt::format("{}", fmt::join(texts, ",")), flag_of(name)};
  }
  return layer;
}

std::string print_help(std::string_view program) {
  std::map<std::string, std::vector<std::string>> values;
  CLI::App app("", std::string(program));
  declare_flags(app, values);
  app.get_formatter()->column_width(42);
  return app.help() +
         "\nEvery setting can also be given as an environment variable (MATINEE_ and the flag's name in capitals, "
         "with\n"
         "underscores) or as a key of the file named by --config. Flags win over the environment, and that over the "
         "file.\n";
}

}  // namespace matinee::config
