#include "engine/engine.hpp"

#include <atomic>
#include <utility>

#include "engine/shard_impl.hpp"

namespace matinee::engine {

Engine::Engine(Options options, const Clock& clock, const WallClock& wall_clock, storage::GroupCommitter& committer,
               storage::Reader& reader, metrics::Metrics& metrics, TokenCheck token_check,
               std::vector<Executor*> executors)
    : shared_(new Shared{std::move(options),
                         clock,
                         wall_clock,
                         committer,
                         reader,
                         metrics,
                         std::move(token_check),
                         {},
                         {},
                         std::vector<Shard*>(executors.size()),
                         Census{metrics}}) {
  for (std::size_t index = 0; index < executors.size(); ++index) {
    shards_.push_back(std::make_unique<Shard>(*this, index, *executors[index]));
    shared_->shards[index] = shards_.back().get();
  }
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

}  // namespace matinee::engine
