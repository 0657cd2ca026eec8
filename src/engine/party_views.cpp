// PartyActor: what it shows to those who ask. An answer never runs ahead of storage: it waits for the commits of
// everything it shows.
#include <algorithm>
#include <utility>

#include "engine/party_actor.hpp"
#include "engine/refusals.hpp"
#include "metrics/metrics.hpp"

namespace matinee::engine {
namespace {

/// Rosters one connection is sent in answer to its sync-requests: what a roster costs grows with its seats, so their
/// number in ten seconds falls. Small parties never get near it.
party::RateLimit roster_answers(std::size_t seats) {
  constexpr std::size_t kSeatsSent = 20'000;
  return {std::clamp<std::size_t>(kSeatsSent / std::max<std::size_t>(seats, 1), 5, 1'000), Millis{10'000}};
}

}  // namespace

void PartyActor::sync(const ConnectionRef& connection, const protocol::SyncRequest& request, Answer answer) {
  const auto found = connections_.find(connection.id);
  if (found == connections_.end()) return answer({});
  const UserId user = found->second.user;
  if (request.position) observe_drift(metrics::DriftSource::sync_request, *request.position);
  decide(party::NoteSync{}, user, std::nullopt, [](const auto&) {});

  const ServerTime now = environment_.clock.now();
  party::RateWindow& rosters = found->second.rosters;
  // A roster costs as much as the party is large; one who asks again and again gets the playback alone.
  const party::RateLimit limit = roster_answers(std::min(party_.roster.size(), environment_.options.roster_page));
  if (stale_ || rosters.room(limit, now) == 0) return answer_from_told(connection, answer);
  rosters.record(limit, now);
  const party::Participant* seat = party::find(party_.roster, user);
  const party::Role role = seat == nullptr ? party::Role::viewer : seat->role;
  gate_.add([this, connection, role, roster = roster_for(user), settings = party_.settings, check = ready_check_view(),
             queue = queue_page({}), votes = party::skip_votes_of(party_), answer = std::move(answer)](bool committed) {
    if (!committed) return answer_from_told(connection, answer);
    flush();
    const protocol::SyncAnswer whole{role, roster.participants, roster.total, settings, check, queue, votes};
    environment_.fanout.to_connection(connection,
                                      single(protocol::encode_sync_answer(context(), whole), Delivery::kept));
    answer({});
  });
}

/// The playback everyone was last told, without a roster.
void PartyActor::answer_from_told(const ConnectionRef& connection, const Answer& answer) {
  flush();
  environment_.fanout.to_connection(connection, single(protocol::encode_sync(context()), Delivery::kept));
  answer({});
}

void PartyActor::send_error(const ConnectionRef& connection, const protocol::Refusal& refusal) {
  flush();
  environment_.fanout.to_connection(connection, single(protocol::encode_error(context(), refusal), Delivery::kept));
}

void PartyActor::view(const UserId& user, Reply<PartyView> reply) {
  if (const auto refusal = refusal_to_show(user)) return reply(*refusal);
  gate_.add([view = snapshot(user), reply = std::move(reply)](bool committed) {
    if (!committed) return reply(storage_unavailable());
    reply(view);
  });
}

void PartyActor::participants(const UserId& user, const RosterQuery& query, Reply<RosterPage> reply) {
  if (const auto refusal = refusal_to_show(user)) return reply(*refusal);
  gate_.add([roster = roster_page(query), reply = std::move(reply)](bool committed) {
    if (!committed) return reply(storage_unavailable());
    reply(roster);
  });
}

void PartyActor::queue(const UserId& user, const QueueQuery& query, Reply<protocol::QueuePage> reply) {
  if (const auto refusal = refusal_to_show(user)) return reply(*refusal);
  gate_.add([page = queue_page(query), reply = std::move(reply)](bool committed) {
    if (!committed) return reply(storage_unavailable());
    reply(page);
  });
}

void PartyActor::feed(const UserId& user, Reply<std::string> reply) const {
  if (const auto refusal = refusal_to_show(user)) return reply(*refusal);
  reply(feed_ == nullptr ? FeedLog{}.to_json() : feed_->to_json());
}

bool PartyActor::may_add_to_queue(const UserId& user) const {
  const party::Command nothing = party::ChangeQueue{party::AddToQueue{}};
  return party::reduce(party_, nothing, user, environment_.clock.now(), environment_.options.party).has_value();
}

/// Shares the queue itself, which nobody changes: a page costs nothing to take. Behind an item that is gone, the page
/// begins at the front.
protocol::QueuePage PartyActor::queue_page(const QueueQuery& query) const {
  protocol::QueuePage page{party_.queue, 0, query.limit};
  if (!query.after || !party_.queue) return page;
  const std::size_t place = party::place_of(*party_.queue, *query.after);
  if (place < party_.queue->entries.size()) page.begin = place + 1;
  return page;
}

std::optional<protocol::Refusal> PartyActor::refusal_to_show(const UserId& user) const {
  if (party::find(party_.roster, user) != nullptr) {
    return stale_ ? std::optional{storage_unavailable()} : std::nullopt;
  }
  const auto reason = party_.kicked.contains(user) ? party::Rejection::kicked : party::Rejection::not_participant;
  return refusal_for(party::Rejected{reason, Millis{0}}, environment_.options.party);
}

PartyView PartyActor::snapshot(const UserId& user) const {
  const party::Participant* seat = party::find(party_.roster, user);
  return {party_.id,
          party_.host,
          party_.title,
          party_.playlist,
          party_.visibility,
          party_.invite_code,
          party_.max_participants,
          party_.roster.size(),
          party_.status,
          party_.created_at,
          stamp(),
          environment_.clock.now(),
          seat == nullptr ? party::Role::viewer : seat->role,
          party_.settings,
          !party_.host_is_creator && party::claim_of(party_) == user};
}

protocol::ParticipantView PartyActor::view_of_seat(const party::Participant& seat) const {
  protocol::ParticipantView view = view_of(seat);
  if (const auto mute = party::mute_of(party_, seat.user, environment_.clock.now())) {
    view.muted = true;
    view.muted_until = mute->until;
  }
  return view;
}

RosterPage PartyActor::roster_page(const RosterQuery& query) const {
  const party::Roster& roster = party_.roster;
  RosterPage page;
  page.total = roster.size();
  page.participants.reserve(std::min(query.limit, roster.size()));
  auto seat = query.after ? roster.upper_bound(*query.after) : roster.begin();
  for (; seat != roster.end() && page.participants.size() < query.limit; ++seat) {
    page.participants.push_back(view_of_seat(seat->second));
  }
  if (seat != roster.end() && !page.participants.empty()) page.next = page.participants.back().user;
  return page;
}

/// What a sync-request is answered with: everyone in a small party; in a large one the host, the asker and some more.
/// An answer that grew with the party would make a thousand arrivals cost a million entries.
RosterPage PartyActor::roster_for(const UserId& user) const {
  RosterPage page = roster_page({std::nullopt, environment_.options.roster_page});
  if (!page.next) return page;
  for (const UserId* wanted : {&user, &party_.host}) {
    const auto is_wanted = [wanted](const protocol::ParticipantView& view) { return view.user == *wanted; };
    const party::Participant* seat = party::find(party_.roster, *wanted);
    if (seat == nullptr || std::any_of(page.participants.begin(), page.participants.end(), is_wanted)) continue;
    page.participants.insert(page.participants.begin(), view_of_seat(*seat));
  }
  return page;
}

std::optional<party::ReadyCheckView> PartyActor::ready_check_view() const {
  if (!party_.ready_check) return std::nullopt;
  return party::view_of(party_, *party_.ready_check, party::ReadyCheckState::open);
}

void PartyActor::observe_drift(metrics::DriftSource source, Millis position) {
  const Millis expected = party::position_at(told_.playback, environment_.clock.now());
  environment_.metrics.client_drift(source, position - expected);
}

}  // namespace matinee::engine
