#include "load/flags.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

namespace matinee::load {
namespace {

/// What is not a plain number, as it was typed.
struct Texts {
  std::string ramp = "0s";
  std::string warm_up = "1s";
  std::string duration = "10s";
  std::string rate = "1";
  double slow_readers = 0;
  double byte_readers = 0;
  double reconnect_storm = 0;
  std::size_t in_flight = 0;
  bool insecure = false;
};

void declare(CLI::App& app, Options& options, Texts& texts) {
  const CLI::Range percent(0.0, 100.0);
  const CLI::Range count(std::size_t{1}, std::size_t{1'000'000});
  const CLI::Range rate(0.0, 1e6);
  app.add_option("--url", options.url, "Server to put under load")->group("Server")->capture_default_str();
  app.add_flag("--spawn", options.spawn,
               "Start a server for the run, on temporary data and with its limits raised; settings go to it")
      ->group("Server");
  app.add_option("--pid", options.pid, "Process of a local server, to measure its CPU time and memory")
      ->group("Server");
  app.add_option(
         "--token-command", options.token_command,
         "Shell command that prints $MATINEE_TOKENS tokens, one a line, each of another user; without it, tokens "
         "are signed with jwt-secret")
      ->group("Server");
  app.add_flag("--insecure", texts.insecure, "Accept any certificate")->group("Server");

  app.add_option("--parties", options.parties, "Number of parties")
      ->check(count)
      ->group("Viewers")
      ->capture_default_str();
  app.add_option("--clients", options.clients, "Connections of each party, its host's among them")
      ->check(count)
      ->group("Viewers")
      ->capture_default_str();
  app.add_option("--ramp", texts.ramp, "Time over which they connect; 0s: at once")
      ->group("Viewers")
      ->capture_default_str();
  app.add_option("--slow-readers", texts.slow_readers, "Percent of the viewers that do not read while the load lasts")
      ->check(percent)
      ->group("Viewers");
  app.add_option("--byte-readers", texts.byte_readers, "Percent of the viewers that read one byte a second")
      ->check(percent)
      ->group("Viewers");
  app.add_option("--workers", options.workers, "Threads of the load generator; a party stays on one")
      ->check(CLI::Range(std::size_t{1}, std::size_t{256}))
      ->group("Viewers")
      ->capture_default_str();

  app.add_option("--duration", texts.duration, "Time that is measured")->group("Load")->capture_default_str();
  app.add_option("--warm-up", texts.warm_up, "Time of load before that")->group("Load")->capture_default_str();
  app.add_option("--rate", texts.rate, "State changes a second in each party, or max: as fast as --in-flight allows")
      ->group("Load")
      ->capture_default_str();
  app.add_option(
         "--in-flight", texts.in_flight,
         "State changes of a party on their way at the same time, at most; without it 1 for --rate max, else 32")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1000}))
      ->group("Load");
  app.add_option("--chat", options.chats, "Chat messages a second in each party")->check(rate)->group("Load");
  app.add_option("--reaction", options.reactions, "Reactions a second in each party")->check(rate)->group("Load");
  app.add_option("--report", options.reports, "Reports a second of each viewer's player; of the SDK's, one in four")
      ->check(rate)
      ->group("Load");
  app.add_option("--time-sync", options.time_syncs,
                 "Questions a second of each viewer for the server's time; of the SDK's, three in four")
      ->check(rate)
      ->group("Load");
  app.add_option("--reconnect-storm", texts.reconnect_storm,
                 "Percent of the viewers that lose their connection half-way and are back within a second")
      ->check(percent)
      ->group("Load");
  app.add_option("--join-storm", options.join_storm, "Viewers who join each party half-way, all within a second")
      ->check(CLI::Range(std::size_t{0}, std::size_t{1'000'000}))
      ->group("Load");
  app.add_flag("--restart", options.restart,
               "With --spawn: the server is killed half-way and started again, and everyone is back within a second")
      ->group("Load");
  app.add_flag("--allow-conflation", options.allow_conflation,
               "Steady readers may skip revisions too: for links slower than the load")
      ->group("Load");

  app.add_option("--json", options.json, "File for the results as JSON")->group("Output");
  app.add_flag("--quiet", options.quiet, "No progress on standard error")->group("Output");
}

