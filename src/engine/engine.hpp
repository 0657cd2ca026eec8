// Engine: the shards of this process and what they share. Built once by app/, before any thread runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/wall_clock.hpp"
#include "cluster/bus.hpp"
#include "cluster/ownership.hpp"
#include "engine/retention_sweeper.hpp"
#include "engine/shard.hpp"
#include "party/party.hpp"
#include "storage/group_committer.hpp"
#include "storage/reader.hpp"

namespace matinee::metrics {
class Metrics;
}

namespace matinee::engine {

/// Checks a token shown on an open connection: who it names and until when. Any thread.
using TokenCheck = std::function<Result<Credentials, std::string>(std::string_view token)>;

struct Options {
  party::Limits party;
  party::RateLimit creates{10, Millis{3'600'000}};
  party::RateLimit joins{30, Millis{3'600'000}};
  party::RateLimit invitations{60, Millis{3'600'000}};       ///< made by one user
  party::RateLimit password_attempts{20, Millis{3'600'000}};  ///< of one user, at all parties
  party::RateLimit clips{120, Millis{3'600'000}};
  party::RateLimit playlist_changes{300, Millis{3'600'000}};
  party::RateLimit friend_requests{60, Millis{3'600'000}};
  party::RateLimit data_requests{10, Millis{3'600'000}};  ///< exports and deletions of a user's own data
  RetentionTimes retention{};
  std::size_t friends_max = 500;  ///< friends, requests and blocks of one user
  party::RateLimit invalid_frames{20, Millis{60'000}};
  std::size_t commands_in_flight = 64;           ///< per connection, before reading pauses
  std::size_t connections_per_user_total = 100;  ///< open sockets of one user in all parties
  Millis presence_grace{1'000};
  std::size_t crowd_size = 200;   ///< connections of a party above which presence and reactions are told in sums
  std::size_t roster_page = 100;  ///< participants in the answer to a sync-request, at most
  Millis crowd_interval{500};     ///< how often such sums are told
  Millis people_interval{2'000};  ///< how often a party's place in the public lists follows its people, at most
  Millis empty_party_timeout{86'400'000};
  Millis party_idle_unload{60'000};  ///< an unwatched party leaves memory after this
  /// How often others' blocks are looked for, where others share the storage; 0: never.
  Millis blocked_users_refresh{0};
  Millis reload_retry{250};          ///< after a failed write: first wait before the state is read again
  bool report_unauthorized_playback = false;
  std::optional<std::uint32_t> seed{};  ///< of random pauses, for simulations; nothing: the machine's entropy
};

class PeerLink;

/// What makes the engine one of a cluster's. The references outlive it.
struct ClusterParts {
  std::string node;  ///< this server's name
  cluster::Ownership& ownership;
  cluster::Bus& bus;
  std::function<std::vector<std::string>()> others;  ///< any thread: the other servers that are alive
};

class Engine {
 public:
  /// The references outlive the engine. `wall_clock`: tokens expire by it. `executors`: one per shard. Without
  /// `cluster` it decides for every party.
  Engine(Options options, const Clock& clock, const WallClock& wall_clock, storage::GroupCommitter& committer,
         storage::Reader& reader, metrics::Metrics& metrics, TokenCheck token_check, std::vector<Executor*> executors,
         const ClusterParts* cluster = nullptr);
  ~Engine();

  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  std::size_t shard_count() const;
  Shard& shard(std::size_t index);

  /// Once, after a start: how many parties in storage have not ended.
  void note_active_parties(std::size_t parties);

  /// Once, after a start: whom the operator lets in nowhere.
  void note_blocked_users(const std::vector<storage::BlockedUser>& blocked);

  /// Any thread: whether the operator lets this user in nowhere.
  bool is_blocked(const UserId& user) const;

  /// Any thread: whether commands can be carried out now: storage answers, and every party in memory is as stored.
  bool ready() const;

  /// Any thread: closes every session with `code`; `done` runs on some shard when all were told.
  void close_all(protocol::CloseCode code, std::function<void()> done);

  /// Any thread: the same, spread over `time`; whoever comes meanwhile stays.
  void close_gradually(protocol::CloseCode code, Millis time);

  // ---- In a cluster; any thread.

  /// Where messages of other servers go; null without a cluster.
  PeerLink* peers();
  /// Others may have taken this server's parties: none is taken for its own any more before that was looked up.
  void on_lease_lapsed();
  /// Now and then, more often than anybody should wait for what got lost on the way to other servers.
  void beat();
  /// A server is gone: its members have left, and its parties are looked for.
  void on_node_gone(const std::string& node);
  /// Gives up every party, as soon as what is under way in it is done; `done` runs on some shard afterwards.
  void hand_over(std::function<void()> done);

 private:
  friend class Shard;
  struct Shared;
  cluster::LocalOwnership alone_;
  std::unique_ptr<Shared> shared_;
  std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace matinee::engine
