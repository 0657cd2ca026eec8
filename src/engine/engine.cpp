#include "engine/engine.hpp"

#include <atomic>
#include <utility>

#include "engine/shard_impl.hpp"

namespace matinee::engine {

Engine::Engine(Options options, const Clock& clock, const WallClock& wall_clock, storage::GroupCommitter& committer,
               storage::Reader& reader, metrics::Metrics& metrics, TokenCheck token_check,
               std::vector<Executor*> executors, const ClusterParts* cluster)
    : shared_(new Shared{std::move(options), clock, wall_clock, committer, reader, metrics, std::move(token_check),
                         cluster == nullptr ? alone_ : cluster->ownership, nullptr,
                         std::vector<Shard*>(executors.size()), Census{metrics}}) {
  if (cluster != nullptr) {
    shared_->peers = std::make_unique<PeerLink>(
        cluster->node, cluster->bus, cluster->others,
        [shards = executors.size()](const PartyId& party) { return owning_shard(party, shards); });
  }
  std::vector<PeerInbox*> inboxes;
  for (std::size_t index = 0; index < executors.size(); ++index) {
    shards_.push_back(std::make_unique<Shard>(*this, index, *executors[index]));
    shared_->shards[index] = shards_.back().get();
    inboxes.push_back(shards_.back()->impl_.get());
  }
  if (cluster != nullptr) shared_->peers->set_inboxes(std::move(inboxes));
  Shard::Impl& sweeper = *shards_.front()->impl_;
  sweeper.submit([&sweeper] {
    sweeper.expire_empty_parties();
    sweeper.start_housekeeping();
  });
}

Engine::~Engine() = default;

std::size_t Engine::shard_count() const {
  return shards_.size();
}
Shard& Engine::shard(std::size_t index) {
  return *shards_[index];
}

void Engine::note_active_parties(std::size_t parties) {
  shared_->census.change_active(static_cast<std::int64_t>(parties));
}

void Engine::note_blocked_users(const std::vector<storage::BlockedUser>& blocked) {
  for (const storage::BlockedUser& one : blocked) shared_->blocked.add(one.user);
}

bool Engine::is_blocked(const UserId& user) const {
  return shared_->blocked.contains(user);
}

bool Engine::ready() const {
  return shared_->committer.up() && !shared_->census.any_stale();
}

void Engine::close_all(protocol::CloseCode code, std::function<void()> done) {
  auto remaining = std::make_shared<std::atomic<std::size_t>>(shards_.size());
  for (const auto& shard : shards_) {
    shard->submit([impl = shard->impl_.get(), code, remaining, done] {
      impl->close_all(code);
      if (remaining->fetch_sub(1) == 1) done();
    });
  }
}

void Engine::close_gradually(protocol::CloseCode code, Millis time) {
  for (const auto& shard : shards_) {
    shard->submit([impl = shard->impl_.get(), code, time] { impl->close_gradually(code, time); });
  }
}

PeerLink* Engine::peers() {
  return shared_->peers.get();
}

void Engine::on_lease_lapsed() {
  for (const auto& shard : shards_) {
    shard->submit([impl = shard->impl_.get()] { impl->give_up_parties(); });
  }
}

void Engine::beat() {
  shared_->peers->beat();
  for (const auto& shard : shards_) {
    shard->submit([impl = shard->impl_.get()] { impl->tell_numbers(); });
  }
}

void Engine::on_node_gone(const std::string& node) {
  shared_->peers->forget(node);
  for (const auto& shard : shards_) {
    shard->submit([impl = shard->impl_.get(), node] { impl->on_peer_gone(node); });
  }
}

void Engine::hand_over(std::function<void()> done) {
  auto remaining = std::make_shared<std::atomic<std::size_t>>(shards_.size());
  for (const auto& shard : shards_) {
    shard->submit([impl = shard->impl_.get(), remaining, done] {
      impl->hand_over([remaining, done] {
        if (remaining->fetch_sub(1) == 1) done();
      });
    });
  }
}

}  // namespace matinee::engine
