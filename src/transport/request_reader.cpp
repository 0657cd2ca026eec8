#include "transport/request_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <string>
#include <utility>

#include "transport/http_text.hpp"
#include "transport/request_guard.hpp"

namespace matinee::transport {

namespace {

namespace http = boost::beast::http;
using Parser = http::request_parser<http::string_body>;
using protocol::ErrorCode;

constexpr std::string_view shortest_last_chunk = "0\r\n\r\n";

Rejection describe(const boost::system::error_code& error) {
  if (error == http::error::body_limit)
    return {413, ErrorCode::too_large, "The body is larger than this server takes."};
  if (error == http::error::bad_chunk || error == http::error::bad_chunk_extension) {
    return {400, ErrorCode::invalid_request, "The chunked body is malformed."};
  }
  return {400, ErrorCode::invalid_request, "The request is not well-formed HTTP/1.1."};
}

http_api::Request to_request(http::request<http::string_body>&& message) {
  http_api::Request request;
  request.method = std::string(message.method_string());
  const std::string_view target = message.target();
  const std::size_t question_mark = std::min(target.find('?'), target.size());
  request.path = std::string(target.substr(0, question_mark));
  if (question_mark < target.size()) request.query = std::string(target.substr(question_mark + 1));
  for (const auto& field : message) {
    http_api::Header header{std::string(field.name_string()), std::string(field.value())};
    for (char& c : header.name) c = to_lower(c);
    request.headers.push_back(std::move(header));
  }
  request.body = std::move(message.body());
  return request;
}

}  // namespace

class RequestReader::Impl {
 public:
  explicit Impl(RequestLimits limits) : limits_(limits), guard_(limits.header_bytes) {}

  Result<Progress, Rejection> advance() {
    if (!parser_) {
      if (!skip_empty_line()) return Progress::need_more;
      auto head = guard_.scan(input);
      if (!head) return head.error();
      if (head.value() == 0) return Progress::need_more;
      if (const auto rejection = parse_head(head.value())) return *rejection;
      if (!parser_->is_done() && expects_continue_ && input.empty()) return Progress::expects_continue;
    }
    return parse_body();
  }

  IncomingRequest take() {
    IncomingRequest taken;
    auto message = parser_->release();
    taken.http_1_1 = message.version() == 11;
    taken.keep_alive = message.keep_alive();
    taken.request = to_request(std::move(message));
    parser_.reset();
    empty_line_checked_ = false;
    guard_ = RequestGuard(limits_.header_bytes);
    if (input.empty()) input = {};  // an idle connection holds no buffer
    return taken;
  }

  bool begun() const { return parser_.has_value() || empty_line_checked_ || !input.empty(); }

  std::string input;

 private:
  // One empty line before a request is forgiven (RFC 9112, 2.2). False while there is nothing for the guard yet.
  bool skip_empty_line() {
    if (!empty_line_checked_) {
      if (input.empty() || input == "\r") return false;
      empty_line_checked_ = true;
      if (input.starts_with("\r\n")) input.erase(0, 2);
    }
    return !input.empty();
  }

  std::optional<Rejection> parse_head(std::size_t size) {
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(limits_.header_bytes));
    parser_->body_limit(limits_.body_bytes);
    boost::system::error_code error;
    parser_->put(boost::asio::buffer(input.data(), size), error);
    if (error && error != http::error::need_more) return describe(error);
    if (!parser_->is_header_done()) return describe(http::make_error_code(http::error::bad_field));
    input.erase(0, size);
    return check_expectation();
  }

  std::optional<Rejection> check_expectation() {
    const std::string_view expect = parser_->get()[http::field::expect];
    expects_continue_ = equal_ignoring_case(expect, "100-continue") && parser_->get().version() == 11;
    if (expect.empty() || equal_ignoring_case(expect, "100-continue")) return std::nullopt;
    return Rejection{417, ErrorCode::invalid_request, "The only expectation this server meets is 100-continue."};
  }

  Result<Progress, Rejection> parse_body() {
    // Beast asserts that it sees the end of a chunked body in no less than its five bytes: wait for them.
    if (parser_->chunked() && input.starts_with('0') && input.size() < shortest_last_chunk.size()) {
      return Progress::need_more;
    }
    parser_->eager(true);
    while (!parser_->is_done() && !input.empty()) {
      boost::system::error_code error;
      const std::size_t used = parser_->put(boost::asio::buffer(input), error);
      input.erase(0, used);
      if (error && error != http::error::need_more) return describe(error);
      if (error == http::error::need_more || used == 0) break;
    }
    if (parser_->is_done()) return Progress::complete;
    // Beast waits for whole chunk headers and trailers; nobody needs long ones.
    if (input.size() > limits_.header_bytes) {
      return Rejection{400, ErrorCode::invalid_request, "A chunk header or the trailer fields are too long."};
    }
    return Progress::need_more;
  }

  RequestLimits limits_;
  RequestGuard guard_;
  std::optional<Parser> parser_;
  bool empty_line_checked_ = false;  // the request has begun, and what was before it is gone
  bool expects_continue_ = false;
};

RequestReader::RequestReader(RequestLimits limits) : impl_(std::make_unique<Impl>(limits)) {}
RequestReader::~RequestReader() = default;

void RequestReader::append(std::string_view bytes) {
  impl_->input.append(bytes);
}
Result<RequestReader::Progress, Rejection> RequestReader::advance() {
  return impl_->advance();
}
IncomingRequest RequestReader::take() {
  return impl_->take();
}
bool RequestReader::begun() const {
  return impl_->begun();
}
std::size_t RequestReader::buffered() const {
  return impl_->input.size();
}

}  // namespace matinee::transport
