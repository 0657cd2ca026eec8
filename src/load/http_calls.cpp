#include "load/http_calls.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "load/stream.hpp"

namespace matinee::load {
namespace {

std::string request_of(const HttpCall& call, const Target& target) {
  std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\n",
                                 call.method, call.path, target.authority(), call.token, call.body.size());
  if (!call.body.empty()) text += "Content-Type: application/json\r\n";
  text += "\r\n";
  return text += call.body;
}

}  // namespace

/// One connection, with at most one call on it.
class HttpCalls::Lane final : public Pollable {
 public:
  Lane(HttpCalls& calls) : calls_(calls) {}
  ~Lane() override { drop(); }

  bool busy() const { return busy_; }

  void begin(HttpCall call, SteadyTime now) {
    call_ = std::move(call);
    busy_ = true;
    began_ = now;
    unsent_ = request_of(call_, calls_.target_);
    if (!stream_.is_open()) {
      connecting_ = true;
      if (!stream_.open(calls_.target_)) return finish({0, stream_.error(), {}, {}, false});
      calls_.poller_.watch(stream_.descriptor(), *this, {true, true});
    } else {
      write();
    }
  }

  void give_up_before(SteadyTime deadline) {
    if (busy_ && began_ < deadline) finish({0, "no answer in time", {}, {}, false});
  }

  void on_ready(Readiness readiness) override {
    if (connecting_) {
      const Transfer connected = stream_.finish_connecting();
      if (connected.status == Transfer::Status::would_block) return;
      if (connected.status != Transfer::Status::done) return finish({0, stream_.error(), {}, {}, false});
      connecting_ = false;
    }
    if (readiness.writable && busy_) write();
    if (readiness.readable && stream_.is_open()) read();
  }

 private:
  void write() {
    while (!unsent_.empty()) {
      const Transfer sent = stream_.write(unsent_);
      if (sent.status == Transfer::Status::would_block) break;
      if (sent.status != Transfer::Status::done) return finish({0, stream_.error(), {}, {}, false});
      unsent_.erase(0, sent.bytes);
    }
    calls_.poller_.change(stream_.descriptor(), *this, {true, !unsent_.empty()});
  }

  void read() {
    std::array<char, 16 * 1024> buffer;
    const Transfer got = stream_.read(buffer);
    if (got.status == Transfer::Status::would_block) return;
    if (got.status != Transfer::Status::done) {
      const std::string reason =
          got.status == Transfer::Status::closed ? "the server closed the connection" : stream_.error();
      return busy_ ? finish({0, reason, {}, {}, false}) : drop();
    }
    std::string_view input(buffer.data(), got.bytes);
    if (auto reply = reader_.feed(input)) finish(*reply);
  }

  void finish(HttpReply reply) {
    if (!reply.keeps_alive) drop();
    busy_ = false;
    --calls_.active_;
    const auto done = std::move(call_.done);
    done(reply);
  }

  void drop() {
    if (!stream_.is_open()) return;
    calls_.poller_.forget(stream_.descriptor(), *this);
    stream_.close();
    reader_ = ResponseReader{};
  }

  HttpCalls& calls_;
  Stream stream_;
  ResponseReader reader_;
  HttpCall call_;
  std::string unsent_;
  SteadyTime began_{};
  bool busy_ = false;
  bool connecting_ = false;
};

HttpCalls::HttpCalls(Poller& poller, const Target& target, std::size_t connections) : poller_(poller), target_(target) {
  for (std::size_t i = 0; i < connections; ++i) lanes_.push_back(std::make_unique<Lane>(*this));
}

HttpCalls::~HttpCalls() = default;

void HttpCalls::add(HttpCall call) {
  waiting_.push_back(std::move(call));
}

void HttpCalls::turn(SteadyTime now) {
  for (const auto& lane : lanes_) {
    if (active_ > 0) lane->give_up_before(now - longest_wait);
    if (waiting_.empty() || lane->busy()) continue;
    HttpCall call = std::move(waiting_.front());
    waiting_.pop_front();
    ++active_;
    lane->begin(std::move(call), now);
  }
}

}  // namespace matinee::load
