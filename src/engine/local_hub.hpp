// LocalHub: the members of each party among this shard's own connections, and the playback state they were last told.
// The shard's thread. It decides nothing; the party's owner does.
#pragma once

#include <cstddef>
#include <unordered_map>
#include <vector>

#include "base/strong_id.hpp"
#include "engine/session.hpp"
#include "protocol/event.hpp"

namespace matinee::engine {

class LocalHub {
 public:
  void add(const PartyId& party, Session& session, const protocol::Stamp& told);
  /// Harmless when it is not there. Takes the same time however large the party.
  void remove(const PartyId& party, Session& session);

  /// One deliver() per member; nothing is allocated or copied for a receiver.
  void deliver(const PartyId& party, const BlobPtr& blob, const protocol::Stamp& told);

  /// What members here are taken to have been told, who get it in another way.
  void note_told(const PartyId& party, const protocol::Stamp& told);

  /// What members here were last told; null when nobody here is a member.
  const protocol::Stamp* told(const PartyId& party) const;

 private:
  struct Members {
    std::vector<Session*> sessions;
    protocol::Stamp told;
  };

  std::unordered_map<PartyId, Members> parties_;
};

}  // namespace matinee::engine
