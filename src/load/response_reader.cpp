#include "load/response_reader.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <charconv>

namespace matinee::load {

namespace http = boost::beast::http;
namespace asio = boost::asio;

struct ResponseReader::Parser {
  http::response_parser<http::string_body> response;
};

namespace {

constexpr std::uint64_t kMostBodyBytes = 16 * 1024 * 1024;

std::optional<std::chrono::seconds> seconds_of(std::string_view text) {
  long long seconds = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc{} || seconds < 0) return std::nullopt;
  return std::chrono::seconds{seconds};
}

std::string text_of(boost::beast::string_view value) {
  return {value.data(), value.size()};
}

}  // namespace

ResponseReader::ResponseReader() = default;
ResponseReader::~ResponseReader() = default;
ResponseReader::ResponseReader(ResponseReader&&) noexcept = default;
ResponseReader& ResponseReader::operator=(ResponseReader&&) noexcept = default;

std::optional<HttpReply> ResponseReader::feed(std::string_view& input) {
  if (!parser_) {
    parser_ = std::make_unique<Parser>();
    parser_->response.eager(true);
    parser_->response.body_limit(kMostBodyBytes);
  }
  auto& response = parser_->response;
  unread_.append(input);
  boost::beast::error_code error;
  std::size_t used = 0;
  while (!response.is_done() && used < unread_.size()) {
    const std::size_t taken = response.put(asio::buffer(unread_.data() + used, unread_.size() - used), error);
    used += taken;
    if (error || taken == 0) break;
  }
  if (error == http::error::need_more) error = {};
  if (!error && !response.is_done()) {
    unread_.erase(0, used);
    input = {};
    return std::nullopt;
  }
  // What was not used came last, so it is the end of `input`.
  input.remove_prefix(input.size() - std::min(input.size(), unread_.size() - used));
  unread_.clear();
  const auto parser = std::move(parser_);
  if (error) return HttpReply{0, "the response is not HTTP: " + error.message(), {}, {}, false};
  const auto& message = parser->response.get();
  return HttpReply{message.result_int(), message.body(), seconds_of(text_of(message[http::field::retry_after])),
                   text_of(message[http::field::sec_websocket_accept]), message.keep_alive()};
}

}  // namespace matinee::load
