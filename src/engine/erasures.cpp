#include "engine/erasures.hpp"

#include <utility>

#include "base/log.hpp"
#include "engine/refusals.hpp"

namespace matinee::engine {
namespace {

/// Parties asked at once, and erasures gone on with at once.
constexpr std::size_t kPartiesAtOnce = 32;
constexpr std::size_t kResumedAtOnce = 16;
/// Far more than anybody's data takes: a job that gets here does not come to an end.
constexpr std::size_t kMostSteps = 100'000;

}  // namespace

void Erasures::commit(storage::Submission submission, std::function<void(storage::StoreResult<void>)> done) {
  environment_.committer.submit(
      std::move(submission),
      [submit = environment_.submit, done = std::move(done)](storage::StoreResult<void> result) {
        submit([done, result = std::move(result)] { done(result); });
      });
}

void Erasures::begin(const UserId& user, const party::RateLimit& limit, Reply<bool> reply) {
  const ServerTime now = environment_.clock.now();
  commit(storage::BeginErasure{{user, "privacy", limit, now}, user, now},
         [this, wish = storage::PendingErasure{user, now}, reply = std::move(reply)](storage::StoreResult<void> begun) {
           if (!begun) return reply(refusal_for(begun.error()));
           log::info("erasure_begun");
           run(wish, reply);
         });
}

void Erasures::resume() {
  environment_.reader.read<std::vector<storage::PendingErasure>>(
      [](storage::Store& store) { return store.pending_erasures(kResumedAtOnce); },
      [this](storage::StoreResult<std::vector<storage::PendingErasure>> pending) {
        if (!pending) return;  // asked again later
        environment_.submit([this, wishes = std::move(pending).value()] {
          for (const storage::PendingErasure& wish : wishes) {
            if (!running_.contains(wish.user)) run(wish, {});
          }
        });
      });
}

void Erasures::run(const storage::PendingErasure& wish, Reply<bool> reply) {
  const auto job = std::make_shared<Job>(Job{wish, std::move(reply)});
  // A later wish goes further than one that is under way, which then ends by itself.
  running_[wish.user] = job;
  if (job->reply) environment_.executor.call_after(patience, [this, job] { answer(job, false); });
  look(job);
}

void Erasures::look(const JobPtr& job) {
  if (++job->steps > kMostSteps) {
    log::error("erasure_endless", {{"steps", job->steps}});
    return stop(job, storage_unavailable());
  }
  environment_.reader.read<storage::ErasureWork>(
      [wish = job->wish](storage::Store& store) { return store.erasure_work(wish, kPartiesAtOnce); },
      [this, job](storage::StoreResult<storage::ErasureWork> work) {
        environment_.submit([this, job, work = std::move(work)] { on_work(job, work); });
      });
}

void Erasures::on_work(const JobPtr& job, const storage::StoreResult<storage::ErasureWork>& work) {
  if (!work) return stop(job, refusal_for(work.error()));
  if (work.value().done()) return finish(job);
  work.value().parties.empty() ? erase(job, {}) : have_forgotten(job, work.value().parties);
}

/// All of them first: a party that can't be asked now keeps its part for the next time.
void Erasures::have_forgotten(const JobPtr& job, const std::vector<PartyId>& parties) {
  struct Round {
    std::size_t waiting;
    std::optional<protocol::Refusal> failed;
  };
  const auto round = std::make_shared<Round>(Round{parties.size(), std::nullopt});
  for (const PartyId& party : parties) {
    environment_.forget(party, job->wish.user,
                        [this, job, round, parties](Result<void, protocol::Refusal> result) {
                          const bool gone = !result && result.error().code == protocol::ErrorCode::not_found;
                          if (!result && !gone) round->failed = result.error();
                          if (--round->waiting > 0) return;
                          round->failed ? stop(job, *round->failed) : erase(job, parties);
                        });
  }
}

void Erasures::erase(const JobPtr& job, std::vector<PartyId> parties) {
  commit(storage::EraseUser{job->wish.user, job->wish.asked_at, environment_.clock.now(), std::move(parties)},
         [this, job](storage::StoreResult<void> erased) {
           if (!erased) return stop(job, refusal_for(erased.error()));
           look(job);
         });
}

void Erasures::finish(const JobPtr& job) {
  commit(storage::EndErasure{job->wish.user, job->wish.asked_at}, [this, job](storage::StoreResult<void> ended) {
    if (!ended) return stop(job, refusal_for(ended.error()));
    log::info("erasure_done", {{"steps", job->steps}});
    answer(job, true);
    if (running_[job->wish.user] == job) running_.erase(job->wish.user);
  });
}

void Erasures::stop(const JobPtr& job, const protocol::Refusal& refusal) {
  answer(job, refusal);
  if (running_[job->wish.user] == job) running_.erase(job->wish.user);
}

void Erasures::answer(const JobPtr& job, Result<bool, protocol::Refusal> result) {
  if (const Reply<bool> reply = std::exchange(job->reply, {})) reply(std::move(result));
}

}  // namespace matinee::engine
