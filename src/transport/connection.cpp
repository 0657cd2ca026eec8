#include "transport/connection.hpp"

#include <utility>

namespace matinee::transport {

void ConnectionSet::add(std::shared_ptr<Connection> connection) {
  connection->place_ = connections_.size();
  weight_.fetch_add(connection->weight(), std::memory_order_relaxed);
  connections_.push_back(std::move(connection));
}

void ConnectionSet::remove(Connection& connection) {
  const std::size_t place = connection.place_;
  if (place >= connections_.size() || connections_[place].get() != &connection) return;
  weight_.fetch_sub(connection.weight(), std::memory_order_relaxed);
  // The last one takes its place. It goes at the end of this, as it may take others with it.
  const auto removed = std::exchange(connections_[place], std::move(connections_.back()));
  if (connections_[place] != nullptr) connections_[place]->place_ = place;
  connections_.pop_back();
}

// They leave the set while it is being walked, hence the copies.

void ConnectionSet::begin_shutdown() {
  shutting_down_ = true;
  for (const auto& connection : std::vector(connections_)) connection->begin_shutdown();
}

void ConnectionSet::abort_all() {
  for (const auto& connection : std::vector(connections_)) connection->abort();
}

}  // namespace matinee::transport
