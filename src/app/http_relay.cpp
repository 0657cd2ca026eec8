#include "app/http_relay.hpp"

#include <utility>
#include <vector>

#include "base/log.hpp"
#include "base/packing.hpp"

namespace matinee::http_api {

template <class Archive, class T>
  requires std::same_as<std::remove_const_t<T>, Header>
void fields(Archive& archive, T& value) {
  archive(value.name, value.value);
}
template <class Archive, class T>
  requires std::same_as<std::remove_const_t<T>, Request>
void fields(Archive& archive, T& value) {
  archive(value.method, value.path, value.query, value.headers, value.body, value.peer_address, value.secure,
          value.passed_on);
}
/// Without a file: what a party is asked for is never one.
template <class Archive, class T>
  requires std::same_as<std::remove_const_t<T>, Response>
void fields(Archive& archive, T& value) {
  archive(value.status, value.headers, value.body);
}

}  // namespace matinee::http_api

namespace matinee::app {
namespace {

using http_api::Request;
using http_api::Respond;
using http_api::Response;

constexpr std::chrono::seconds patience{5};
constexpr std::uint8_t format_version = 1;
enum class Kind : std::uint8_t { request, response };

}  // namespace

HttpRelay::HttpRelay(std::string node, cluster::Bus& bus, engine::Engine& engine)
    : node_(std::move(node)), bus_(bus), engine_(engine) {}

void HttpRelay::ask(const std::string& node, Request request, engine::Shard& shard, Respond respond) {
  std::uint64_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    number = ++asked_;
    waiting_.emplace(number, Waiting{shard, std::move(respond), node, std::chrono::steady_clock::now() + patience});
  }
  Packer packer;
  packer(format_version, Kind::request, node_, number, request);
  bus_.send(node, cluster::Channel::http, packer.take());
}

void HttpRelay::on_message(std::string_view bytes) {
  Unpacker unpacker(bytes);
  std::uint8_t version = 0;
  Kind kind{};
  std::string sender;
  std::uint64_t number = 0;
  unpacker(version, kind, sender, number);
  const bool known = !unpacker.failed() && version == format_version && kind <= Kind::response;
  Request request;
  Response response;
  if (known) kind == Kind::request ? unpacker(request) : unpacker(response);
  if (!known || !unpacker.complete()) return log::warn("peer_message_unreadable", {{"bytes", bytes.size()}});
  kind == Kind::request ? answer(sender, number, std::move(request)) : finish(number, std::move(response));
}

void HttpRelay::answer(const std::string& sender, std::uint64_t number, Request request) {
  engine::Shard& shard = engine_.shard(number % engine_.shard_count());
  shard.submit([this, &shard, sender, number, request = std::move(request)] {
    api_->handle(shard, request, [this, sender, number](const Response& response) {
      Packer packer;
      packer(format_version, Kind::response, node_, number, response);
      bus_.send(sender, cluster::Channel::http, packer.take());
    });
  });
}

void HttpRelay::finish(std::uint64_t number, Response response) {
  std::unique_lock lock(mutex_);
  auto found = waiting_.extract(number);
  lock.unlock();
  if (found.empty()) return;  // too late
  Waiting& waiting = found.mapped();
  waiting.shard.submit([respond = std::move(waiting.respond), response = std::move(response)] { respond(response); });
}

template <class IsLost>
void HttpRelay::give_up(IsLost is_lost) {
  std::vector<std::uint64_t> lost;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [number, waiting] : waiting_) {
      if (is_lost(waiting)) lost.push_back(number);
    }
  }
  for (const std::uint64_t number : lost) {
    finish(number, http_api::problem({protocol::ErrorCode::overloaded,
                                      "the server that leads this party does not answer; what was asked for may have "
                                      "been done",
                                      Millis{1'000}}));
  }
}

void HttpRelay::on_node_gone(const std::string& node) {
  give_up([&node](const Waiting& waiting) { return waiting.node == node; });
}

void HttpRelay::give_up_late(std::chrono::steady_clock::time_point now) {
  give_up([now](const Waiting& waiting) { return waiting.until <= now; });
}

}  // namespace matinee::app
