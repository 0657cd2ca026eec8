// Encodes everything the server says on a socket. Each event is encoded once, whoever receives it, and carries the live
// playback fields, because clients of the specification hand every message to their sync handler.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/wall_clock.hpp"
#include "party/effect.hpp"
#include "party/party.hpp"
#include "protocol/error_code.hpp"
#include "protocol/queue_event.hpp"

namespace matinee::protocol {

/// The playback state an event is stamped with: always one that has been committed.
struct Stamp {
  party::Playback playback;
  std::uint64_t epoch = 1;
  std::uint64_t revision = 0;
  std::shared_ptr<const party::Waiting> waiting{};  ///< whom a party that holds waits for; null otherwise
  std::optional<ServerTime> start_at{};             ///< when the film starts by itself
};

/// Who an event is about, as others see them.
struct ParticipantView {
  UserId user;
  party::Profile profile;
  party::Role role = party::Role::viewer;
  bool is_active = false;
  std::optional<ServerTime> last_sync;
  party::PlayerStatus status;
  std::optional<Millis> drift;  ///< of the last report; nothing where none told it
  std::optional<Millis> round_trip;
  bool muted = false;
  std::optional<ServerTime> muted_until{};  ///< nothing: until it is lifted
};

/// Arrivals and departures of a party of many.
struct PresenceSum {
  std::size_t joined = 0;
  std::size_t left = 0;
  std::size_t connected = 0;  ///< users connected now
  std::vector<ParticipantView> joined_sample{};
  std::vector<ParticipantView> left_sample{};
};

/// Reactions of everyone in a party of many to one moment.
struct ReactionSum {
  std::vector<party::ReactionCount> counts{};
  std::size_t total = 0;      ///< with those of emoji not in `counts`
  Millis video_timestamp{0};  ///< of the latest
};

/// What the answer to a sync-request says beyond the playback.
struct SyncAnswer {
  party::Role you = party::Role::viewer;  ///< the asker's own
  std::span<const ParticipantView> participants;
  std::size_t participant_count = 0;  ///< seats in the party, of whom `participants` may be a part
  party::Settings settings;
  std::optional<party::ReadyCheckView> ready_check;  ///< the open one
  QueuePage queue{};                                 ///< its beginning
  party::SkipVotesView skip_votes{};
};

/// Where and when an event is said; every event has these fields.
struct EventContext {
  const PartyId& party;
  const Stamp& stamp;
  ServerTime now;
};

/// The typed event of a change. The playback it tells is the context's; `changed` says what was done, and by whom.
std::string encode_playback(const EventContext& context, const party::PlaybackChanged& changed);
std::string encode_sync(const EventContext& context);
std::string encode_sync_answer(const EventContext& context, const SyncAnswer& answer);
/// Others are waited for than before; that a hold begins is a change of playback.
std::string encode_waiting(const EventContext& context);
std::string encode_start_scheduled(const EventContext& context, const party::StartScheduled& scheduled);
std::string encode_start_cancelled(const EventContext& context, const party::StartCancelled& cancelled);
std::string encode_ready_check(const EventContext& context, const party::ReadyCheckTold& told);
std::string encode_settings_changed(const EventContext& context, const party::SettingsChanged& changed);
std::string encode_control_asked(const EventContext& context, const party::Person& by);
/// For those who run the party: somebody waits to be let in, and what became of somebody who did.
std::string encode_join_requested(const EventContext& context, const party::JoinRequested& requested);
std::string encode_join_request_answered(const EventContext& context, const party::JoinRequestAnswered& answered);
std::string encode_invite_code_changed(const EventContext& context, const party::InviteCodeChanged& changed);
/// A page of the same list, for those who ask over HTTP. `next`: where the next page begins, if there is one.
std::string encode_participants(std::span<const ParticipantView> participants, std::size_t participant_count,
                                const std::optional<UserId>& next);
std::string encode_participant_status(const EventContext& context, const party::StatusAnnounced& announced);
std::string encode_participant_joined(const EventContext& context, const ParticipantView& participant);
/// `reason`: "disconnected", "left" or "kicked"; `by`: who kicked.
std::string encode_participant_left(const EventContext& context, const ParticipantView& participant,
                                    std::string_view reason, const std::optional<party::Person>& by = std::nullopt);
std::string encode_role_changed(const EventContext& context, const party::RoleChanged& changed);
/// `reason`: "host", "empty" or "expired".
std::string encode_party_ended(const EventContext& context, std::string_view reason);
std::string encode_chat(const EventContext& context, const party::ChatPosted& chat, const party::Profile& author);
std::string encode_message_edited(const EventContext& context, const party::MessageEdited& edited);
std::string encode_message_deleted(const EventContext& context, const party::MessageDeleted& deleted);
/// For those who run the party; who reported is not told.
/// The user had their data deleted: what they said is deleted, and what they queued is nobody's.
std::string encode_user_forgotten(const EventContext& context, const party::UserForgotten& forgotten);
std::string encode_message_reported(const EventContext& context, const party::MessageReported& reported);
std::string encode_mute_changed(const EventContext& context, const party::MuteChanged& changed);
/// Single reactions as `reaction`, batches as `reactions`.
std::string encode_reactions(const EventContext& context, const party::Reacted& reacted);
/// `presence`: who came and went lately, in a party of many.
std::string encode_presence(const EventContext& context, const PresenceSum& presence);
/// `reactions` of nobody in particular.
std::string encode_reaction_sum(const EventContext& context, const ReactionSum& reactions);
std::string encode_typing(const EventContext& context, const party::TypingChanged& typing);
std::string encode_error(const EventContext& context, const Refusal& refusal);
/// t1: when the request arrived, t2: now; server milliseconds with fractions.
std::string encode_time_sync(const EventContext& context, double t0, double t1, double t2);
std::string encode_authenticated(const EventContext& context, std::optional<WallTime> expires_at);

}  // namespace matinee::protocol
