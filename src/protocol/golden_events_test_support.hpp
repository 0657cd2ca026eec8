// The fixed scenario behind schema/golden/events: every event once, and variants where fields differ.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "protocol/event.hpp"

namespace matinee::protocol::testing {

class GoldenScenario {
 public:
  /// File name under schema/golden/events, without its extension → what the server says.
  std::map<std::string, std::string> events() const {
    std::map<std::string, std::string> all;
    add_playback(all);
    add_waiting(all);
    add_lobby(all);
    add_people(all);
    add_social(all);
    add_queue(all);
    add_answers(all);
    return all;
  }

 private:
  using Events = std::map<std::string, std::string>;

  static constexpr ServerTime now = from_unix_ms(1'735'660'800'500);

  static Stamp stamp(const char* clip, Millis position, bool playing, std::uint64_t revision) {
    Stamp stamp;
    stamp.playback.clip = ClipId{clip};
    stamp.playback.position = position;
    stamp.playback.at = now;
    stamp.playback.playing = playing;
    stamp.revision = revision;
    return stamp;
  }
  EventContext context(const Stamp& stamp) const { return {party_, stamp, now}; }
  EventContext live() const { return context(live_); }

  static ParticipantView bob() {
    ParticipantView bob;
    bob.user = UserId{"user-uuid"};
    bob.profile = {"Bob", "https://example.org/bob.png"};
    bob.is_active = true;
    return bob;
  }
  static ParticipantView alice() {
    ParticipantView alice;
    alice.user = UserId{"host-uuid"};
    alice.profile = {"Alice", std::nullopt};
    alice.role = party::Role::host;
    alice.is_active = true;
    alice.last_sync = now - Millis{1'500};
    alice.status.buffering = true;
    alice.drift = Millis{-12};
    alice.round_trip = Millis{38};
    return alice;
  }
  static std::optional<party::Person> by_alice() { return party::Person{UserId{"host-uuid"}, "Alice"}; }
  static party::PlaybackChanged changed(party::PlaybackChange change) {
    party::PlaybackChanged changed;
    changed.change = change;
    changed.by = by_alice();
    changed.from = Millis{125'750};
    return changed;
  }

  void add_playback(Events& all) const {
    using party::PlaybackChange;
    Stamp played = stamp("clip-uuid", Millis{120'250}, true, 7);
    played.playback.at = now + Millis{150};  // scheduled a little ahead
    const Stamp paused = stamp("clip-uuid", Millis{125'750}, false, 8);
    const Stamp sought = stamp("clip-uuid", Millis{150'000}, false, 9);
    const Stamp skipped = stamp("new-clip-uuid", Millis{0}, true, 10);
    Stamp faster = played;
    faster.playback.at = now;
    faster.playback.rate = 1.25;
    faster.revision = 11;
    const Stamp undone = stamp("clip-uuid", Millis{150'000}, false, 12);
    all["play"] = encode_playback(context(played), changed(PlaybackChange::play));
    all["pause"] = encode_playback(context(paused), changed(PlaybackChange::pause));
    all["seek"] = encode_playback(context(sought), changed(PlaybackChange::seek));
    all["skip"] = encode_playback(context(skipped), changed(PlaybackChange::skip));
    all["rate"] = encode_playback(context(faster), changed(PlaybackChange::rate));
    party::PlaybackChanged skip_undone = changed(PlaybackChange::undo);
    skip_undone.undone = PlaybackChange::skip;
    all["undo"] = encode_playback(context(undone), skip_undone);
    all["sync"] = encode_sync(live());
    Stamp nothing_yet;
    nothing_yet.playback.at = now;
    all["sync-nothing-played-yet"] = encode_sync(context(nothing_yet));
    ParticipantView muted_bob = bob();
    muted_bob.muted = true;
    muted_bob.muted_until = now + Millis{600'000};
    const ParticipantView people[] = {alice(), muted_bob};
    all["sync-answer"] = encode_sync_answer(
        live(),
        {party::Role::viewer, people, 2, {}, ready_check(party::ReadyCheckState::open), {queue(), 0, 50}, {1, 2}});
  }

  static party::ReadyCheckView ready_check(party::ReadyCheckState state) {
    return {state, now + Millis{45'000}, 1, 2, {{UserId{"user-uuid"}, "Bob"}}, Millis{5'000}};
  }

  void add_waiting(Events& all) const {
    party::Waiting waiting;
    waiting.named.push_back({{UserId{"user-uuid"}, "Bob"}, now + Millis{10'000}});
    waiting.count = 1;
    waiting.until = now + Millis{10'000};
    Stamp holding = stamp("clip-uuid", Millis{125'750}, false, 13);
    holding.playback.holding = true;
    holding.waiting = std::make_shared<const party::Waiting>(waiting);
    party::PlaybackChanged stalled = changed(party::PlaybackChange::waiting);
    stalled.by.reset();
    all["waiting"] = encode_playback(context(holding), stalled);
    holding.playback.clip = ClipId{"new-clip-uuid"};
    holding.playback.position = Millis{0};
    all["skip-waiting"] = encode_playback(context(holding), changed(party::PlaybackChange::skip));
  }

  void add_lobby(Events& all) const {
    Stamp lobby = stamp("clip-uuid", Millis{0}, false, 14);
    all["start-cancelled"] = encode_start_cancelled(context(lobby), {by_alice()});
    lobby.start_at = now + Millis{90'000};
    all["start-scheduled"] =
        encode_start_scheduled(context(lobby), {{*lobby.start_at, UserId{"host-uuid"}}, by_alice()});
    all["ready-check"] = encode_ready_check(live(), {ready_check(party::ReadyCheckState::open), by_alice(), now});
    party::ReadyCheckView passed = ready_check(party::ReadyCheckState::passed);
    passed.ready_count = 2;
    passed.missing.clear();
    all["ready-check-passed"] = encode_ready_check(live(), {passed, std::nullopt, now});
    const party::Settings settings{party::WaitingPolicy::everyone,
                                   true,
                                   party::ChatPolicy::everyone,
                                   {},
                                   party::QueuePolicy::everyone,
                                   60,
                                   party::ControlPolicy::everyone,
                                   true,
                                   true,
                                   true};
    party::Settings before = settings;
    before.locked = false;
    before.vote_skip_percent = 50;
    all["settings-changed"] = encode_settings_changed(live(), {settings, before, by_alice()});
  }

  void add_people(Events& all) const {
    all["participant-joined"] = encode_participant_joined(live(), bob());
    all["participant-left"] = encode_participant_left(live(), bob(), "disconnected");
    all["participant-left-kicked"] = encode_participant_left(live(), bob(), "kicked", by_alice());
    all["participant-status"] = encode_participant_status(live(), {UserId{"user-uuid"}, {true, false}, now});
    all["presence"] = encode_presence(live(), {37, 4, 1'033, {bob()}, {}});
    all["role-changed"] =
        encode_role_changed(live(), {UserId{"user-uuid"}, party::Role::co_host, party::Role::viewer, by_alice()});
    all["control-asked"] = encode_control_asked(live(), {UserId{"user-uuid"}, "Bob"});
    all["invite-code-changed"] = encode_invite_code_changed(live(), {"XYZ234", by_alice()});
    all["join-requested"] =
        encode_join_requested(live(), {UserId{"user-uuid"}, {bob().profile, now - Millis{4'000}}});
    all["join-request-answered"] =
        encode_join_request_answered(live(), {UserId{"user-uuid"}, party::JoinAnswer::admitted, by_alice(), now});
    all["join-request-answered-withdrawn"] = encode_join_request_answered(
        live(), {UserId{"user-uuid"}, party::JoinAnswer::withdrawn, std::nullopt, now});
    all["party-ended"] = encode_party_ended(live(), "host");
  }

  static party::QueueItemPtr item(const char* id, const char* title, Millis length) {
    return std::make_shared<const party::QueueItem>(party::QueueItem{
        QueueItemId{id}, ClipId{"clip-of-" + std::string{id}}, title, length, {UserId{"user-uuid"}, "Bob"}});
  }
  static party::QueuePtr queue() {
    party::Queue queue;
    party::insert(queue, 0, {item("item-1", "Sintel", Millis{888'000}), item("item-2", "Spring", Millis{464'000})});
    queue.current = item("item-0", "Big Buck Bunny", Millis{596'000});
    queue.loop = party::Loop::all;
    queue.revision = 12;
    return std::make_shared<const party::Queue>(std::move(queue));
  }
  void add_queue(Events& all) const {
    party::QueueChanged added{party::QueueAction::added, queue()};
    added.placed = {added.queue->entries[0].item};
    added.before = QueueItemId{"item-2"};
    added.by = party::Person{UserId{"user-uuid"}, "Bob"};
    all["queue-changed"] = encode_queue_changed(live(), added);
    party::QueueChanged shuffled{party::QueueAction::shuffled, queue()};
    shuffled.by = by_alice();
    all["queue-changed-shuffled"] = encode_queue_changed(live(), shuffled);
    party::QueueChanged advanced{party::QueueAction::advanced, queue()};
    advanced.removed = {QueueItemId{"item-0"}};
    all["queue-changed-advanced"] = encode_queue_changed(live(), advanced);
    all["skip-votes"] = encode_skip_votes(live(), {{2, 3}, now});
  }

  void add_social(Events& all) const {
    const UserId user{"user-uuid"};
    all["chat_message"] = encode_chat(live(),
                                      party::ChatPosted{MessageId{"message-uuid"},
                                                        user,
                                                        "What a film! 🎬",
                                                        now,
                                                        ClipId{"clip-uuid"},
                                                        Millis{122'250},
                                                        MessageId{"other-message-uuid"},
                                                        {UserId{"host-uuid"}}},
                                      bob().profile);
    party::ChatMessage message;
    message.id = MessageId{"message-uuid"};
    message.user = user;
    message.profile = bob().profile;
    message.message = "What a great film! 🎬";
    message.at = now - Millis{90'000};
    message.clip = ClipId{"clip-uuid"};
    message.position = Millis{32'250};
    const auto said = std::make_shared<const party::ChatMessage>(message);
    message.edited_at = now;
    all["message-edited"] =
        encode_message_edited(live(), {std::make_shared<const party::ChatMessage>(std::move(message))});
    all["message-deleted"] = encode_message_deleted(live(), {MessageId{"message-uuid"}, user, *by_alice(), now});
    all["user-forgotten"] = encode_user_forgotten(live(), {user});
    all["message-reported"] = encode_message_reported(live(), {said, UserId{"other-user-uuid"}, "Spoils the end", now});
    all["mute-changed"] = encode_mute_changed(live(), {user, true, now + Millis{600'000}, by_alice(), now});
    all["mute-changed-lifted"] = encode_mute_changed(live(), {user, false, std::nullopt, by_alice(), now});
    all["reaction"] = encode_reactions(live(), {user, {{"🔥", 1}}, Millis{120'500}, false, now});
    all["reactions"] = encode_reactions(live(), {user, {{"🔥", 3}, {"👏", 2}}, Millis{120'500}, true, now});
    all["reactions-of-many"] = encode_reaction_sum(live(), {{{"🔥", 214}, {"👏", 97}}, 320, Millis{120'500}});
    all["typing"] = encode_typing(live(), {user, true, now});
  }

  void add_answers(Events& all) const {
    all["error"] = encode_error(live(), {ErrorCode::invalid_command, "seek: \"position\" is missing", Millis{0}});
    all["error-rate-limited"] = encode_error(
        live(), {ErrorCode::rate_limited, "you are doing this too often; try again in 12.5 s", Millis{12'500}});
    all["time-sync"] = encode_time_sync(live(), 1735660800123.25, 1735660800499.0, 1735660800500.0);
    all["authenticated"] = encode_authenticated(live(), wall_time_from_unix_ms(1'735'664'400'000));
    all["authenticated-no-expiry"] = encode_authenticated(live(), std::nullopt);
  }

  const PartyId party_{"party-uuid"};
  /// Anchored two seconds ago: what is said now has moved on.
  const Stamp live_ = [] {
    Stamp anchored = stamp("clip-uuid", Millis{120'250}, true, 7);
    anchored.playback.at = now - Millis{2'000};
    return anchored;
  }();
};

}  // namespace matinee::protocol::testing
