#include "transport/connection.hpp"

#include <utility>

namespace matinee::transport {

void ConnectionSet::add(std::shared_ptr<Connection> connection) {
  const Connection* key = connection.get();
  connections_.emplace(key, std::move(connection));
}

void ConnectionSet::remove(const Connection& connection) {
  connections_.erase(&connection);
}

void ConnectionSet::begin_shutdown() {
  shutting_down_ = true;
  for (const auto& connection : snapshot()) connection->begin_shutdown();
}

void ConnectionSet::abort_all() {
  for (const auto& connection : snapshot()) connection->abort();
}

// They leave the set while it is being walked.
std::vector<std::shared_ptr<Connection>> ConnectionSet::snapshot() const {
  std::vector<std::shared_ptr<Connection>> all;
  all.reserve(connections_.size());
  for (const auto& [key, connection] : connections_) all.push_back(connection);
  return all;
}

}  // namespace matinee::transport
