// ClusterClient: somebody at a socket of a simulated cluster, who insists on what was promised: told is stored,
// revisions do not go back, and what was said is done or refused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cluster_ledger.hpp"
#include "cluster_node.hpp"
#include "engine/shard.hpp"

namespace matinee::simulator {

class ClusterClient final : public engine::Session {
 public:
  ClusterClient(ClusterLedger& ledger, PartyId party, std::size_t index);

  void deliver(const engine::BlobPtr& blob) override;
  void close(protocol::CloseCode) override { closed_ = true; }
  void pause_reading(bool) override {}

  void connect(ClusterNode& to);
  /// As the transport does, when the socket is gone.
  void hang_up(bool clean);
  /// Its server is gone.
  void lose_server();

  /// Wants the film at so many seconds; nobody else ever wanted it there.
  void seek(std::uint64_t seconds);
  /// Whatever it has said is stored, or was refused.
  void insist_on_answers() const;

  /// To which it is connected, or connecting; null: to none.
  ClusterNode* node() const { return node_; }
  bool is_member() const { return member_; }
  bool is_closed() const { return closed_; }
  bool has_heard(std::int64_t position_ms) const { return last_position_ == position_ms; }
  std::string where() const;

 private:
  void hear(std::string_view text);

  ClusterLedger& ledger_;
  const PartyId party_;
  const std::size_t index_;
  ClusterNode* node_ = nullptr;
  bool member_ = false;
  bool closed_ = false;
  std::uint64_t last_revision_ = 0;
  std::int64_t last_position_ = 0;   ///< in ms
  std::vector<std::int64_t> said_;   ///< positions it wanted, in ms, since it connected
  std::size_t refused_ = 0;          ///< errors it was told since
};

/// The id of the client with this index.
UserId user_of(std::size_t index);

}  // namespace matinee::simulator
