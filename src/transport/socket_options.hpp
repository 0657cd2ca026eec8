// What is set on the sockets of clients. Errors are of no consequence: the connection works without, or is gone.
#pragma once

namespace matinee::transport {

/// For a socket just accepted. Small messages go out at once. The kernel takes only so many bytes that are not under
/// way yet: it would take megabytes, in which what is out of date could no longer be conflated, and which very many
/// slow clients could fill.
void prepare_accepted(int socket);

/// The kernel shall take whatever is sent from now on: for the last words to a client that takes nothing, which are
/// then there should it read again.
void lift_unsent_limit(int socket);

}  // namespace matinee::transport
