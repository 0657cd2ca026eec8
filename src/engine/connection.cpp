#include "engine/connection.hpp"

#include <utility>

namespace matinee::engine {

ConnectionId SessionRegistry::add(Session& session, Connection connection) {
  const ConnectionId id{++next_id_};
  session.connection_ = id;
  connection.session = &session;
  connections_.emplace(id, std::move(connection));
  return id;
}

Connection* SessionRegistry::find(const Session& session) {
  return find(session.connection_);
}

Connection* SessionRegistry::find(ConnectionId id) {
  const auto found = connections_.find(id);
  return found == connections_.end() ? nullptr : &found->second;
}

void SessionRegistry::remove(Session& session) {
  connections_.erase(session.connection_);
  session.connection_ = ConnectionId{};
}

}  // namespace matinee::engine
