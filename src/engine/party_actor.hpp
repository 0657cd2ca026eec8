// PartyActor: the owner of one party. Decides every command on the state as it is now, has the change committed, and
// only then tells it. Lives on its shard's thread; nobody else touches the party. It does no I/O: storage and other
// shards are reached through its environment.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "base/backoff.hpp"
#include "base/boxed.hpp"
#include "base/boxed_map.hpp"
#include "base/clock.hpp"
#include "engine/admission_views.hpp"
#include "engine/audience_ledger.hpp"
#include "engine/blob_builder.hpp"
#include "engine/census.hpp"
#include "engine/commit_gate.hpp"
#include "engine/crowd_digest.hpp"
#include "engine/engine.hpp"
#include "engine/event_trace.hpp"
#include "engine/fanout.hpp"
#include "engine/feed_log.hpp"
#include "engine/hold_meter.hpp"
#include "engine/operator_views.hpp"
#include "engine/playlists.hpp"
#include "engine/reaction_ledger.hpp"
#include "engine/staged.hpp"
#include "engine/views.hpp"
#include "metrics/labels.hpp"
#include "party/reduce.hpp"
#include "protocol/client_message.hpp"

namespace matinee::engine {

class PartyActor;

/// Names one actor of a party: what was meant for an earlier one is not for a later one.
struct ActorName {
  PartyId party;
  std::uint32_t number = 0;
  friend bool operator==(const ActorName&, const ActorName&) = default;
};

/// What an actor needs of its surroundings. All outlive it.
struct ActorEnvironment {
  const Options& options;
  const Clock& clock;
  storage::GroupCommitter& committer;
  storage::Reader& reader;
  metrics::Metrics& metrics;
  Executor& executor;
  Fanout& fanout;
  Census& census;
  /// Any thread: runs the function on the owner's thread with the actor, if it is still in memory.
  std::function<void(const ActorName&, std::function<void(PartyActor&)>)> revisit;
  /// The actor has something to flush at the end of this turn.
  std::function<void(const PartyId&)> mark_dirty;
  /// The actor may have become idle().
  std::function<void(const PartyId&)> look_at_idle;
  /// Another server decides for the party: the actor is to be let go, soon.
  std::function<void(const PartyId&)> deposed;
  /// Of pauses; the owner's thread.
  RandomGenerator random;
};

/// How a command ended.
struct Settled {
  std::optional<protocol::Refusal> refusal;  ///< nothing when it was carried out or ignored
  bool ignored = false;                      ///< refused in silence, as the specification has it for viewers' playback
};

/// Told once how a command ended.
using Answer = std::function<void(const Settled&)>;

class PartyActor {
 public:
  /// `number`: no other actor of this process has it.
  PartyActor(ActorEnvironment& environment, std::size_t shard_count, party::Party party, std::uint32_t number);
  ~PartyActor();

  PartyActor(const PartyActor&) = delete;
  PartyActor& operator=(const PartyActor&) = delete;

  /// A socket asks for a place. The reply carries the state its members were last told; what is told later reaches it.
  void connect(const ConnectionRef& connection, const UserId& user, const party::Profile& profile,
               Reply<protocol::Stamp> reply);
  void disconnect(const ConnectionRef& connection, bool clean);

  /// A command from a socket or from HTTP. `received` is when it reached the server.
  void command(const party::Command& command, const UserId& user, SteadyTime received, Answer answer);

  /// Answers a sync-request to the one connection.
  void sync(const ConnectionRef& connection, const protocol::SyncRequest& request, Answer answer);

  /// Sends one connection an error event, stamped with what was last told.
  void send_error(const ConnectionRef& connection, const protocol::Refusal& refusal);

  void view(const UserId& user, Reply<PartyView> reply);
  void participants(const UserId& user, const RosterQuery& query, Reply<RosterPage> reply);
  void queue(const UserId& user, const QueueQuery& query, Reply<protocol::QueuePage> reply);
  /// What people did here lately, as JSON (see FeedLog). Has nothing that was not told.
  void feed(const UserId& user, Reply<std::string> reply) const;
  /// Whether `user` could add to the queue now: asked before storage is, so that nobody has it read for nothing.
  bool may_add_to_queue(const UserId& user) const;

