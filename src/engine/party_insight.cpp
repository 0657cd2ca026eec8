// PartyActor: what it shows to the server's operator: how it stands, and how long what clients did lately took.
#include <utility>

#include "engine/metric_labels.hpp"
#include "engine/party_actor.hpp"

namespace matinee::engine {

PartyInspection PartyActor::inspect(std::size_t connections) const {
  PartyInspection seen;
  seen.id = party_.id;
  seen.title = party_.title;
  seen.host = party_.host;
  seen.visibility = party_.visibility;
  seen.status = party_.status;
  seen.created_at = party_.created_at;
  seen.seats = party_.roster.size();
  seen.max_participants = party_.max_participants;
  seen.queued = party_.queue ? party_.queue->entries.size() : 0;
  seen.settings = party_.settings;
  seen.playback = told_.playback;
  seen.revision = told_.revision;
  seen.now = environment_.clock.now();
  seen.stale = stale_;
  seen.connection_count = connections_.size();
  for (const auto& [id, member] : connections_) {
    if (seen.connections.size() == connections) break;
    PartyConnection one;
    one.connection.id = id;
    if (const party::Participant* seat = party::find(party_.roster, member.user)) {
      one.display_name = seat->profile.display_name;
      if (seat->report) one.round_trip = seat->report->round_trip;
    }
    seen.connections.push_back(std::move(one));
  }
  return seen;
}

std::vector<TracedEvent> PartyActor::traced_events() const {
  return trace_ == nullptr ? std::vector<TracedEvent>{} : trace_->events();
}

/// What is told at once, again and again, like reports and reactions, is not traced: it would push out the rest.
std::uint64_t PartyActor::trace(const party::Command& command, const UserId& user, SteadyTime received) {
  if (trace_ == nullptr) trace_ = std::make_unique<EventTrace>();
  return trace_->decided(command_kind(command), user, environment_.clock.now(), received,
                         std::chrono::steady_clock::now());
}

void PartyActor::trace_commit(std::uint64_t number, bool committed) {
  if (number == 0) return;
  committed ? trace_->committed(number, std::chrono::steady_clock::now()) : trace_->failed(number);
}

void PartyActor::trace_told(std::uint64_t number) {
  if (number != 0 && ready_.empty()) trace_->told(number);
}

}  // namespace matinee::engine
