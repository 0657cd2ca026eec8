#include "auth/origin_policy.hpp"

#include <algorithm>
#include <cctype>

namespace matinee::auth {

OriginPolicy::OriginPolicy(std::string_view public_url, const std::vector<std::string>& allowed) {
  if (std::string own = normalize(public_url); !own.empty()) trusted_.push_back(std::move(own));
  restricted_ = !allowed.empty();
  for (const std::string& origin : allowed) {
    if (origin == "*") {
      any_ = true;
    } else if (std::string normalized = normalize(origin); !normalized.empty()) {
      trusted_.push_back(std::move(normalized));
    }
  }
}

bool OriginPolicy::allows(std::string_view origin, std::string_view own_origin) const {
  return any_ || allows_cookie(origin, own_origin);
}

bool OriginPolicy::allows_socket_with_token(std::string_view origin, std::string_view own_origin) const {
  return !restricted_ || allows(origin, own_origin);
}

bool OriginPolicy::allows_cookie(std::string_view origin, std::string_view own_origin) const {
  if (origin.empty()) return true;
  const std::string normalized = normalize(origin);
  if (normalized.empty()) return false;  // "null", from sandboxed pages and files, included
  return normalized == normalize(own_origin) ||
         std::find(trusted_.begin(), trusted_.end(), normalized) != trusted_.end();
}

std::string OriginPolicy::normalize(std::string_view url) {
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos || scheme_end == 0) return {};
  const std::size_t host = scheme_end + 3;
  const std::string_view authority = url.substr(host, std::min(url.find_first_of("/?#", host), url.size()) - host);
  if (authority.empty() || authority.find_first_of("@ \t") != std::string_view::npos) return {};
  std::string origin(url.substr(0, host + authority.size()));
  std::transform(origin.begin(), origin.end(), origin.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const std::string_view default_port = origin.starts_with("https://")  ? ":443"
                                        : origin.starts_with("http://") ? ":80"
                                                                        : "";
  if (!default_port.empty() && origin.ends_with(default_port)) origin.resize(origin.size() - default_port.size());
  return origin;
}

}  // namespace matinee::auth