  /// The hash that a password shown by `user` has to fit; empty where they need none to get in, or can't at all.
  std::string password_asked_of(const UserId& user) const;
  void standing(const UserId& user, Reply<Standing> reply);
  /// For host and co-hosts: who waits, the longest waiting first; and the invitations, the newest first.
  void waiting_room(const UserId& user, Reply<std::vector<WaitingUser>> reply);
  void invitations(const UserId& user, Reply<std::vector<InvitationView>> reply);

  /// Whether `user` may read what was said here, or, of the things only those who run the party see, what was reported.
  /// Answers once everything told so far is stored.
  void admit_reader(const UserId& user, bool moderation, Reply<void> reply);

  /// How it is attended since what is stored of that; for host and co-hosts.
  void audience(const UserId& user, Reply<std::optional<storage::AudienceStretch>> reply);

  // For the server's operator; see party_insight.cpp.
  std::size_t connection_count() const { return connections_.size(); }
  std::size_t connected_users() const { return party_.connected; }
  const party::Playback& told_playback() const { return told_.playback; }
  /// With the first `connections` of its connections, of which their shards know the rest.
  PartyInspection inspect(std::size_t connections) const;
  std::vector<TracedEvent> traced_events() const;

  /// Hands what became ready to the shards with members: one blob each.
  void flush();

  /// Nobody is connected and nothing is under way: it may leave memory.
  bool idle() const;
  bool ended() const { return party_.status == party::Status::ended; }
  ActorName name() const { return {party_.id, number_}; }
  /// Nothing that was begun waits for storage.
  bool settled() const { return submissions_under_way_ == 0 && !gate_.waiting() && errands_ == nullptr; }
  /// Its last act, as somebody else is to decide for the party: answers everyone who waits, stores what it counted, and
  /// names its members.
  std::vector<ConnectionRef> leave();

 private:
  struct Member {
    UserId user;
    party::RateWindow rosters{};  ///< sent to it lately
    std::uint16_t shard = 0;
    bool counted = false;   ///< in members_by_shard_
    bool unseated = false;  ///< its user's seat went while it was open; a later seat is not this connection's
  };

  /// One user's commands in the minute that began at `since`.
  struct Activity {
    ServerTime since;
    std::size_t commands = 0;
  };

  /// A command about a message, which storage is asked for first. One at a time: what one does to a message, the next
  /// finds done.
  struct MessageErrand {
    party::Command command;
    UserId user;
    SteadyTime received;
    Answer answer;
  };

  void run_message_errand(party::Command command, const UserId& user, SteadyTime received, Answer answer);
  void begin_message_errand();
  void on_message_loaded(const storage::StoreResult<std::optional<party::ChatMessage>>& loaded);
  void end_message_errand();
  /// Sends an event to the host and the co-hosts alone.
  void tell_moderators(std::string event);
  void note_reactions(const party::Reacted& reacted);
  void store_reactions();

  AudienceLedger& audience_ledger(std::size_t viewers_before);
  void note_audience(std::size_t connected_before);
  void note_said(const party::ChatPosted& said);
  void note_reacted(const party::Reacted& reacted);
  void store_audience();

  void count_command(const UserId& user);
  void forget_activity(const UserId& user);
  void decide(const party::Command& command, const UserId& user, std::optional<SteadyTime> received, Answer answer);
  void reject(const party::Rejected& rejected, Answer answer);
  /// `traced`: the number under which the command is traced, or 0.
  void carry_out(std::vector<party::Effect> effects, std::optional<SteadyTime> received, std::uint64_t traced,
                 Answer answer);
  void tell_when_committed(std::vector<Staged> staged, bool immediate, std::optional<SteadyTime> received,
                           std::uint64_t traced, Answer answer);
  std::uint64_t trace(const party::Command& command, const UserId& user, SteadyTime received);
  void trace_commit(std::uint64_t number, bool committed);
  void trace_told(std::uint64_t number);
  void submit_writes(std::vector<storage::PartyWrite> writes);
  void on_committed(std::uint64_t number, const storage::StoreResult<void>& result);
  void tell(const std::vector<Staged>& staged, std::optional<SteadyTime> received);
  FeedLog* feed_for(const party::Effect& effect);
  void follow_up(const party::Effect& effect);
  bool absorb(const Staged& staged);
  bool absorb_typing(const party::TypingChanged& typing);
  bool forget_typist(const UserId& user);
  bool crowded() const { return connections_.size() > environment_.options.crowd_size; }
  void tell_crowd_soon();
  void tell_crowd();
  void close_connections(const UserId* user, protocol::CloseCode code);

