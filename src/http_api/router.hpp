// Router: the one table of endpoints. Immutable once filled, shared by all shards; it only finds, it answers nothing.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "metrics/labels.hpp"

namespace matinee::http_api {

struct Exchange;

/// Answers an exchange, now or later, exactly once.
using Handler = std::function<void(const std::shared_ptr<Exchange>&)>;

/// Who may use an endpoint.
enum class Access {
  open,  ///< anyone
  user,  ///< whoever has a valid credential
  server_operator,  ///< the operator's token, or a user of admin-users
};

struct Route {
  std::string method;
  std::string pattern;
  metrics::Route label;
  Access access;
  Handler handler;
};

/// Decoded values of a pattern's parameters, in its order. They may hold anything, slashes and control characters too:
/// the handler checks.
class PathParameters {
 public:
  void add(std::string name, std::string value) { values_.emplace_back(std::move(name), std::move(value)); }
  /// The value of a parameter the pattern has.
  const std::string& operator[](std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

/// What the table knows of a method and a path.
struct Match {
  enum class Kind {
    found,
    no_such_path,
    no_such_method,  ///< the path exists, see `allow`
    malformed,       ///< broken percent-encoding, or no leading slash
  };

  Kind kind = Kind::no_such_path;
  const Route* route = nullptr;                 ///< of `found`
  metrics::Route label = metrics::Route::none;  ///< of `found` and `no_such_method`
  PathParameters parameters;                    ///< of `found`
  std::string allow;                            ///< "GET, HEAD, OPTIONS": methods of the path
};

class Router {
 public:
  /// `pattern`: segments that are literal, ":name" (one segment, not empty) or, at the end, "*name" (all that is left,
  /// at least one segment). GET also serves HEAD. Of several patterns that match, the first added wins.
  void add(std::string_view method, std::string_view pattern, metrics::Route label, Access access, Handler handler);

  /// `path` as sent: percent-encoded, without the query.
  Match match(std::string_view method, std::string_view path) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
  std::vector<std::vector<std::string>> segments_;  // of routes_[i].pattern
};

}  // namespace matinee::http_api
