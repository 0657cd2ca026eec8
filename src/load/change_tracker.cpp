#include "load/change_tracker.hpp"

#include <algorithm>

namespace matinee::load {

void DeliveryTimes::merge(const DeliveryTimes& other) {
  first.merge(other.first);
  last.merge(other.last);
  each.merge(other.each);
}

std::uint64_t ChangeTracker::send(SteadyTime due, std::size_t receivers, DeliveryTimes* times) {
  const std::uint64_t number = next_number();
  on_their_way_.push_back({due, receivers, false, times});
  drop_finished();
  return number;
}

bool ChangeTracker::hear(Receiver& receiver, std::uint64_t mark, SteadyTime at) {
  const std::uint64_t place = (mark + marks - mark_of(first_number_)) % marks;
  const std::uint64_t number = first_number_ + place;
  if (place >= on_their_way_.size() || number < receiver.next) return false;
  miss(receiver.next, number);
  receiver.next = number + 1;
  Change& change = on_their_way_[place];
  if (change.missing == 0) return false;
  const Nanos took = at - change.due;
  --change.missing;
  if (change.times != nullptr) {
    change.times->each.record(took);
    if (!change.heard) change.times->first.record(took);
    if (change.missing == 0) change.times->last.record(took);
  }
  change.heard = true;
  drop_finished();
  return true;
}

void ChangeTracker::forget(const Receiver& receiver) {
  miss(receiver.next, next_number());
  drop_finished();
}

/// One screen less hears of the changes from `from` up to but without `to`.
void ChangeTracker::miss(std::uint64_t from, std::uint64_t to) {
  for (std::uint64_t number = std::max(from, first_number_); number < to; ++number) {
    Change& change = on_their_way_[number - first_number_];
    if (change.missing > 0) --change.missing;
  }
}

void ChangeTracker::refuse_oldest() {
  const auto refused =
      std::find_if(on_their_way_.begin(), on_their_way_.end(), [](const Change& change) { return !change.heard; });
  if (refused == on_their_way_.end()) return;
  refused->missing = 0;
  drop_finished();
}

std::uint64_t ChangeTracker::give_up(SteadyTime deadline) {
  std::uint64_t short_of = 0;
  for (Change& change : on_their_way_) {
    if (change.due >= deadline) break;
    short_of += change.missing;
    change.missing = 0;
  }
  drop_finished();
  return short_of;
}

void ChangeTracker::drop_finished() {
  while (!on_their_way_.empty() && on_their_way_.front().missing == 0) {
    on_their_way_.pop_front();
    ++first_number_;
  }
}

}  // namespace matinee::load
