#include "websocket/handshake.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace matinee::websocket {
namespace {

constexpr std::string_view protocol_guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // RFC 6455, 1.3
constexpr std::size_t sha1_size = 20;
constexpr std::size_t base64_sha1_size = 28;

bool is_base64_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool is_visible_ascii(char c) {
  return c > ' ' && c < '\x7F';
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

bool is_valid_key(std::string_view key) {
  constexpr std::size_t digits = 22;
  return key.size() == digits + 2 && key.substr(digits) == "==" &&
         std::all_of(key.begin(), key.begin() + digits, is_base64_digit);
}

std::string accept_for_key(std::string_view key) {
  const std::string input = std::string(key).append(protocol_guid);
  std::array<unsigned char, sha1_size> digest;
  if (EVP_Digest(input.data(), input.size(), digest.data(), nullptr, EVP_sha1(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL refuses SHA-1, which the WebSocket handshake requires");
  }
  std::array<unsigned char, base64_sha1_size + 1> encoded;  // EVP_EncodeBlock adds a NUL
  EVP_EncodeBlock(encoded.data(), digest.data(), sha1_size);
  return {encoded.begin(), encoded.begin() + base64_sha1_size};
}

Result<std::vector<std::string_view>, InvalidSubprotocols> parse_subprotocols(std::string_view value) {
  std::vector<std::string_view> names;
  for (std::size_t start = 0; start <= value.size();) {
    const std::size_t end = std::min(value.find(',', start), value.size());
    const std::string_view name = trim(value.substr(start, end - start));
    const auto bad = std::find_if_not(name.begin(), name.end(), is_visible_ascii);
    if (bad != name.end()) {
      return InvalidSubprotocols{static_cast<std::size_t>(&*bad - value.data()),
                                 "subprotocol names are visible ASCII without spaces, separated by commas"};
    }
    if (!name.empty()) names.push_back(name);
    start = end + 1;
  }
  return names;
}

}  // namespace matinee::websocket
