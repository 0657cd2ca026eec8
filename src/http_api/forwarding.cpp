#include "http_api/forwarding.hpp"

#include <algorithm>
#include <boost/url/encode.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/rfc/pchars.hpp>

#include "auth/header_text.hpp"

namespace matinee::http_api {
namespace {

/// The entry the first of several proxies wrote.
std::string_view first_entry(std::string_view list) {
  return auth::trim(list.substr(0, list.find(',')));
}

/// "host" or "host:port", and nothing that would say something else inside a URL.
bool is_host(std::string_view text) {
  if (text.empty()) return false;
  const auto authority = boost::urls::parse_authority(text);
  return authority && !authority->has_userinfo() && !authority->host().empty();
}

std::string listening_host(const config::HostPort& listen) {
  const bool v6 = listen.host.find(':') != std::string::npos;
  return (v6 ? "[" + listen.host + "]" : listen.host) + ":" + std::to_string(listen.port);
}

/// "[2001:db8::1]:4711", "192.0.2.1:4711" or a bare address, as proxies write them → the bare address.
std::string_view without_port(std::string_view address) {
  if (address.starts_with('[')) return address.substr(1, address.find(']') - 1);
  const std::size_t colon = address.find(':');
  const bool one_colon = colon != std::string_view::npos && address.find(':', colon + 1) == std::string_view::npos;
  return one_colon ? address.substr(0, colon) : address;
}

}  // namespace

bool Forwarding::is_trusted_proxy(std::string_view address) const {
  const auto& proxies = settings_.network.trusted_proxies;
  return std::any_of(proxies.begin(), proxies.end(), [&](const auto& range) { return range.contains(address); });
}

std::string Forwarding::client_address(const Request& request) const {
  std::string address = request.peer_address;
  const std::string forwarded = request.joined_header("x-forwarded-for");
  std::string_view rest = forwarded;
  // Each proxy appends the address it was called from, so the list is only as good as whoever wrote its end.
  while (is_trusted_proxy(address) && !rest.empty()) {
    const std::size_t comma = rest.rfind(',');
    const std::string_view last = auth::trim(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(0, comma);
    if (last.empty()) break;
    address = without_port(last);
  }
  return address;
}

std::string Forwarding::own_origin(const Request& request) const {
  if (!settings_.network.public_url.empty()) return settings_.network.public_url;
  std::string scheme = request.secure ? "https" : "http";
  std::string host{request.header("host")};
  if (is_trusted_proxy(request.peer_address)) {
    const std::string_view proto = first_entry(request.header("x-forwarded-proto"));
    if (proto == "https" || proto == "http") scheme = proto;
    if (const auto forwarded = first_entry(request.header("x-forwarded-host")); is_host(forwarded)) host = forwarded;
  }
  if (!is_host(host)) host = listening_host(settings_.server.listen);
  return scheme + "://" + host;
}

std::string Forwarding::socket_url(const Request& request, const PartyId& party) const {
  // "http://…" → "ws://…", "https://…" → "wss://…".
  return "ws" + own_origin(request).substr(4) + "/api/v1/watch-parties/" +
         boost::urls::encode(party.str(), boost::urls::pchars - '/') + "/ws";
}

}  // namespace matinee::http_api
