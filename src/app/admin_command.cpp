// matinee admin: what the server's operator looks at and does, by asking the running server. On the server's own machine
// it needs nothing but its settings: the token is signed with the key in the data directory.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>

#include "app/admin_client.hpp"
#include "app/admin_tables.hpp"
#include "app/arguments.hpp"
#include "auth/operator_key.hpp"
#include "base/text.hpp"
#include "base/wall_clock.hpp"
#include "config/codec.hpp"

namespace matinee::app {
namespace {

namespace json = boost::json;

constexpr std::string_view kUsage =
    R"(usage: matinee admin parties               every party that goes on, those with somebody in them first
       matinee admin party ID              one party, and who is connected to it
       matinee admin events ID             what happened there lately, and how long each step took
       matinee admin connections [USER]    the open sockets of everybody, or of one user
       matinee admin close ID              end a party
       matinee admin block USER [--reason TEXT]
                                           let a user in nowhere; their sockets are closed
       matinee admin unblock USER          let them in again
       matinee admin blocked               who is blocked
       matinee admin token [--ttl 1h]      a token for the operators' endpoints and the page at /admin
       matinee admin page                  the address of that page, with a token in it

Takes the server's settings ('matinee serve --help'), and:
  --server URL   where it listens; else what its settings say
  --token TOKEN  of a user in admin-users; else one signed with the key in the server's data directory
  --json         print the server's answer as it came)";

constexpr Millis kRequestLifetime = std::chrono::minutes{1};
constexpr Millis kTokenLifetime = std::chrono::hours{1};

int failed(std::string_view reason) {
  fmt::print(stderr, "matinee admin: {}\n", reason);
  return exit_failed;
}

/// A server that listens on every address is reached at this machine's own.
std::string url_of(const config::Settings& settings) {
  const config::HostPort& listen = settings.server.listen;
  std::string host = listen.host;
  if (host == "0.0.0.0" || host == "*") host = "127.0.0.1";
  if (host == "::") host = "::1";
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  const bool tls = !settings.network.tls_certificate.empty();
  return fmt::format("{}://{}:{}", tls ? "https" : "http", host, listen.port);
}

struct SignedToken {
  std::string text;
};

Result<SignedToken, std::string> sign_token(const config::Settings& settings, Millis lifetime) {
  const auto key = auth::OperatorKey::read(settings.server.data);
  if (!key) {
    return failure(fmt::format("{}; a server that ran with this data directory has made it (see --data), and only its "
                               "user may read it",
                               key.error()));
  }
  return SignedToken{key.value().issue(SystemWallClock{}.now(), lifetime)};
}

struct Admin {
  AdminClient client;
  bool as_json = false;
};

/// Prints an answer, as it came or as `to_text` makes it.
template <class ToText>
int show(const Admin& admin, const Result<json::value, std::string>& answer, ToText to_text) {
  if (!answer) return failed(answer.error());
  if (admin.as_json) {
    fmt::print("{}\n", json::serialize(answer.value()));
  } else {
    fmt::print("{}", to_text(answer.value().as_object()));
  }
  return 0;
}

int done(const Result<json::value, std::string>& answer, std::string_view what) {
  if (!answer) return failed(answer.error());
  fmt::print("{}\n", what);
  return 0;
}

/// All pages of a list as one.
Result<json::value, std::string> all_pages(const AdminClient& client, const std::string& path, const std::string& list) {
  json::array entries;
  std::string after;
  while (true) {
    const char separator = path.find('?') == std::string::npos ? '?' : '&';
    auto page = client.ask("GET", after.empty() ? path : fmt::format("{}{}after={}", path, separator, after));
    if (!page) return page;
    json::object& answer = page.value().as_object();
    for (json::value& entry : answer.at(list).as_array()) entries.push_back(std::move(entry));
    const json::value& next = answer.at("next");
    if (!next.is_string()) break;
    after = encode_segment(std::string_view(next.get_string()));
  }
  return json::value(json::object{{list, std::move(entries)}});
}

int list_parties(const Admin& admin, const std::string&) {
  return show(admin, all_pages(admin.client, "/parties?limit=50", "parties"),
              [](const json::object& answer) { return parties_table(answer.at("parties").as_array()); });
}

int show_party(const Admin& admin, const std::string& party) {
  return show(admin, admin.client.ask("GET", "/parties/" + encode_segment(party) + "?connections=200"), party_text);
}

int show_events(const Admin& admin, const std::string& party) {
  return show(admin, admin.client.ask("GET", "/parties/" + encode_segment(party) + "/events"),
              [](const json::object& answer) { return events_table(answer.at("events").as_array()); });
}

int list_connections(const Admin& admin, const std::string& user) {
  std::string path = "/connections?limit=200";
  if (!user.empty()) path += "&user_id=" + encode_segment(user);
  return show(admin, all_pages(admin.client, path, "connections"),
              [](const json::object& answer) { return connections_table(answer.at("connections").as_array()); });
}

int close_party(const Admin& admin, const std::string& party) {
  return done(admin.client.ask("POST", "/parties/" + encode_segment(party) + "/close"), "closed");
}

int unblock(const Admin& admin, const std::string& user) {
  return done(admin.client.ask("DELETE", "/blocked-users/" + encode_segment(user)), "unblocked");
}

int list_blocked(const Admin& admin, const std::string&) {
  return show(admin, admin.client.ask("GET", "/blocked-users"),
              [](const json::object& answer) { return blocked_table(answer.at("blocked_users").as_array()); });
}

int block(const Admin& admin, const std::string& user, const std::optional<std::string>& reason) {
  const json::value body = reason ? json::value(json::object{{"reason", *reason}}) : json::value();
  return done(admin.client.ask("PUT", "/blocked-users/" + encode_segment(user), body), "blocked");
}

enum class Names { nothing, something, perhaps };

struct Action {
  std::string_view name;
  Names names;  ///< what comes after it: a party or a user
  int (*run)(const Admin&, const std::string&);
};

constexpr std::array kActions{
    Action{"parties", Names::nothing, list_parties},
    Action{"party", Names::something, show_party},
    Action{"events", Names::something, show_events},
    Action{"connections", Names::perhaps, list_connections},
    Action{"close", Names::something, close_party},
    Action{"unblock", Names::something, unblock},
    Action{"blocked", Names::nothing, list_blocked},
    Action{"block", Names::something, nullptr},  // takes a reason too
    Action{"token", Names::nothing, nullptr},    // asks nobody
    Action{"page", Names::nothing, nullptr},
};

bool take_flag(Arguments& arguments, std::string_view name) {
  return std::erase(arguments, name) > 0;
}

/// What only this command takes; the rest are settings.
struct Given {
  std::optional<std::string> server, token, ttl, reason;
  bool as_json = false;
  std::string subject;
};

int print_token(const config::Settings& settings, const Given& given, const std::string& before) {
  const auto codec = config::duration(std::chrono::seconds{1}, std::chrono::days{365});
  const auto lifetime = given.ttl ? codec.parse(*given.ttl) : kTokenLifetime;
  if (!lifetime) return usage_error(fmt::format("--ttl should be {}", codec.expected), kUsage);
  const auto token = sign_token(settings, *lifetime);
  if (!token) return failed(token.error());
  fmt::print("{}{}\n", before, token.value().text);
  return 0;
}

int run(const Action& action, const config::Settings& settings, const Given& given) {
  const std::string url = given.server.value_or(url_of(settings));
  if (action.name == "token") return print_token(settings, given, "");
  // Behind "#": a browser keeps that to itself.
  if (action.name == "page") return print_token(settings, given, url + "/admin#token=");
  const auto token = given.token ? Result<SignedToken, std::string>(SignedToken{*given.token})
                                 : sign_token(settings, kRequestLifetime);
  if (!token) return failed(token.error());
  // A server's own certificate is for its public name, not for the address of this machine.
  auto target = load::Target::open(url, given.server.has_value());
  if (!target) return failed(target.error());
  const Admin admin{AdminClient(std::move(target).value(), token.value().text), given.as_json};
  if (action.name == "block") return block(admin, given.subject, given.reason);
  return action.run(admin, given.subject);
}

}  // namespace

int admin_command(const Arguments& given_arguments) {
  Arguments arguments = given_arguments;
  if (take_flag(arguments, "--help") || take_flag(arguments, "-h")) {
    fmt::print("{}\n", kUsage);
    return 0;
  }
  const std::string name = arguments.empty() ? "" : arguments.front();
  const auto action = std::find_if(kActions.begin(), kActions.end(), [&](const Action& one) { return one.name == name; });
  if (action == kActions.end()) {
    return usage_error(name.empty() ? "'admin' is followed by what to do" : fmt::format("there is no 'admin {}'", name),
                       kUsage);
  }
  arguments.erase(arguments.begin());
  Given given;
  given.server = take_option(arguments, "--server");
  given.token = take_option(arguments, "--token");
  given.ttl = take_option(arguments, "--ttl");
  given.reason = take_option(arguments, "--reason");
  given.as_json = take_flag(arguments, "--json");
  const bool named = !arguments.empty() && !arguments.front().starts_with("--");
  if (named && action->names != Names::nothing) {
    given.subject = arguments.front();
    arguments.erase(arguments.begin());
  }
  if (action->names == Names::something && !is_valid_id(given.subject)) {
    return usage_error(fmt::format("'admin {}' needs an id: 1 to 128 printable characters", name), kUsage);
  }
  const auto settings = load_some_settings(arguments);
  return settings ? run(*action, *settings, given) : exit_failed;
}

}  // namespace matinee::app
