// Each declared setting: its allowed values, its name, and the page that documents it.
#include "config/catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "config/setting.hpp"
#include "test_support/source_path.hpp"

namespace matinee::config {
namespace {

struct ValueCase {
  const char* setting;
  const char* text;
  const char* toml;  ///< what it is then printed as; null: it must be refused
};

class Value : public testing::TestWithParam<ValueCase> {};

TEST_P(Value, IsReadOrRefused) {
  const Setting* setting = find_setting(GetParam().setting);
  ASSERT_NE(setting, nullptr);
  Settings settings;
  const bool accepted = setting->assign(settings, GetParam().text);
  EXPECT_EQ(accepted, GetParam().toml != nullptr);
  EXPECT_EQ(setting->to_toml(settings), accepted ? GetParam().toml : setting->to_toml(Settings{}));
}

INSTANTIATE_TEST_SUITE_P(
    Table, Value,
    testing::Values(
        ValueCase{"listen", "0.0.0.0:80", "\"0.0.0.0:80\""}, ValueCase{"listen", "[::]:0", "\"[::]:0\""},
        ValueCase{"listen", "localhost:65535", "\"localhost:65535\""}, ValueCase{"listen", "localhost:65536", nullptr},
        ValueCase{"listen", "localhost", nullptr}, ValueCase{"listen", "localhost:", nullptr},
        ValueCase{"listen", ":8080", nullptr}, ValueCase{"listen", "::1:8080", nullptr},
        ValueCase{"listen", "[nonsense]:80", nullptr}, ValueCase{"listen", "[::1/64]:80", nullptr},
        ValueCase{"listen", "a b:80", nullptr}, ValueCase{"listen", "", nullptr},
        ValueCase{"database", "sqlite:/a/b.db", "\"sqlite:/a/b.db\""}, ValueCase{"database", "", "\"\""},
        ValueCase{"database", "sqlite:", nullptr}, ValueCase{"database", "mysql://host/db", nullptr},
        ValueCase{"database", "postgresql://u:p@host/db?sslmode=require",
                  "\"postgresql://u:p@host/db?sslmode=require\""},
        ValueCase{"database", "postgres:///db", "\"postgres:///db\""}, ValueCase{"database", "postgresql://", nullptr},
        ValueCase{"public-url", "https://Party.example.org/", "\"https://party.example.org\""},
        ValueCase{"public-url", "http://[::1]:8080", "\"http://[::1]:8080\""},
        ValueCase{"public-url", "http://[::1]", "\"http://[::1]\""}, ValueCase{"public-url", "", "\"\""},
        ValueCase{"public-url", "https://party.example.org/path", nullptr},
        ValueCase{"public-url", "party.example.org", nullptr}, ValueCase{"public-url", "ftp://a.org", nullptr},
        ValueCase{"public-url", "https://a.org:80:80", nullptr}, ValueCase{"public-url", "https://", nullptr},
        ValueCase{"allowed-origins", "*", "[\"*\"]"}, ValueCase{"allowed-origins", "", "[]"},
        ValueCase{"allowed-origins", "https://a.org,nonsense", nullptr},
        ValueCase{"trusted-proxies", "10.0.0.0/8, ::1", "[\"10.0.0.0/8\", \"::1\"]"},
        ValueCase{"trusted-proxies", "10.1.0.0/8", nullptr}, ValueCase{"trusted-proxies", "proxy", nullptr},
        ValueCase{"threads", "0", "0"}, ValueCase{"threads", "256", "256"}, ValueCase{"threads", "257", nullptr},
        ValueCase{"threads", "-1", nullptr}, ValueCase{"threads", "+1", nullptr}, ValueCase{"threads", " 1", nullptr},
        ValueCase{"threads", "1x", nullptr}, ValueCase{"threads", "", nullptr},
        ValueCase{"threads", "99999999999999999999", nullptr}, ValueCase{"guests", "on", "true"},
        ValueCase{"guests", "no", "false"}, ValueCase{"guests", "TRUE", nullptr},
        ValueCase{"log-level", "debug", "\"debug\""}, ValueCase{"log-level", "trace", nullptr},
        ValueCase{"presence-grace", "0s", "\"0s\""}, ValueCase{"presence-grace", "1500ms", "\"1500ms\""},
        ValueCase{"presence-grace", "120s", "\"2m\""}, ValueCase{"presence-grace", "1", nullptr},
        ValueCase{"presence-grace", "s", nullptr}, ValueCase{"presence-grace", "1.5s", nullptr},
        ValueCase{"presence-grace", "-1s", nullptr}, ValueCase{"presence-grace", "6m", nullptr},
        ValueCase{"guest-token-ttl", "7d", "\"7d\""}, ValueCase{"guest-token-ttl", "366d", nullptr},
        ValueCase{"guest-token-ttl", "99999999999d", nullptr}));

TEST(Catalogue, NamesAreUniqueAndInTheOneStyle) {
  std::set<std::string> names;
  for (const Setting& setting : declared_settings()) {
    EXPECT_TRUE(names.insert(setting.name).second) << setting.name << " is declared twice";
    EXPECT_EQ(setting.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string::npos) << setting.name;
    EXPECT_FALSE(setting.help.empty()) << setting.name;
    EXPECT_EQ(setting.help.find('|'), std::string::npos) << setting.name << " would break the documentation's table";
  }
  EXPECT_EQ(find_setting("jwt-secret-file")->environment_name(), "MATINEE_JWT_SECRET_FILE");
}

TEST(Catalogue, EveryDefaultIsAnAllowedValue) {
  for (const Setting& setting : declared_settings()) {
    Settings settings;
    EXPECT_TRUE(setting.assign(settings, setting.default_text())) << setting.name << " = " << setting.default_text();
  }
}

TEST(Catalogue, HelpNamesEveryFlag) {
  const std::string help = print_help("matinee serve");
  for (const Setting& setting : declared_settings()) EXPECT_THAT(help, testing::HasSubstr("--" + setting.name));
}

TEST(Catalogue, CommittedDocumentationIsCurrent) {
  std::ifstream file(source_path("docs/configuration.md"));
  const std::string committed{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(committed, print_documentation()) << "run: matinee config documentation > docs/configuration.md";
}

}  // namespace
}  // namespace matinee::config