/// A whole number and a unit: "500ms", "30s", "10m"; empty when it is none.
std::optional<Nanos> duration_of(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, Nanos>, 4> units{{{"ms", std::chrono::milliseconds{1}},
                                                                     {"s", std::chrono::seconds{1}},
                                                                     {"m", std::chrono::minutes{1}},
                                                                     {"h", std::chrono::hours{1}}}};
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number < 0 || number > 1'000'000) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  const auto unit = std::find_if(units.begin(), units.end(), [text](const auto& entry) { return entry.first == text; });
  if (unit == units.end()) return std::nullopt;
  return unit->second * number;
}

std::optional<double> rate_of(const std::string& text) {
  double rate = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), rate);
  if (error != std::errc{} || rest != text.data() + text.size() || !(rate >= 0 && rate <= 1e6)) return std::nullopt;
  return rate;
}

/// What a flag's text says is moved into the options; the error names the flag.
Result<void, std::string> read_texts(const Texts& texts, Options& options) {
  const std::tuple<const char*, const std::string&, Nanos&> durations[] = {
      {"--ramp", texts.ramp, options.ramp},
      {"--warm-up", texts.warm_up, options.warm_up},
      {"--duration", texts.duration, options.duration}};
  for (const auto& [flag, text, into] : durations) {
    const auto duration = duration_of(text);
    if (!duration) return failure(fmt::format("{} should be a whole number and a unit, like 500ms, 30s or 10m", flag));
    into = *duration;
  }
  if (texts.rate == "max") {
    options.rate = std::nullopt;
  } else if (options.rate = rate_of(texts.rate); !options.rate) {
    return failure(std::string("--rate should be a number from 0 to 1000000, or max"));
  }
  // The server stops reading from a connection with more than 64 unanswered commands (commands-in-flight).
  options.in_flight = texts.in_flight > 0 ? texts.in_flight : options.rate ? 32 : 1;
  options.slow_readers = texts.slow_readers / 100;
  options.byte_readers = texts.byte_readers / 100;
  options.reconnect_storm = texts.reconnect_storm / 100;
  options.verify_certificate = !texts.insecure;
  return outcome::success();
}

Result<void, std::string> cross_check(const Options& options, bool url_given) {
  const auto wrong = [](const char* text) { return failure(std::string(text)); };
  if (options.spawn && (url_given || options.pid || !options.token_command.empty())) {
    return wrong("--spawn makes a server of its own: it goes without --url, --pid and --token-command");
  }
  if (options.restart && !options.spawn) return wrong("--restart is for a server of the run's own: give --spawn too");
  if (options.restart && options.reconnect_storm > 0) return wrong("--restart makes everyone return already");
  if (options.slow_readers + options.byte_readers > 1)
    return wrong("--slow-readers and --byte-readers exceed 100 percent");
  if (options.duration == Nanos{0}) return wrong("--duration should be longer than nothing");
  return outcome::success();
}

}  // namespace

Result<ParsedFlags, std::string> parse_flags(const std::vector<std::string>& arguments) {
  ParsedFlags parsed;
  Texts texts;
  CLI::App app;
  app.set_help_flag();
  app.add_flag("-h,--help", parsed.help);
  declare(app, parsed.options, texts);
  app.allow_extras();
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    return failure(std::string(error.what()));
  }
  parsed.rest = app.remaining();
  const auto read = read_texts(texts, parsed.options);
  if (!read) return failure(read.error());
  const auto checked = cross_check(parsed.options, app.count("--url") > 0);
  if (!checked) return failure(checked.error());
  return parsed;
}

std::string flags_help() {
  Options options;
  Texts texts;
  CLI::App app("", "matinee bench");
  declare(app, options, texts);
  app.get_formatter()->column_width(34);
  return app.help();
}

}  // namespace matinee::load
