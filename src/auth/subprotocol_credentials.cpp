#include "auth/subprotocol_credentials.hpp"

#include <algorithm>
#include <optional>

#include "auth/header_text.hpp"
#include "auth/jose.hpp"
#include "auth/token_verifier.hpp"

namespace matinee::auth {
namespace {

constexpr std::string_view ticket_prefix = "ticket.";
constexpr std::string_view bearer_prefix = "auth.bearer.";

/// Base64 of either alphabet, with or without padding.
std::optional<std::string> decode_any_base64(std::string_view text) {
  if (text.size() > max_token_bytes * 2) return std::nullopt;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  std::string base64url(text);
  std::replace(base64url.begin(), base64url.end(), '+', '-');
  std::replace(base64url.begin(), base64url.end(), '/', '_');
  return decode_base64url(base64url);
}

}  // namespace

Result<SubprotocolCredentials, std::string> parse_subprotocols(std::string_view header) {
  using Kind = SubprotocolCredentials::Kind;
  SubprotocolCredentials found;
  bool matinee_offered = false;
  while (!header.empty()) {
    const std::string_view entry = next_entry(header, ',');
    const bool ticket = entry.starts_with(ticket_prefix);
    const bool bearer = entry.starts_with(bearer_prefix);
    matinee_offered = matinee_offered || entry == matinee_subprotocol;
    if (!ticket && !bearer) continue;
    if (found.kind != Kind::none) {
      return std::string("Sec-WebSocket-Protocol carries more than one credential; send one ticket or one token");
    }
    if (ticket) {
      found = {Kind::ticket, std::string(entry.substr(ticket_prefix.size())), ""};
      continue;
    }
    auto token = decode_any_base64(entry.substr(bearer_prefix.size()));
    if (!token || token->empty()) {
      return std::string(
          "Sec-WebSocket-Protocol: after \"auth.bearer.\" comes the token once more in base64 or base64url");
    }
    found = {Kind::bearer, *std::move(token), std::string(entry)};
  }
  if (found.kind == Kind::ticket && !matinee_offered) {
    return std::string(
        "Sec-WebSocket-Protocol: a ticket comes with the subprotocol it is for: matinee.v1, ticket.<ticket>");
  }
  if (found.kind != Kind::bearer && matinee_offered) found.selected = matinee_subprotocol;
  return found;
}

}  // namespace matinee::auth
