#include "engine/retention_sweeper.hpp"

#include <algorithm>
#include <utility>

namespace matinee::engine {

namespace {

constexpr Millis kShortestInterval{100};

}  // namespace

RetentionSweeper::RetentionSweeper(Environment environment, const RetentionTimes& times)
    : environment_(std::move(environment)) {
  // Whole parties first: what goes with one needs no care of its own.
  for (const Term& term : {Term{storage::Kept::finished_parties, times.finished_parties},
                           Term{storage::Kept::chat, times.chat}, Term{storage::Kept::events, times.events},
                           Term{storage::Kept::guests, times.guests}}) {
    if (term.kept <= Millis{0}) continue;
    terms_.push_back(term);
    interval_ = std::clamp(term.kept / 4, kShortestInterval, interval_);
  }
  terms_.push_back({storage::Kept::unseen_parties, Millis{0}});
}

void RetentionSweeper::start(std::function<void()> on_sweep) {
  on_sweep_ = std::move(on_sweep);
  environment_.executor.call_after(interval_, [this] { sweep(); });
}

void RetentionSweeper::sweep() {
  on_sweep_();
  look(0);
}

/// Reads beside everything else; only what is there to go costs a commit.
void RetentionSweeper::look(std::size_t index) {
  if (index == terms_.size()) {
    environment_.executor.call_after(interval_, [this] { sweep(); });
    return;
  }
  const Term term = terms_[index];
  environment_.reader.read<bool>(
      [term, before = environment_.clock.now() - term.kept](storage::Store& store) {
        return store.anything_to_let_go(term.kind, before);
      },
      [this, index](storage::StoreResult<bool> anything) {
        // What failed is looked at again with the next sweep.
        environment_.submit([this, index, anything = anything && anything.value()] {
          anything ? take(index) : look(index + 1);
        });
      });
}

void RetentionSweeper::take(std::size_t index) {
  const Term term = terms_[index];
  const ServerTime now = environment_.clock.now();
  environment_.committer.submit(storage::LetGo{term.kind, now - term.kept, now, rows_at_once},
                                [this, index](storage::StoreResult<void> gone) {
                                  environment_.submit([this, next = gone ? index : index + 1] {
                                    environment_.executor.call_after(pause, [this, next] { look(next); });
                                  });
                                });
}

}  // namespace matinee::engine
