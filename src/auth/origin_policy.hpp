// OriginPolicy: which web pages may talk to this server (CORS for HTTP, the Origin check for sockets). Immutable,
// shared by all threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace matinee::auth {

class OriginPolicy {
 public:
  /// `public_url` ("https://party.example.org", may be empty) counts as the server's own origin. `allowed` lists
  /// origins besides; "*" stands for any.
  OriginPolicy(std::string_view public_url, const std::vector<std::string>& allowed);

  /// Whether a page from `origin` may make requests that bring their own credential (bearer token or ticket).
  /// `own_origin` is scheme, host and port of this very request ("https://host"). An empty `origin` is allowed: only
  /// browsers send the header, and only browsers can be lured.
  bool allows(std::string_view origin, std::string_view own_origin) const;

  /// For sockets whose token the page brought itself (header, ticket, bearer subprotocol): no page can take another's, so
  /// every origin is fine until an operator lists some.
  bool allows_socket_with_token(std::string_view origin, std::string_view own_origin) const;

  /// Whether it may also ride on the session cookie: the server's own pages and listed origins, not those that only "*"
  /// lets in. Otherwise any page on the web could act as its visitor.
  bool allows_cookie(std::string_view origin, std::string_view own_origin) const;

  /// Scheme, host and port of a URL or origin in lower case, without a default port ("https://a.org:443/x" →
  /// "https://a.org"); empty when it has no scheme and host.
  static std::string normalize(std::string_view url);

 private:
  std::vector<std::string> trusted_;  // normalized
  bool restricted_ = false;  ///< an operator listed origins
  bool any_ = false;
};

}  // namespace matinee::auth
