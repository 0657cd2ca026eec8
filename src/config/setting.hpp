// Setting: one declared setting with its type forgotten, as the readers and printers of the catalogue see it.
// Internal to config/; everyone else uses catalogue.hpp and settings.hpp.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"

namespace matinee::config {

/// How a setting is written on the command line and in a file.
enum class SettingForm {
  value,   ///< one text: --name text
  toggle,  ///< a boolean: --name, or --name=false
  list,    ///< several: --name a --name b, or --name a,b; an array in a file
};

struct Setting {
  /// The flag without dashes, and the key in a file.
  std::string name;
  /// Heading it stands under in the documentation.
  std::string section;
  std::string help;
  SettingForm form = SettingForm::value;
  /// What a value has to be, to follow "should be": "a whole number from 1 to 1000".
  std::string expected;
  /// Whether a value, as text, must appear in no output; given for the settings that may hold such.
  std::function<bool(std::string_view)> is_secret = [](std::string_view) { return false; };
  /// Reads the text into its place; false, and nothing changed, when it isn't what `expected` says.
  std::function<bool(Settings&, std::string_view)> assign;
  /// Its value as a TOML value.
  std::function<std::string(const Settings&)> to_toml;

  /// "MATINEE_" and the name in capitals with underscores.
  std::string environment_name() const;
  /// Its default as one would type it; empty when there is none.
  std::string default_text() const;
};

/// All settings in the order of the documentation. Built once, at first use.
const std::vector<Setting>& declared_settings();

/// The name of the setting called `name`, or a null pointer.
const Setting* find_setting(std::string_view name);

}  // namespace matinee::config
