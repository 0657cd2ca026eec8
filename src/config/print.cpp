// The catalogue written out: as the effective settings, and as documentation.
#include <fmt/format.h>

#include "config/catalogue.hpp"
#include "config/setting.hpp"

namespace matinee::config {
namespace {

constexpr std::string_view introduction = R"(# Configuration

Every setting can be given as a flag (`--listen 0.0.0.0:8080`), as an environment variable
(`MATINEE_LISTEN=0.0.0.0:8080`) or as a key of a TOML file (`listen = "0.0.0.0:8080"`) named by `--config FILE` or
`MATINEE_CONFIG`. A flag wins over the environment, the environment over the file, the file over the default. An empty
environment variable counts as unset. Unknown flags and keys are errors, and so is a variable that is nearly the name of
a setting, so that a typing mistake never goes unnoticed; other `MATINEE_` variables are named in the log and ignored.

Durations are a whole number and a unit: `500ms`, `30s`, `10m`, `24h`, `7d`. Lists are repeated or comma-separated on
the command line, comma-separated in the environment and arrays of strings in the file. Switches are `--name` or
`--name=false`.

`matinee config print` shows the effective settings, `matinee config check FILE` checks a file, and
`matinee config documentation` prints this page.

```toml
# matinee.toml
listen = "0.0.0.0:8080"
data = "/var/lib/matinee"
public-url = "https://party.example.org"
jwt-secret-file = "/etc/matinee/jwt.secret"
allowed-origins = ["https://www.example.org"]
trusted-proxies = ["127.0.0.1", "10.0.0.0/8"]
```
)";

std::string default_cell(const Setting& setting) {
  const std::string value = setting.default_text();
  return value.empty() ? "empty" : fmt::format("`{}`", value);
}

}  // namespace

std::string database_url(const Settings& settings) {
  const std::string& url = settings.server.database;
  return url.empty() ? "sqlite:" + (settings.server.data / "matinee.db").string() : url;
}

std::string print_effective(const Settings& settings) {
  std::string text;
  std::string_view section;
  for (const Setting& setting : declared_settings()) {
    if (setting.section != section) text += fmt::format("{}# {}\n", section.empty() ? "" : "\n", setting.section);
    section = setting.section;
    const std::string value = setting.to_toml(settings);
    if (value != "\"\"" && setting.is_secret(value)) {
      // As a comment: a file with a mask for a key would be refused, or worse, accepted.
      text += fmt::format("# {} is set, and not shown\n", setting.name);
    } else {
      text += fmt::format("{} = {}\n", setting.name, value);
    }
  }
  return text;
}

std::string print_documentation() {
  std::string text(introduction);
  std::string_view section;
  for (const Setting& setting : declared_settings()) {
    if (setting.section != section) {
      text += fmt::format(
          "\n## {}\n\n| Flag and key | Environment | Default | Allowed | Meaning |\n|---|---|---|---|---|\n",
          setting.section);
    }
    section = setting.section;
    text += fmt::format("| `{}` | `{}` | {} | {} | {} |\n", setting.name, setting.environment_name(),
                        default_cell(setting), setting.expected, setting.help);
  }
  return text;
}

}  // namespace matinee::config
