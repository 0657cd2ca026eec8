#include "load/connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "websocket/frame_writer.hpp"
#include "websocket/handshake.hpp"

namespace matinee::load {
namespace {

using Status = Transfer::Status;

/// A sync-request's answer lists everyone in the party.
constexpr std::uint32_t kMostMessageBytes = 64 * 1024 * 1024;

/// The server looks at its form only; what makes the answer unpredictable does not matter to a measurement.
constexpr std::string_view kKey = "bWF0aW5lZSBiZW5jaC4uLg==";

constexpr websocket::ReaderOptions kReader{websocket::Role::client, kMostMessageBytes};

HttpReply unreachable(std::string why) {
  return {0, std::move(why), {}, {}, false};
}

}  // namespace

Connection::Connection(Poller& poller, const Target& target, Buffer buffer, ConnectionEvents& events)
    : poller_(poller),
      target_(target),
      buffer_(buffer),
      events_(events),
      frames_(kReader),
      random_(static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(this) >> 4) | 1u) {}

Connection::~Connection() {
  drop();
}

void Connection::open(std::string_view path, std::string_view token, Link link) {
  drop();
  frames_ = websocket::MessageReader(kReader);
  response_ = std::make_unique<ResponseReader>();
  unsent_ = fmt::format(
      "GET {} HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: {}\r\nAuthorization: Bearer {}\r\n\r\n",
      path, target_.authority(), kKey, token);
  reading_ = true;
  waits_for_room_ = true;
  stage_ = Stage::connecting;
  if (!stream_.open(target_, link)) return refuse(unreachable(stream_.error()));
  poller_.watch(stream_.descriptor(), *this, {true, true});
}

void Connection::on_ready(Readiness readiness) {
  if (stage_ == Stage::connecting) {
    const Transfer connected = stream_.finish_connecting();
    if (connected.status == Status::would_block) return;
    if (connected.status != Status::done) return refuse(unreachable(stream_.error()));
    stage_ = Stage::upgrading;
  }
  if (readiness.writable && stage_ != Stage::idle) flush();
  if (readiness.readable && stage_ != Stage::idle) read(buffer_.size());
}

void Connection::queue_text(std::string_view text) {
  websocket::append_masked_frame(unsent_, websocket::Opcode::text, text, next_key());
}

void Connection::flush() {
  while (!unsent_.empty()) {
    const Transfer sent = stream_.write(unsent_);
    if (sent.status == Status::would_block) break;
    if (sent.status != Status::done) {
      return stage_ == Stage::open ? end({1006, stream_.error()}) : refuse(unreachable(stream_.error()));
    }
    unsent_.erase(0, sent.bytes);
  }
  if (unsent_.empty()) std::string{}.swap(unsent_);  // idle connections hold no memory
  if (waits_for_room_ == unsent_.empty()) {
    waits_for_room_ = !unsent_.empty();
    update_interest();
  }
}

void Connection::set_reading(bool on) {
  if (reading_ == on || stage_ != Stage::open) return;
  reading_ = on;
  update_interest();
}

void Connection::read_byte() {
  if (stage_ == Stage::open) read(1);
}

void Connection::abort() {
  if (stage_ == Stage::idle) return;
  poller_.forget(stream_.descriptor(), *this);
  stream_.abort();
  drop();
}

void Connection::read(std::size_t most) {
  while (stage_ != Stage::idle) {
    const Transfer got = stream_.read(buffer_.first(most));
    if (got.status == Status::would_block) return;
    if (got.status != Status::done) {
      const std::string why = got.status == Status::closed ? "the server closed the connection" : stream_.error();
      return stage_ == Stage::open ? end({1006, why}) : refuse(unreachable(why));
    }
    bytes_received_ += got.bytes;
    take({buffer_.data(), got.bytes});
    // A short read of a plain socket has emptied it; a TLS record may hold more than was asked for.
    if (most == 1 || (got.bytes < most && target_.tls() == nullptr)) return;
  }
}

void Connection::take(std::string_view input) {
  if (stage_ == Stage::upgrading) take_upgrade(input);
  if (stage_ == Stage::open) take_frames(input);
}

void Connection::take_upgrade(std::string_view& input) {
  auto reply = response_->feed(input);
  if (!reply) return;
  if (reply->status == 101 && reply->accept_key != websocket::accept_for_key(kKey)) {
    return refuse(unreachable("Sec-WebSocket-Accept does not answer the key"));
  }
  if (reply->status != 101) return refuse(std::move(*reply));
  response_.reset();
  stage_ = Stage::open;
  events_.on_open();
}

void Connection::take_frames(std::string_view input) {
  const SteadyTime at = SteadyClock::now();
  while (const auto event = frames_.next(input)) {
    if (!handle(*event, at)) return;
  }
}

bool Connection::handle(const websocket::Event& event, SteadyTime at) {
  if (const auto* message = std::get_if<websocket::TextMessage>(&event)) {
    events_.on_text(message->text, at);
    return stage_ == Stage::open;
  }
  if (const auto* ping = std::get_if<websocket::Ping>(&event)) {
    websocket::append_masked_frame(unsent_, websocket::Opcode::pong, ping->payload, next_key());
    flush();
    return stage_ == Stage::open;
  }
  if (const auto* close = std::get_if<websocket::Close>(&event)) {
    end({static_cast<std::uint16_t>(close->code.value_or(websocket::CloseCode::no_status_received)),
         std::string(close->reason)});
    return false;
  }
  if (const auto* broken = std::get_if<websocket::Failure>(&event)) {
    end({1006, fmt::format("the server broke the WebSocket protocol: {}", broken->what)});
    return false;
  }
  return true;
}

void Connection::update_interest() {
  poller_.change(stream_.descriptor(), *this, {reading_, waits_for_room_});
}

void Connection::refuse(HttpReply reply) {
  drop();
  events_.on_refused(reply);
}

void Connection::end(Ending ending) {
  drop();
  events_.on_closed(ending);
}

void Connection::drop() {
  if (stream_.is_open()) {
    poller_.forget(stream_.descriptor(), *this);
    stream_.close();
  }
  response_.reset();
  std::string{}.swap(unsent_);
  stage_ = Stage::idle;
}

/// xorshift32: any keys do, as long as they are not constant.
websocket::MaskingKey Connection::next_key() {
  random_ ^= random_ << 13;
  random_ ^= random_ >> 17;
  random_ ^= random_ << 5;
  return {static_cast<std::uint8_t>(random_), static_cast<std::uint8_t>(random_ >> 8),
          static_cast<std::uint8_t>(random_ >> 16), static_cast<std::uint8_t>(random_ >> 24)};
}

}  // namespace matinee::load
