#include "transport/response_head.hpp"

#include <array>
#include <boost/beast/http/status.hpp>
#include <ctime>

#include "transport/http_text.hpp"

namespace matinee::transport {

namespace {

void append_field(std::string& head, std::string_view name, std::string_view value) {
  head += name;
  head += ": ";
  for (const char c : value) head += is_control(c) && c != '\t' ? ' ' : c;
  head += "\r\n";
}

bool has_field(const http_api::Response& response, std::string_view name) {
  for (const auto& header : response.headers) {
    if (equal_ignoring_case(header.name, name)) return true;
  }
  return false;
}

std::string connection_options(const http_api::Response& response, Persistence persistence) {
  std::string options;
  if (!persistence.keep_alive) options = "close";
  if (persistence.keep_alive && !persistence.http_1_1) options = "keep-alive";
  // Upgrade counts only when Connection names it (RFC 9110, 7.8).
  if (has_field(response, "upgrade")) options += options.empty() ? "Upgrade" : ", Upgrade";
  return options;
}

}  // namespace

std::string http_date(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  // The process keeps the "C" locale, so the names are English.
  const std::size_t size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), size};
}

std::uint64_t body_size(const http_api::Response& response) {
  return response.file ? response.file->length : response.body.size();
}

std::string response_head(const http_api::Response& response, Persistence persistence, std::string_view date) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + ' ';
  head += boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(response.status));
  head += "\r\n";
  append_field(head, "Date", date);
  append_field(head, "Server", "matinee");
  if (const std::string options = connection_options(response, persistence); !options.empty()) {
    append_field(head, "Connection", options);
  }
  for (const auto& header : response.headers) append_field(head, header.name, header.value);
  if (status_allows_body(response.status)) append_field(head, "Content-Length", std::to_string(body_size(response)));
  head += "\r\n";
  return head;
}

std::string switching_protocols_head(std::string_view accept, std::string_view subprotocol) {
  std::string head = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
  append_field(head, "Sec-WebSocket-Accept", accept);
  if (!subprotocol.empty()) append_field(head, "Sec-WebSocket-Protocol", subprotocol);
  head += "\r\n";
  return head;
}

}  // namespace matinee::transport
