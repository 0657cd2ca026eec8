#include "load/tallies.hpp"

namespace matinee::load {
namespace {

void add(RevisionFaults& sum, const RevisionFaults& more) {
  sum.lost += more.lost;
  sum.duplicated += more.duplicated;
  sum.out_of_order += more.out_of_order;
  sum.conflated += more.conflated;
}

void add(Counts& sum, const Counts& more) {
  for (const auto& [text, count] : more) sum[text] += count;
}

}  // namespace

void Tallies::merge(const Tallies& other) {
  connect.merge(other.connect);
  first_state.merge(other.first_state);
  lateness.merge(other.lateness);
  steady.merge(other.steady);
  storm.merge(other.storm);
  add(revisions, other.revisions);
  add(slow_revisions, other.slow_revisions);
  chats.lost += other.chats.lost;
  chats.duplicated += other.chats.duplicated;
  for (const auto count : {&Tallies::malformed, &Tallies::undelivered, &Tallies::stale, &Tallies::recovered,
                           &Tallies::epochs, &Tallies::held_back, &Tallies::chats_sent, &Tallies::chats_told,
                           &Tallies::reactions_sent, &Tallies::reactions_heard, &Tallies::players_said,
                           &Tallies::unanswered}) {
    this->*count += other.*count;
  }
  add(refusals, other.refusals);
  add(deferrals, other.deferrals);
  add(errors, other.errors);
  add(lost_steady, other.lost_steady);
  add(lost_slow, other.lost_slow);
}

}  // namespace matinee::load
