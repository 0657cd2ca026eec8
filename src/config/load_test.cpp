#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "config/catalogue.hpp"
#include "config/setting.hpp"

namespace matinee::config {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// An empty directory with files in it, removed with everything at the end.
class Load : public testing::Test {
 protected:
  Load() {
    std::string name = testing::TempDir() + "matinee-config-XXXXXX";
    directory_ = ::mkdtemp(name.data());
  }
  ~Load() override { fs::remove_all(directory_); }

  std::string file(const std::string& name, const std::string& text) {
    std::ofstream(directory_ / name) << text;
    return (directory_ / name).string();
  }

  fs::path directory_;
};

using Arguments = std::vector<std::string>;

Settings loaded(const Arguments& arguments, const Environment& environment = {}) {
  auto result = load(arguments, environment);
  EXPECT_TRUE(result) << result.error().text();
  return result ? std::move(result).value() : Settings{};
}

std::string refused(const Arguments& arguments, const Environment& environment = {}) {
  auto result = load(arguments, environment);
  EXPECT_FALSE(result) << "loaded";
  return result ? "" : result.error().text();
}

TEST_F(Load, DefaultsStandWhereNothingIsSet) {
  const Settings settings = loaded({"--guests"});
  EXPECT_EQ(settings.server.listen, (HostPort{"127.0.0.1", 8080}));
  EXPECT_TRUE(settings.auth.guests);
  EXPECT_EQ(settings.limits.creates_per_hour, 10U);
  EXPECT_EQ(settings.timeouts.empty_party, std::chrono::hours{24});
  EXPECT_EQ(database_url(settings), "sqlite:./data/matinee.db");
}

TEST_F(Load, FlagWinsOverEnvironmentOverFileOverDefault) {
  const std::string config = file("matinee.toml",
                                  "guests = true\njoins-per-hour = 1\nchats-per-minute = 1\n"
                                  "reactions-per-minute = 1\n");
  const Settings settings = loaded({"--config", config, "--joins-per-hour=3"},
                                   {{"MATINEE_JOINS_PER_HOUR", "2"}, {"MATINEE_CHATS_PER_MINUTE", "2"}});
  EXPECT_EQ(settings.limits.joins_per_hour, 3U);
  EXPECT_EQ(settings.limits.chats_per_minute, 2U);
  EXPECT_EQ(settings.limits.reactions_per_minute, 1U);
  EXPECT_EQ(settings.limits.creates_per_hour, 10U);
}

TEST_F(Load, EnvironmentNamesTheFileUnlessAFlagDoes) {
  const std::string by_environment = file("a.toml", "guests = true\nthreads = 1");
  const std::string by_flag = file("b.toml", "guests = true\nthreads = 2");
  EXPECT_EQ(loaded({}, {{"MATINEE_CONFIG", by_environment}}).server.threads, 1U);
  EXPECT_EQ(loaded({"--config", by_flag}, {{"MATINEE_CONFIG", by_environment}}).server.threads, 2U);
}

TEST_F(Load, EverySettingIsSettableInAllThreeWays) {
  // Each setting's own default, written as TOML, must come back through every way in.
  for (const Setting& setting : declared_settings()) {
    const std::string value = setting.to_toml(Settings{});
    const std::string plain = setting.default_text();
    if (plain.empty()) continue;
    const std::string config = file("one.toml", setting.name + " = " + value + "\n");
    const std::string guests = setting.name == "guests" ? "--log-level=info" : "--guests";
    const std::string secret = "--jwt-secret=0123456789abcdef";
    EXPECT_EQ(setting.to_toml(loaded({guests, secret, "--" + setting.name + "=" + plain})), value) << setting.name;
    EXPECT_EQ(setting.to_toml(loaded({guests, secret}, {{setting.environment_name(), plain}})), value) << setting.name;
    EXPECT_EQ(setting.to_toml(loaded({guests, secret, "--config", config})), value) << setting.name;
  }
}

TEST_F(Load, ReadsListsInEveryForm) {
  const auto origins = ElementsAre("https://a.org", "http://b.org:81");
  EXPECT_THAT(loaded({"--guests", "--allowed-origins", "https://a.org", "--allowed-origins", "http://b.org:81"})
                  .network.allowed_origins,
              origins);
  EXPECT_THAT(
      loaded({"--guests"}, {{"MATINEE_ALLOWED_ORIGINS", "https://A.org, http://b.org:81"}}).network.allowed_origins,
      origins);
  const std::string config = file("list.toml", "allowed-origins = [ 'https://a.org',\n 'http://b.org:81' ] # two\n");
  EXPECT_THAT(loaded({"--guests", "--config", config}).network.allowed_origins, origins);
}

TEST_F(Load, ReadsSwitchesWithAndWithoutAValue) {
  EXPECT_TRUE(loaded({"--guests"}).auth.guests);
  EXPECT_FALSE(
      loaded({"--guests=false", "--jwt-secret", "0123456789abcdef"}, {{"MATINEE_GUESTS", "true"}}).auth.guests);
  EXPECT_TRUE(loaded({}, {{"MATINEE_GUESTS", "1"}}).auth.guests);
  EXPECT_THAT(refused({"--guests=maybe"}), HasSubstr("guests (--guests) is \"maybe\" but should be true or false"));
}

TEST_F(Load, AnEmptyVariableCountsAsUnset) {
  const std::string config = file("matinee.toml", "guests = true");
  EXPECT_TRUE(loaded({"--config", config}, {{"MATINEE_GUESTS", ""}, {"MATINEE_THREADS", ""}}).auth.guests);
}

TEST_F(Load, UnknownNamesAreErrorsThatNameTheNearest) {
  EXPECT_THAT(refused({"--guests", "--lisen", "x"}), HasSubstr("--lisen is no known flag; did you mean --listen?"));
  EXPECT_THAT(refused({"--guests"}, {{"MATINEE_JWT_SECRET_FIEL", "x"}}),
              HasSubstr("MATINEE_JWT_SECRET_FIEL is no known environment variable; did you mean "
                        "MATINEE_JWT_SECRET_FILE?"));
  const std::string config = file("matinee.toml", "\nguests = true\njoin-per-hour = 3\n");
  EXPECT_THAT(
      refused({"--config", config}),
      HasSubstr("matinee.toml, line 3: \"join-per-hour\" is no known setting; did you mean \"joins-per-hour\"?"));
  EXPECT_THAT(refused({"--guests", "serve"}), HasSubstr("unexpected argument \"serve\""));
  EXPECT_THAT(refused({"--guests", "--allowed-origins", "*", "serve"}), HasSubstr("unexpected argument \"serve\""));
}

TEST_F(Load, EnvironmentOfOthersIsNotLookedAt) {
  loaded({"--guests"}, {{"MATINEEX", "1"}, {"PATH", "/bin"}});
  const Environment foreign{{"MATINEE_BIN", "/usr/bin/matinee"}, {"MATINEE_GUESTS", "true"}};
  loaded({}, foreign);
  EXPECT_THAT(unknown_variables(foreign), ElementsAre("MATINEE_BIN"));
}

TEST_F(Load, EverythingWrongIsReportedAtOnce) {
  const auto result = load({"--threads=many"}, {{"MATINEE_LISTEN", "8080"}});
  ASSERT_FALSE(result);
  EXPECT_THAT(
      result.error().problems,
      ElementsAre(AllOf(HasSubstr("listen (MATINEE_LISTEN) is \"8080\""), HasSubstr("should be host:port")),
                  AllOf(HasSubstr("threads (--threads) is \"many\""), HasSubstr("a whole number from 0 to 256"))));
}

TEST_F(Load, MistakesOnTheCommandLineSayWhere) {
  EXPECT_THAT(refused({"--guests", "--listen"}), HasSubstr("--listen"));
  EXPECT_THAT(refused({"--guests", "--threads=1", "--threads=2"}), HasSubstr("--threads is given more than once"));
  EXPECT_THAT(refused({"--guests", "--guests"}), HasSubstr("--guests is given more than once"));
}

TEST_F(Load, MistakesInTheFileSayWhere) {
  EXPECT_THAT(refused({"--config", "/nonexistent/matinee.toml"}), HasSubstr("/nonexistent/matinee.toml can't be read"));
  EXPECT_THAT(refused({"--config", directory_.string()}), HasSubstr("can't be read"));
  EXPECT_THAT(refused({"--config", file("a.toml", "guests = true\nlisten = \"x\n")}), HasSubstr("a.toml, line 2"));
  EXPECT_THAT(refused({"--config", file("b.toml", "guests = true\n[limits]\nmessage-bytes = 2048")}),
              HasSubstr("b.toml, line 2: \"limits\" is a table"));
  EXPECT_THAT(refused({"--config", file("c.toml", "guests = true\nthreads = 1.5")}),
              HasSubstr("c.toml, line 2: threads should be a whole number"));
  EXPECT_THAT(refused({"--config", file("d.toml", "guests = true\nlisten = ['a:1']")}), HasSubstr("d.toml, line 2"));
  EXPECT_THAT(refused({"--config", file("e.toml", "guests = true\nguests = false")}), HasSubstr("e.toml, line 2"));
}

TEST_F(Load, ASecretKeepsEveryCharacterAndIsNeverShown) {
  const std::string secret = "0123#456 789\\\"a,=bcdef";
  const std::string config = file("secret.toml", "jwt-secret = '''" + secret + "''' # a comment\n");
  const Settings settings = loaded({"--config", config});
  EXPECT_EQ(settings.auth.jwt_secret, secret);
  EXPECT_THAT(print_effective(settings),
              AllOf(HasSubstr("# jwt-secret is set, and not shown"), Not(HasSubstr(secret))));
  const std::string too_long(5000, 's');
  EXPECT_THAT(refused({"--jwt-secret", too_long}), HasSubstr("jwt-secret (--jwt-secret) should be 16 to 4096 bytes"));
  EXPECT_THAT(refused({"--jwt-secret", too_long}), Not(HasSubstr("sss")));
  for (const Arguments& arguments : {Arguments{"--jwt-secret=hunter2"}, Arguments{"--jwt-secrte=hunter2"},
                                     Arguments{"--jwt-secrte", "hunter2"}, Arguments{"--jwt-secret=hunter2", "--x"}}) {
    EXPECT_THAT(refused(arguments), Not(HasSubstr("hunter2")));
  }
}

TEST_F(Load, ADatabaseIsShownUnlessItHoldsAPassword) {
  const auto printed = [](const std::string& url) { return print_effective(loaded({"--guests", "--database", url})); };
  EXPECT_THAT(printed("postgresql://ada@db:5432/party?passfile=/etc/pass"),
              HasSubstr("database = \"postgresql://ada@db:5432/party?passfile=/etc/pass\""));
  for (const std::string url : {"postgresql://ada:hunter2@db/party", "postgresql:///party?password=hunter2",
                                "postgresql://ada:hun@hunter2@db/party", "postgresql://ada:hunter2/party"}) {
    EXPECT_THAT(printed(url), AllOf(HasSubstr("# database is set, and not shown"), Not(HasSubstr("hunter2"))));
  }
  for (const std::string url : {"mysql://ada:hunter2@db/party", "postgresql:ada:hunter2@db/party", "ada:hunter2@db"}) {
    EXPECT_THAT(refused({"--guests", "--database", url}),
                AllOf(HasSubstr("postgresql://USER@HOST:PORT/NAME"), Not(HasSubstr("hunter2"))));
  }
}

TEST_F(Load, SecretComesFromAFileWithoutItsLineBreak) {
  const std::string secret = "a secret of twenty-six bytes";
  const Settings settings = loaded({"--jwt-secret-file", file("jwt.secret", secret + "\n")});
  EXPECT_EQ(settings.auth.jwt_secret, secret);
  EXPECT_THAT(print_effective(settings), Not(HasSubstr(secret)));
  EXPECT_THAT(refused({"--jwt-secret-file", file("empty", "\n")}), HasSubstr("which is empty"));
  EXPECT_THAT(refused({"--jwt-secret-file", file("large", std::string(5000, 'x'))}), HasSubstr("no key"));
  EXPECT_THAT(refused({"--jwt-secret-file", "/nonexistent"}), HasSubstr("jwt-secret-file is \"/nonexistent\""));
  EXPECT_THAT(refused({"--jwt-secret-file", "/nonexistent", "--jwt-secret", secret}), HasSubstr("keep one"));
}

TEST_F(Load, ContradictionsAreRefused) {
  EXPECT_THAT(refused({}),
              AllOf(HasSubstr("nobody could sign in"), HasSubstr("jwt-public-key-file"), HasSubstr("guests")));
  EXPECT_THAT(refused({"--jwt-secret=fifteen-bytes-x"}),
              HasSubstr("jwt-secret has 15 bytes but should have at least 16"));
  loaded({"--jwt-secret=sixteen-bytes-xy"});
  const std::string pem = file("some.pem", "x");
  EXPECT_THAT(refused({"--guests", "--tls-certificate", pem}), HasSubstr("tls-key is not"));
  EXPECT_THAT(refused({"--guests", "--tls-key", pem}), HasSubstr("tls-certificate is not"));
  loaded({"--guests", "--tls-key", pem, "--tls-certificate", pem});
  EXPECT_THAT(refused({"--jwt-public-key-file", "/nonexistent"}), HasSubstr("no readable file"));
  EXPECT_THAT(refused({"--guests", "--media-dir", pem}), HasSubstr("no directory"));
  EXPECT_THAT(refused({"--config", file("nowhere.toml", "guests = true\ndata = ''")}), HasSubstr("data is empty"));
  EXPECT_THAT(refused({"--guests", "--max-participants=50"}), HasSubstr("default-max-participants is 100"));
  EXPECT_THAT(refused({"--guests", "--outbox-soft-bytes=8192", "--outbox-hard-bytes=8192"}),
              HasSubstr("less than outbox-hard-bytes"));
}

TEST_F(Load, CheckingAFileAllowsGapsButNoMistakes) {
  EXPECT_TRUE(check_file(file("gaps.toml", "threads = 2\n")));
  const auto checked = check_file(file("mistake.toml", "threads = 2000\n"));
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().text(), HasSubstr("mistake.toml, line 1) is \"2000\" but should be"));
}

TEST_F(Load, WhatIsPrintedLoadsAgain) {
  const Settings settings = loaded({"--guests", "--listen=[::1]:0", "--trusted-proxies=10.0.0.0/8,::1",
                                    "--data=/a \"b\"", "--guest-token-ttl=36h", "--log-format=json"});
  const Settings again = loaded({"--config", file("printed.toml", print_effective(settings))});
  EXPECT_EQ(print_effective(again), print_effective(settings));
  EXPECT_EQ(again.server.data, "/a \"b\"");
  EXPECT_EQ(again.auth.guest_token_ttl, std::chrono::hours{36});
}

}  // namespace
}  // namespace matinee::config
