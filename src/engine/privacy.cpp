// Shard: what one person may ask about their own data. Storage answers; erasures run on one shard for all.
#include <utility>

#include "engine/refusals.hpp"
#include "engine/shard_impl.hpp"
#include "metrics/metrics.hpp"

namespace matinee::engine {

using protocol::Refusal;

namespace {

constexpr std::size_t kErasingShard = 0;

}  // namespace

/// The first page counts against the limit; the following ones belong to it.
void Shard::Impl::personal_record(storage::PersonalQuery query, Reply<storage::PersonalRecord> reply) {
  const auto load = [this, query, reply] {
    read<storage::PersonalRecord>([query](storage::Store& store) { return store.personal_record(query); }, reply);
  };
  if (query.after) return load();
  const storage::RateToken token{query.user, "privacy", shared_.options.data_requests, shared_.clock.now()};
  shared_.committer.submit(storage::TakeToken{token},
                           completion([this, load, reply](const storage::StoreResult<void>& taken) {
                             if (taken) return load();
                             note_privacy_refusal(taken.error());
                             reply(refusal_for(taken.error()));
                           }));
}

void Shard::Impl::erase_user(UserId user, Reply<bool> reply) {
  Impl& eraser = *shared_.shards[kErasingShard]->impl_;
  post(kErasingShard, [this, &eraser, user = std::move(user), answer = reply_from(eraser, std::move(reply))] {
    eraser.erasures_.begin(user, shared_.options.data_requests, [&eraser, answer](Result<bool, Refusal> result) {
      if (!result && result.error().code == protocol::ErrorCode::rate_limited) {
        eraser.shared_.metrics.rate_limited(metrics::RateLimitKind::privacy);
      }
      answer(std::move(result));
    });
  });
}

void Shard::Impl::note_privacy_refusal(const storage::StoreError& error) {
  if (error.kind != storage::StoreErrorKind::rate_limited) return;
  shared_.metrics.rate_limited(metrics::RateLimitKind::privacy);
}

/// On one shard for all.
void Shard::Impl::start_housekeeping() {
  if (shared_.options.blocked_users_refresh > Millis{0}) refresh_blocked_users();
  erasures_.resume();
  retention_.start([this] { erasures_.resume(); });
}

Erasures::Environment Shard::Impl::erasure_environment() {
  return {shared_.clock,
          shared_.committer,
          shared_.reader,
          executor_,
          [this](Task task) { submit(std::move(task)); },
          [this](const PartyId& party, const UserId& user, Reply<void> reply) {
            command(party, user, party::Forget{}, [this, party, user, reply](Result<void, Refusal> result) {
              // The server that leads the party does it; whether it did shows when the erasure is gone on with.
              if (!result && !result.error().elsewhere.empty()) {
                shared_.peers->send(result.error().elsewhere, ForgetUser{party, user});
              }
              reply(std::move(result));
            });
          }};
}

RetentionSweeper::Environment Shard::Impl::retention_environment() {
  return {shared_.clock, shared_.committer, shared_.reader, executor_,
          [this](Task task) { submit(std::move(task)); }};
}

void Shard::personal_record(storage::PersonalQuery query, Reply<storage::PersonalRecord> reply) {
  impl_->personal_record(std::move(query), std::move(reply));
}
void Shard::erase_user(UserId user, Reply<bool> reply) {
  impl_->erase_user(std::move(user), std::move(reply));
}

}  // namespace matinee::engine
