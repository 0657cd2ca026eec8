// The floor of fan-out: a server that does nothing but write. It speaks just enough of the protocol for `matinee bench`
// to use it (no authentication, no roles, no storage), and answers every seek with a plain loop of send() over the
// party's sockets, of the same bytes the real server sends. The CPU time of these loops alone, per send, is what the
// real server's is compared with. Single thread. Ends on SIGTERM with one line of JSON.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <ctime>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "protocol/event.hpp"
#include "websocket/frame_reader.hpp"
#include "websocket/frame_writer.hpp"
#include "websocket/handshake.hpp"

namespace matinee {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";

volatile sig_atomic_t stopped = 0;

struct FloorParty {
  PartyId id;
  std::vector<int> sockets;
  std::uint64_t revision = 0;
};

struct Peer {
  std::string head;  // of the request that is being read, while it is HTTP
  FloorParty* party = nullptr;
  bool upgraded = false;
  websocket::MessageReader frames;
};

/// CPU time of this thread, in nanoseconds.
std::int64_t cpu_now() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_nsec;
}

/// The digits after `name` in a text, as a number.
std::uint64_t number_after(std::string_view text, std::string_view name) {
  const std::size_t found = text.find(name);
  std::uint64_t number = 0;
  if (found == std::string_view::npos) return 0;
  text.remove_prefix(found + name.size());
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// The value of a header, whose name is written as `matinee bench` writes it.
std::string_view header(std::string_view head, std::string_view name) {
  const std::size_t found = head.find(name);
  if (found == std::string_view::npos) return {};
  head.remove_prefix(found + name.size());
  return head.substr(0, head.find("\r\n"));
}

class SendFloor {
 public:
  SendFloor() : epoll_(::epoll_create1(0)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 4096) != 0) {
      throw std::runtime_error("the floor can't listen");
    }
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    watch(listener_);
    fmt::print("listening on http://127.0.0.1:{}\n", ntohs(address.sin_port));
    std::fflush(stdout);
  }

  void run() {
    std::array<epoll_event, 256> events;
    while (stopped == 0) {
      const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 100);
      for (int i = 0; i < count; ++i) {
        const int socket = events[static_cast<std::size_t>(i)].data.fd;
        socket == listener_ ? accept() : read(socket);
      }
    }
  }

  void report() const {
    const double per_send = sends_ == 0 ? 0 : static_cast<double>(send_nanos_) / static_cast<double>(sends_) / 1000;
    fmt::print(R"({{"sends":{},"changes":{},"bytes_per_send":{},"cpu_per_send_us":{:.4f}}})"
               "\n",
               sends_, changes_, bytes_, per_send);
  }

 private:
  void watch(int socket) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = socket;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event);
  }

  void accept() {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK);
    if (socket < 0) return;
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    peers_.emplace(socket, std::make_unique<Peer>());
    watch(socket);
  }

  void read(int socket) {
    std::array<char, 16 * 1024> buffer;
    const ssize_t count = ::recv(socket, buffer.data(), buffer.size(), 0);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) return drop(socket);
    Peer& peer = *peers_.at(socket);
    std::string_view input(buffer.data(), static_cast<std::size_t>(count));
    if (peer.upgraded) return read_frames(socket, peer, input);
    peer.head += input;
    answer_requests(socket, peer);
  }

  void drop(int socket) {
    const auto peer = peers_.find(socket);
    if (FloorParty* party = peer->second->party) std::erase(party->sockets, socket);
    peers_.erase(peer);
    ::close(socket);
  }

  void answer_requests(int socket, Peer& peer) {
    for (std::size_t end; !peer.upgraded && (end = peer.head.find(kHeadEnd)) != std::string::npos;) {
      const std::string head = peer.head.substr(0, end + kHeadEnd.size());
      const std::size_t whole = head.size() + number_after(head, "Content-Length: ");
      if (peer.head.size() < whole) return;
      peer.head.erase(0, whole);
      answer(socket, peer, head);
    }
  }

  void answer(int socket, Peer& peer, std::string_view head) {
    if (head.starts_with("GET")) return upgrade(socket, peer, head);
    if (head.find("/join ") != std::string_view::npos) return reply(socket, "200 OK", "{}");
    const std::string id = fmt::format("0198c2f4-7d1e-7b52-9a66-{:012x}", parties_.size() + 1);
    auto party = std::make_unique<FloorParty>();
    party->id = PartyId{id};
    parties_.emplace(id, std::move(party));
    reply(socket, "201 Created", fmt::format(R"({{"id":"{}","invite_code":"ABC234"}})", id));
  }

  void reply(int socket, std::string_view status, std::string_view body) const {
    write(socket, fmt::format("HTTP/1.1 {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}", status,
                              body.size(), body));
  }

  void upgrade(int socket, Peer& peer, std::string_view head) {
    constexpr std::string_view before = "/watch-parties/";
    const std::size_t begin = head.find(before) + before.size();
    peer.party = parties_.at(std::string(head.substr(begin, head.find("/ws ") - begin))).get();
    peer.upgraded = true;
    write(socket, fmt::format("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                              "Sec-WebSocket-Accept: {}\r\n\r\n",
                              websocket::accept_for_key(header(head, "Sec-WebSocket-Key: "))));
    peer.party->sockets.push_back(socket);
  }

  void read_frames(int socket, Peer& peer, std::string_view input) {
    while (const auto event = peer.frames.next(input)) {
      const auto* message = std::get_if<websocket::TextMessage>(&*event);
      if (message == nullptr) return drop(socket);
      message->text.find("\"seek\"") != std::string_view::npos
          ? broadcast(*peer.party, number_after(message->text, "\"position\":"))
          : answer_sync(socket, *peer.party);
    }
  }

  void answer_sync(int socket, const FloorParty& party) const {
    const protocol::Stamp stamp{{}, 1, party.revision};
    std::string frame;
    websocket::append_text_frame(frame,
                                 protocol::encode_sync_answer({party.id, stamp, from_unix_ms(1'767'193'200'250)}, {}));
    write(socket, frame);
  }

  /// What is measured: one send() for every socket of the party.
  void broadcast(FloorParty& party, std::uint64_t position) {
    protocol::Stamp stamp{{}, 1, ++party.revision};
    stamp.playback.position = std::chrono::seconds{position};
    const protocol::EventContext context{party.id, stamp, from_unix_ms(1'767'193'200'250)};
    const party::PlaybackChanged change{party::PlaybackChange::seek, stamp.playback,
                                        party::Person{UserId{"bench-00000000-0"}, "bench-00000000-0"}};
    std::string bytes;
    websocket::append_text_frame(bytes, protocol::encode_playback(context, change));
    websocket::append_text_frame(bytes, protocol::encode_sync(context));
    const std::int64_t began = cpu_now();
    for (const int socket : party.sockets) write(socket, bytes);
    send_nanos_ += cpu_now() - began;
    sends_ += party.sockets.size();
    bytes_ = bytes.size();
    ++changes_;
  }

  static void write(int socket, std::string_view bytes) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent != static_cast<ssize_t>(bytes.size())) throw std::runtime_error("a socket took less than was sent");
  }

  int epoll_;
  int listener_;
  std::unordered_map<int, std::unique_ptr<Peer>> peers_;
  std::unordered_map<std::string, std::unique_ptr<FloorParty>> parties_;
  std::int64_t send_nanos_ = 0;
  std::uint64_t sends_ = 0;
  std::uint64_t changes_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace
}  // namespace matinee

int main() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  struct sigaction action {};
  action.sa_handler = [](int) { matinee::stopped = 1; };
  ::sigaction(SIGTERM, &action, nullptr);
  try {
    matinee::SendFloor floor;
    floor.run();
    floor.report();
  } catch (const std::exception& error) {
    fmt::print(stderr, "send_floor: {}\n", error.what());
    return 1;
  }
}
