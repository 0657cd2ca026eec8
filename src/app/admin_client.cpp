#include "app/admin_client.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <optional>

#include "load/http_calls.hpp"

namespace matinee::app {
namespace {

namespace json = boost::json;

/// Sends one request and waits for what comes of it.
load::HttpReply exchange(const load::Target& target, load::HttpCall call) {
  std::optional<load::HttpReply> reply;
  load::Poller poller;
  load::HttpCalls calls(poller, target, 1);
  call.done = [&reply](const load::HttpReply& got) { reply = got; };
  calls.add(std::move(call));
  while (!reply) {
    calls.turn(load::SteadyTime::clock::now());
    if (!reply) poller.run(std::chrono::milliseconds{100});
  }
  return *reply;
}

std::string reason_of(const load::HttpReply& reply, std::string_view url) {
  if (reply.status == 0) return fmt::format("{} can't be reached: {}", url, reply.body);
  boost::system::error_code error;
  const json::value body = json::parse(reply.body, error);
  const json::object* problem = error ? nullptr : body.if_object();
  const json::value* detail = problem == nullptr ? nullptr : problem->if_contains("detail");
  const json::value* code = problem == nullptr ? nullptr : problem->if_contains("code");
  if (detail == nullptr || !detail->is_string() || code == nullptr || !code->is_string()) {
    return fmt::format("{} answered with status {}", url, reply.status);
  }
  std::string reason = fmt::format("{} ({})", std::string_view(detail->get_string()), std::string_view(code->get_string()));
  if (reply.retry_after) reason += fmt::format("; try again in {} s", reply.retry_after->count());
  return reason;
}

}  // namespace

Result<json::value, std::string> AdminClient::ask(std::string_view method, std::string_view path,
                                                  const json::value& body) const {
  load::HttpCall call;
  call.method = method;
  call.path = "/api/v1/admin" + std::string(path);
  call.token = token_;
  if (!body.is_null()) call.body = json::serialize(body);
  const load::HttpReply reply = exchange(target_, std::move(call));
  if (reply.status < 200 || reply.status > 299) return failure(reason_of(reply, target_.url()));
  if (reply.body.empty()) return json::value(nullptr);
  boost::system::error_code error;
  json::value answer = json::parse(reply.body, error);
  if (error) return failure(fmt::format("{} answered with something that is not JSON", target_.url()));
  return answer;
}

std::string encode_segment(std::string_view text) {
  std::string encoded;
  for (const char byte : text) {
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                       byte == '-' || byte == '.' || byte == '_' || byte == '~';
    if (plain) {
      encoded += byte;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
    }
  }
  return encoded;
}

}  // namespace matinee::app
