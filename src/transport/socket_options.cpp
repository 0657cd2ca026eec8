#include "transport/socket_options.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <limits>

namespace matinee::transport {

namespace {

// Bytes. More than a turn's events, a few hundredths of a second of a film.
constexpr int unsent_limit = 32 * 1024;

void set_tcp_option(int socket, int option, int value) {
  ::setsockopt(socket, IPPROTO_TCP, option, &value, sizeof value);
}

}  // namespace

void prepare_accepted(int socket) {
  set_tcp_option(socket, TCP_NODELAY, 1);
  set_tcp_option(socket, TCP_NOTSENT_LOWAT, unsent_limit);
}

void lift_unsent_limit(int socket) {
  set_tcp_option(socket, TCP_NOTSENT_LOWAT, std::numeric_limits<int>::max());
}

}  // namespace matinee::transport
