#include "load/commands.hpp"

#include <fmt/format.h>

namespace matinee::load {

void Commands::start(SteadyTime now) {
  running_ = true;
  if (options_.rate) {
    plan(Kind::change, *options_.rate, now);
  } else {
    for (const auto& party : parties_) fill(*party, now);
  }
  plan(Kind::chat, options_.chats, now);
  plan(Kind::reaction, options_.reactions, now);
  plan(Kind::report, options_.reports * static_cast<double>(options_.clients), now);
  plan(Kind::time_sync, options_.time_syncs * static_cast<double>(options_.clients), now);
}

void Commands::stop() {
  running_ = false;
  planned_ = {};
}

void Commands::turn(SteadyTime now) {
  while (!planned_.empty() && planned_.top().due <= now) {
    Planned planned = planned_.top();
    planned_.pop();
    say(planned, now);
    planned.due += planned.interval;
    planned_.push(planned);
  }
  if (running_ && !options_.rate) {
    for (Party* party : context_.with_room) fill(*party, now);
  }
  context_.with_room.clear();
}

/// The parties take turns, so that not all speak at the same moment.
void Commands::plan(Kind kind, double rate, SteadyTime now) {
  if (rate <= 0) return;
  const Nanos interval{static_cast<std::int64_t>(1e9 / rate)};
  const auto count = static_cast<std::int64_t>(parties_.size());
  for (std::int64_t i = 0; i < count; ++i) {
    planned_.push({now + interval * i / count, interval, kind, parties_[static_cast<std::size_t>(i)].get()});
  }
}

void Commands::say(const Planned& planned, SteadyTime now) {
  Party& party = *planned.party;
  if (!party.host().is_following()) return;
  if (planned.kind == Kind::chat) return chat(party);
  if (planned.kind == Kind::reaction) return react(party);
  if (planned.kind != Kind::change) return speak_for_player(party, planned.kind);
  if (party.changes.on_their_way() >= options_.in_flight) {
    ++context_.tallies.held_back;
    return;
  }
  if (context_.times != nullptr) context_.tallies.lateness.record(now - planned.due);
  change(party, planned.due);
  party.host().flush();
}

void Commands::change(Party& party, SteadyTime due) {
  const std::uint64_t number = party.changes.send(due, party.receivers, context_.times);
  party.host().say(fmt::format(R"({{"type":"seek","position":{}}})", ChangeTracker::mark_of(number)));
  context_.gauges.changes.add(1);
}

void Commands::fill(Party& party, SteadyTime now) {
  if (!party.host().is_following()) return;
  while (party.changes.on_their_way() < options_.in_flight) change(party, now);
  party.host().flush();
}

void Commands::chat(Party& party) {
  Viewer* speaker = next_speaker(party);
  if (speaker == nullptr) return;
  speaker->say(fmt::format(R"({{"type":"chat","message":"Line {} of this film's running commentary"}})",
                           ++context_.tallies.chats_sent));
  speaker->flush();
}

void Commands::react(Party& party) {
  Viewer* speaker = next_speaker(party);
  if (speaker == nullptr) return;
  ++context_.tallies.reactions_sent;
  speaker->say(R"({"type":"reaction","emoji":"👏"})");
  speaker->flush();
}

void Commands::speak_for_player(Party& party, Kind kind) {
  Viewer* viewer = next_player(party);
  if (viewer == nullptr) return;
  viewer->say(kind == Kind::report
                  ? R"({"type":"report","position_ms":60000,"playing":true,"buffering":false,"ready":true,"rtt_ms":20})"
                  : R"({"type":"time-sync","t0":60000.5})");
  ++context_.tallies.players_said;
  viewer->flush();
}

/// Everyone in turn.
Viewer* Commands::next_player(Party& party) {
  for (std::size_t tried = 0; tried < party.viewers.size(); ++tried) {
    Viewer& viewer = *party.viewers[party.next_player++ % party.viewers.size()];
    if (viewer.is_following() && !viewer.is_slow()) return &viewer;
  }
  return nullptr;
}

/// Everyone who reads in turn, so that each stays within what a user may say; the host only when alone.
Viewer* Commands::next_speaker(Party& party) {
  for (std::size_t tried = 0; tried < party.viewers.size(); ++tried) {
    Viewer& viewer = *party.viewers[party.next_speaker++ % party.viewers.size()];
    const bool is_host = &viewer == &party.host();
    if (viewer.is_following() && !viewer.is_slow() && (!is_host || party.viewers.size() == 1)) return &viewer;
  }
  return nullptr;
}

}  // namespace matinee::load
