// PartyActor: deciding, committing, telling. What it does about sockets is in party_presence.cpp, about a storage that
// failed in party_recovery.cpp, what it does by itself in party_review.cpp, about messages and reactions in
// party_chat.cpp, about how it is attended in party_audience.cpp, what it shows in party_views.cpp, and to the operator
// in party_insight.cpp.
#include "engine/party_actor.hpp"

#include <algorithm>
#include <utility>

#include "engine/metric_labels.hpp"
#include "engine/persistence.hpp"
#include "engine/refusals.hpp"
#include "metrics/metrics.hpp"

namespace matinee::engine {

// An idle party of one connection is to take 2 KiB beyond that connection (docs/adr/0007-idle-connections.md), and about
// 700 bytes of it are names, map nodes and indexes. What few parties have belongs behind a pointer: see base/boxed.hpp.
static_assert(sizeof(void*) != 8 || sizeof(PartyActor) <= 1408);

PartyActor::PartyActor(ActorEnvironment& environment, std::size_t shard_count, party::Party party,
                       std::uint32_t number)
    : environment_(environment),
      party_(std::move(party)),
      told_(stamp()),
      number_(number),
      members_by_shard_(shard_count),
      hold_meter_(environment.metrics) {
  hold_meter_.note(party_.playback.holding, metrics::HoldReason::loading, environment_.clock.now());
}

PartyActor::~PartyActor() {
  if (review_timer_) environment_.executor.cancel(*review_timer_);
}

void PartyActor::command(const party::Command& command, const UserId& user, SteadyTime received, Answer answer) {
  count_command(user);
  if (party::message_of(command) != nullptr) return run_message_errand(command, user, received, std::move(answer));
  decide(command, user, received, std::move(answer));
}

void PartyActor::decide(const party::Command& command, const UserId& user, std::optional<SteadyTime> received,
                        Answer answer) {
  auto outcome = party::reduce(party_, command, user, environment_.clock.now(), environment_.options.party);
  if (!outcome) return reject(outcome.error(), std::move(answer));
  const std::vector<party::Effect>& effects = outcome.value();
  // "Nothing to do" rests on what is in memory as much as a change does.
  const bool rests_on_storage = effects.empty() || std::any_of(effects.begin(), effects.end(), party::is_durable);
  if (stale_ && rests_on_storage) return answer({storage_unavailable()});
  const bool passing = std::all_of(effects.begin(), effects.end(), is_immediate);
  const std::uint64_t traced = received && !passing ? trace(command, user, *received) : 0;
  carry_out(std::move(outcome).value(), received, traced, std::move(answer));
}

void PartyActor::reject(const party::Rejected& rejected, Answer answer) {
  const bool silent =
      rejected.reason == party::Rejection::playback_denied && !environment_.options.report_unauthorized_playback;
  if (silent) return answer({std::nullopt, true});
  if (stale_) return answer({storage_unavailable()});
  // The reason may be a change that is not committed yet.
  gate_.add([answer = std::move(answer), refusal = refusal_for(rejected, environment_.options.party)](bool committed) {
    answer({committed ? refusal : storage_unavailable()});
  });
}

void PartyActor::carry_out(std::vector<party::Effect> effects, std::optional<SteadyTime> received,
                           std::uint64_t traced, Answer answer) {
  std::vector<storage::PartyWrite> writes;
  std::vector<Staged> staged;
  staged.reserve(effects.size());
  bool immediate = !effects.empty();
  const std::size_t connected_before = party_.connected;
  for (party::Effect& effect : effects) {
    const bool played_before = party_.playback.playing;
    party::apply(party_, effect, environment_.options.party);
    note_hold(effect, played_before);
    append_writes(writes, party_, effect, environment_.clock.now());
    if (const auto* unseated = std::get_if<party::Unseated>(&effect)) unseat_members(unseated->participant.user);
    immediate = immediate && is_immediate(effect);
    staged.push_back(stage(party_, std::move(effect)));
  }
  note_presence(connected_before);
  if (!writes.empty()) submit_writes(std::move(writes));
  tell_when_committed(std::move(staged), immediate, received, traced, std::move(answer));
  review();
}

void PartyActor::tell_when_committed(std::vector<Staged> staged, bool immediate, std::optional<SteadyTime> received,
                                     std::uint64_t traced, Answer answer) {
  if (immediate) {
    tell(staged, received);
    return answer({});
  }
  // While a write has failed, memory holds what is not stored: presence goes on, told with what was told before.
  gate_.add([this, staged = std::move(staged), received, traced, answer = std::move(answer),
             told = stale_ ? told_ : stamp()](bool committed) {
    trace_commit(traced, committed);
    if (!committed) return answer({storage_unavailable()});
    told_ = told;
    tell(staged, received);
    trace_told(traced);
    answer({});
  });
}

void PartyActor::submit_writes(std::vector<storage::PartyWrite> writes) {
  const std::uint64_t number = gate_.submitted();
  ++submissions_under_way_;
  storage::ChangeParty change{party_.id, party_.epoch, party_.version, std::move(writes)};
  ++party_.version;
  environment_.committer.submit(
      std::move(change), [revisit = environment_.revisit, id = name(), number](storage::StoreResult<void> result) {
        revisit(id, [number, result = std::move(result)](PartyActor& actor) { actor.on_committed(number, result); });
      });
}

void PartyActor::on_committed(std::uint64_t number, const storage::StoreResult<void>& result) {
  --submissions_under_way_;
  if (!result) {
    if (!std::exchange(stale_, true)) environment_.census.change_stale(+1);
    gate_.failed();
  } else if (!stale_) {
    gate_.committed(number);
  }
  if (stale_ && submissions_under_way_ == 0) reload();
  environment_.look_at_idle(party_.id);
}

void PartyActor::tell(const std::vector<Staged>& staged, std::optional<SteadyTime> received) {
  for (const Staged& one : staged) {
    if (!absorb(one)) announce(ready_, feed_for(one.effect), context(), one);
    follow_up(one.effect);
  }
  if (ready_.empty()) return;
  if (received && (!oldest_received_ || *received < *oldest_received_)) oldest_received_ = received;
  environment_.mark_dirty(party_.id);
}

/// Where the event that tells it is kept for newcomers; null: it is not.
FeedLog* PartyActor::feed_for(const party::Effect& effect) {
  if (!is_kept_in_feed(effect)) return nullptr;
  if (feed_ == nullptr) feed_ = std::make_unique<FeedLog>();
  return feed_.get();
}

/// What must happen beside telling, once the effect is committed.
void PartyActor::follow_up(const party::Effect& effect) {
  if (const auto* unseated = std::get_if<party::Unseated>(&effect)) {
    if (unseated->participant.announced) environment_.metrics.participant_left();
    const bool kicked = unseated->reason == party::UnseatReason::kicked;
    close_connections(&unseated->participant.user,
                      kicked ? protocol::CloseCode::kicked : protocol::CloseCode::left_party);
  } else if (std::holds_alternative<party::PartyEnded>(effect)) {
    environment_.census.change_active(-1);
    close_connections(nullptr, protocol::CloseCode::party_ended);
  } else if (const auto* presence = std::get_if<party::PresenceAnnounced>(&effect)) {
    presence->present ? environment_.metrics.participant_joined() : environment_.metrics.participant_left();
  } else if (const auto* playback = std::get_if<party::PlaybackChanged>(&effect)) {
    using party::PlaybackChange;
    const bool undone_skip = playback->change == PlaybackChange::undo && playback->undone == PlaybackChange::skip;
    const std::optional<ClipId>& clip = playback->playback.clip;
    const bool unknown_length = !playback->playback.clip_length;
    if (clip && unknown_length && (undone_skip || playback->change == PlaybackChange::skip)) learn_clip_length(*clip);
  } else if (const auto* reacted = std::get_if<party::Reacted>(&effect)) {
    note_reactions(*reacted);
    note_reacted(*reacted);
  } else if (const auto* forgotten = std::get_if<party::UserForgotten>(&effect)) {
    if (feed_ != nullptr) feed_->forget(forgotten->user);
    if (trace_ != nullptr) trace_->forget(forgotten->user);
  } else if (const auto* said = std::get_if<party::ChatPosted>(&effect)) {
    note_said(*said);
  } else if (const auto* message = std::get_if<party::MessageReported>(&effect)) {
    tell_moderators(protocol::encode_message_reported(context(), *message));
  } else if (const auto* asked = std::get_if<party::JoinRequested>(&effect)) {
    tell_moderators(protocol::encode_join_requested(context(), *asked));
  } else if (const auto* answered = std::get_if<party::JoinRequestAnswered>(&effect)) {
    tell_moderators(protocol::encode_join_request_answered(context(), *answered));
  } else if (const auto* reported = std::get_if<party::Reported>(&effect)) {
    if (reported->report.drift) {
      environment_.metrics.client_drift(metrics::DriftSource::report, *reported->report.drift);
    }
  }
}

/// Closes the connections `user` had when their seat went, or everyone's, after what they still have to be told.
void PartyActor::close_connections(const UserId* user, protocol::CloseCode code) {
  flush();
  for (const auto& [id, member] : connections_) {
    if (user == nullptr || (member.unseated && member.user == *user))
      environment_.fanout.close({member.shard, id}, code);
  }
}

void PartyActor::learn_clip_length(const ClipId& clip) {
  environment_.reader.read<std::optional<storage::Clip>>(
      [clip](storage::Store& store) { return store.load_clip(clip); },
      [revisit = environment_.revisit, id = name(),
       clip](storage::StoreResult<std::optional<storage::Clip>> loaded) {
        // Not finding it is fine: clip ids may be a platform's own.
        if (!loaded || !loaded.value() || !loaded.value()->duration) return;
        revisit(id, [clip, length = *loaded.value()->duration](PartyActor& actor) {
          actor.decide(party::LearnClipLength{clip, length}, UserId{}, std::nullopt, [](const auto&) {});
        });
      });
}

void PartyActor::flush() {
  if (ready_.empty()) return;
  const BlobPtr blob = ready_.take();
  std::optional<SteadyTime> received = std::exchange(oldest_received_, std::nullopt);
  for (std::size_t shard = 0; shard < members_by_shard_.size(); ++shard) {
    if (members_by_shard_[shard] == 0) continue;
    // The latency is measured once, where the first members are.
    environment_.fanout.to_members(shard, party_.id, blob, told_, std::exchange(received, std::nullopt));
  }
  if (trace_ != nullptr) trace_->handed_out(std::chrono::steady_clock::now());
}

bool PartyActor::idle() const {
  return connections_.empty() && !gate_.waiting() && submissions_under_way_ == 0 && notes_under_way_ == 0 &&
         !note_again_ && !people_waiting_ && !stale_ && errands_ == nullptr && reactions_ == nullptr &&
         audience_ == nullptr;
}

protocol::Stamp PartyActor::stamp() const {
  const auto& start = party_.scheduled_start;
  return {party_.playback, party_.epoch, party_.revision, party_.waiting,
          start ? std::optional{start->at} : std::nullopt};
}

protocol::EventContext PartyActor::context() const {
  return {party_.id, told_, environment_.clock.now()};
}

}  // namespace matinee::engine