  void reload();
  void on_reloaded(const storage::StoreResult<std::optional<party::Party>>& loaded);
  void adopt(party::Party loaded);

  void learn_clip_length(const ClipId& clip);
  void count_in(const ConnectionRef& connection);
  void unseat_members(const UserId& user);
  void review();
  void arm_review(std::optional<ServerTime> next, ServerTime now);
  void note_hold(const party::Effect& effect, bool played_before);
  void note_presence(std::size_t connected_before);
  void note_emptiness();
  void note_people();
  void on_noted(const storage::StoreResult<void>& result);
  void restore_members();
  void tell_everything();
  void announce_absence_after_grace(const UserId& user);
  void answer_from_told(const ConnectionRef& connection, const Answer& answer);
  void observe_drift(metrics::DriftSource source, Millis position);

  protocol::Stamp stamp() const;
  protocol::EventContext context() const;
  /// Nothing when `user` may see the party.
  std::optional<protocol::Refusal> refusal_to_show(const UserId& user) const;
  /// Nothing when `user` may see what only those see who run the party.
  std::optional<protocol::Refusal> refusal_to_run(const UserId& user) const;
  /// Answers when what the answer rests on is stored.
  template <class T>
  void tell_when_stored(Result<T, protocol::Refusal> answer, Reply<T> reply);
  PartyView snapshot(const UserId& user) const;
  protocol::ParticipantView view_of_seat(const party::Participant& seat) const;
  RosterPage roster_page(const RosterQuery& query) const;
  RosterPage roster_for(const UserId& user) const;
  std::optional<party::ReadyCheckView> ready_check_view() const;
  protocol::QueuePage queue_page(const QueueQuery& query) const;

  ActorEnvironment& environment_;
  party::Party party_;    ///< with changes that are not committed yet
  protocol::Stamp told_;  ///< what members were told: always committed
  CommitGate gate_;
  BlobBuilder ready_;
  CrowdDigest crowd_;                          ///< noted since the last time it was told
  const std::uint32_t number_;
  Boxed<std::set<UserId>> typists_;            ///< of whom it was told that they type; never empty
  std::optional<SteadyTime> oldest_received_;  ///< of the commands behind `ready_`
  std::map<ConnectionId, Member> connections_;
  std::vector<std::size_t> members_by_shard_;
  BoxedMap<UserId, Activity> activity_;  ///< of connected users who gave commands
  HoldMeter hold_meter_;
  std::size_t submissions_under_way_ = 0;
  std::size_t notes_under_way_ = 0;           ///< of emptiness, to storage
  std::uint32_t people_noted_ = 0;            ///< connected users, as storage was last told for the lists
  bool people_waiting_ = false;               ///< told lately, or just now: what changes is told a little later
  bool note_again_ = false;                   ///< one failed and is to be repeated
  BoxedMap<UserId, std::uint64_t> absences_;  ///< the numbers of the absences of users whose last socket dropped
  std::uint64_t last_absence_ = 0;
  std::optional<TimerId> review_timer_;  ///< only while something is to come: a hold, a check, a start
  ServerTime review_at_{};               ///< what it is armed for
  std::unique_ptr<std::deque<MessageErrand>> errands_;  ///< null while there are none; the first is under way
  std::unique_ptr<ReactionLedger> reactions_;           ///< not stored yet; null while there are none
  std::unique_ptr<EventTrace> trace_;                   ///< null while nobody did anything
  std::unique_ptr<FeedLog> feed_;                       ///< null while nothing happened
  std::unique_ptr<AudienceLedger> audience_;            ///< not stored yet; null while nothing changes
  bool stale_ = false;                                  ///< a write failed: what is in memory may not be what is stored
  bool reloading_ = false;
  bool reviewing_ = false;
  bool crowd_due_ = false;  ///< a timer will tell what crowd_ has
  unsigned reload_failures_ = 0;
};

}  // namespace matinee::engine
