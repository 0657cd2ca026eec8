// What the engine answers to HTTP: values copied out of the owner, complete and independent of it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "party/party.hpp"
#include "protocol/error_code.hpp"
#include "protocol/event.hpp"
#include "storage/store.hpp"

namespace matinee::engine {

/// Answers exactly once, on the shard the question came from.
template <class T>
using Reply = std::function<void(Result<T, protocol::Refusal>)>;

struct PartyView {
  PartyId id;
  UserId host;
  std::string title;
  std::optional<PlaylistId> playlist;
  party::Visibility visibility = party::Visibility::private_;
  std::string invite_code;
  std::size_t max_participants = 0;
  std::size_t participant_count = 0;  ///< seats
  party::Status status = party::Status::active;
  ServerTime created_at{};
  protocol::Stamp stamp;
  ServerTime now{};                        ///< when the view was taken: positions are as of now
  party::Role role = party::Role::viewer;  ///< the asker's
  party::Settings settings;
  bool may_reclaim = false;  ///< the asker created the party, lost the role of its host and may take it back
};

/// Which part of a roster, in the order of user ids.
struct RosterQuery {
  std::optional<UserId> after{};  ///< begins behind this one
  std::size_t limit = 1'000;      ///< at least 1
};

struct RosterPage {
  std::vector<protocol::ParticipantView> participants;
  std::size_t total = 0;         ///< seats in the party
  std::optional<UserId> next{};  ///< `after` of the next page; nothing on the last
};

struct CreatePartyRequest {
  UserId host;
  party::Profile profile;
  std::string title;
  std::optional<PlaylistId> playlist;
  party::Visibility visibility = party::Visibility::private_;
  std::size_t max_participants = 100;
  party::Settings settings;
  std::string password_hash{};  ///< as libsodium writes it; empty: no password
};

struct CreateClipRequest {
  UserId user;
  std::string title;
  std::string url;
  std::optional<Millis> duration;
  std::optional<std::string> thumbnail_url{};
  std::vector<storage::Caption> captions{};
};

}  // namespace matinee::engine
