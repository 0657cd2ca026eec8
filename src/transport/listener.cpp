#include "transport/listener.hpp"

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "base/log.hpp"
#include "transport/accept_rate.hpp"
#include "transport/descriptor_watch.hpp"
#include "transport/socket_address.hpp"
#include "transport/socket_options.hpp"

namespace matinee::transport {

namespace {

// Connections accepted before the loop's other work gets its turn.
constexpr int accept_batch = 64;

// How long accepting pauses when the process or the machine has no descriptor or memory left: the queue of the kernel
// holds the clients, and connections that end meanwhile make room.
constexpr Millis exhausted_pause{100};

// While there is room and none by turns, one line tells it.
constexpr std::chrono::minutes warning_interval{1};

bool is_exhausted(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

std::string explain_bind_error(int error) {
  switch (error) {
    case EADDRINUSE:
      return "the address is taken by another program; stop that one or listen on another port";
    case EACCES:
      return "ports below 1024 need a privilege (CAP_NET_BIND_SERVICE); take a higher one";
    case EADDRNOTAVAIL:
      return "this machine has no such address; 0.0.0.0 or :: stands for all it has";
    default:
      return std::strerror(error);
  }
}

}  // namespace

struct Listener::Impl : std::enable_shared_from_this<Listener::Impl> {
  Impl(EventLoop& loop_in, std::shared_ptr<Admission> admission_in, std::uint32_t accepts_per_second,
       OnAccepted accepted, OnRefused refused)
      : loop(loop_in),
        admission(std::move(admission_in)),
        rate(accepts_per_second),
        on_accepted(std::move(accepted)),
        on_refused(std::move(refused)) {}

  void wait() {
    if (!watch) return;
    watch->wait_readable([self = shared_from_this()] { self->accept_some(); });
  }

  void accept_some() {
    for (int i = 0; i < accept_batch && watch; ++i) {
      if (!rate.has_room(loop.now())) return resume_after(rate.wait());
      SocketAddress peer;
      FileDescriptor socket(::accept4(watch->get(), peer.data(), &peer.size, SOCK_NONBLOCK | SOCK_CLOEXEC));
      if (!socket.is_open()) {
        if (is_exhausted(errno)) return pause(errno);
        break;  // nothing more now, or the client has left already
      }
      rate.take();
      admit(std::move(socket), host_of(peer));
    }
    wait();
  }

  void admit(FileDescriptor socket, std::string peer_address) {
    prepare_accepted(socket.get());
    auto permit = admission->admit(peer_address);
    if (!permit) return on_refused({std::move(socket), std::move(peer_address), {}, permit.error()});
    on_accepted({std::move(socket), std::move(peer_address), std::move(permit).value(), std::nullopt});
  }

  void pause(int error) {
    const TimePoint now = loop.now();
    if (!warned_at || now - *warned_at >= warning_interval) {
      log::warn("accepting_pauses", {{"error", std::strerror(error)}});
      warned_at = now;
    }
    resume_after(exhausted_pause);
  }

  // Meanwhile the kernel's queue holds the clients.
  void resume_after(Millis delay) {
    loop.call_after(delay, [self = shared_from_this()] { self->accept_some(); });
  }

  EventLoop& loop;
  std::shared_ptr<Admission> admission;
  AcceptRate rate;
  OnAccepted on_accepted;
  OnRefused on_refused;
  FileDescriptor bound;                  // until start()
  std::optional<DescriptorWatch> watch;  // from start() to stop()
  std::string address;
  std::optional<TimePoint> warned_at;
};

Listener::Listener(EventLoop& loop, std::shared_ptr<Admission> admission, std::uint32_t accepts_per_second,
                   OnAccepted on_accepted, OnRefused on_refused)
    : impl_(std::make_shared<Impl>(loop, std::move(admission), accepts_per_second, std::move(on_accepted),
                                   std::move(on_refused))) {}

Listener::~Listener() = default;

Result<void, std::string> Listener::bind(const std::string& host, std::uint16_t port) {
  const std::string shown = host.find(':') == std::string::npos ? host : '[' + host + ']';
  const std::string where = "can't listen on " + shown + ":" + std::to_string(port) + ": ";
  auto resolved = resolve(host, port);
  if (!resolved) return where + resolved.error();
  SocketAddress address = resolved.value();
  const int family = address.storage.ss_family;
  FileDescriptor socket(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket.is_open()) return where + std::strerror(errno);
  const int on = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(socket.get(), address.data(), address.size) != 0 || ::listen(socket.get(), SOMAXCONN) != 0) {
    return where + explain_bind_error(errno);
  }
  address.size = sizeof address.storage;
  if (::getsockname(socket.get(), address.data(), &address.size) != 0) return where + std::strerror(errno);
  impl_->address = host_and_port_of(address);
  impl_->bound = std::move(socket);
  return success();
}

const std::string& Listener::address() const {
  return impl_->address;
}

void Listener::start() {
  impl_->loop.post([impl = impl_] {
    impl->watch.emplace(impl->loop, std::move(impl->bound));
    impl->wait();
  });
}

void Listener::stop() {
  impl_->loop.post([impl = impl_] { impl->watch.reset(); });
}

std::uint64_t raise_open_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

}  // namespace matinee::transport
