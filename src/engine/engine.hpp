// Engine: the shards of this process and what they share. Built once by app/, before any thread runs.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/wall_clock.hpp"
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
  Millis blocked_users_refresh{0};   ///< how often others' blocks are looked for, where others share the storage; 0: never
  Millis reload_retry{250};          ///< after a failed write: first wait before the state is read again
  bool report_unauthorized_playback = false;
};

class Engine {
 public:
  /// The references outlive the engine. `wall_clock`: tokens expire by it. `executors`: one per shard.
  Engine(Options options, const Clock& clock, const WallClock& wall_clock, storage::GroupCommitter& committer,
         storage::Reader& reader, metrics::Metrics& metrics, TokenCheck token_check, std::vector<Executor*> executors);
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

 private:
  friend class Shard;
  struct Shared;
  std::unique_ptr<Shared> shared_;
  std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace matinee::engine
