// Shard: one core's part of the engine. Owns the parties that hash to it and the sessions its thread accepted;
// everything here except submit() runs on the shard's own thread. Talks to other shards only through their mailboxes.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/strong_id.hpp"
#include "base/wall_clock.hpp"
#include "engine/admission_views.hpp"
#include "engine/analytics.hpp"
#include "engine/event_trace.hpp"
#include "engine/executor.hpp"
#include "engine/operator_views.hpp"
#include "engine/playlists.hpp"
#include "engine/session.hpp"
#include "engine/views.hpp"
#include "protocol/queue_message.hpp"
#include "storage/store.hpp"

namespace matinee::engine {

class Engine;

/// Who opens a socket, and until when the token they showed is good.
struct Credentials {
  UserId user;
  party::Profile profile;
  std::optional<WallTime> expires_at;
  /// The name of what was shown, which may open one socket only; empty where that is settled already.
  std::string single_use{};
};

class Shard {
 public:
  Shard(Engine& engine, std::size_t index, Executor& executor);
  ~Shard();

  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;

  // ---- The event loop.

  /// Any thread: runs `task` on this shard's thread, in order of submission.
  void submit(Task task);
  /// Runs everything submitted so far, then hands out what the parties have to tell. Called by the Executor.
  void drain();

  // ---- Sockets of this shard. A session is attached once and detached once; between, the engine holds a plain
  // pointer.

  /// Asks the party's owner for a place. On success the session is a member from the moment `reply` runs: write the
  /// upgrade response there, first. Refusals with a close_code_for() are told over an accepted socket (see refuse());
  /// the others are HTTP answers. The session must outlive the reply or be detached before.
  void attach(Session& session, const PartyId& party, Credentials credentials, Reply<void> reply);

  /// The socket is gone. `clean`: after a close handshake the client began. Safe for a session never attached.
  void detach(Session& session, bool clean);

  /// Delivers the error event for a refused attach; the caller closes the socket with close_code_for(refusal).
  void refuse(Session& session, const PartyId& party, const protocol::Refusal& refusal);

  /// A complete text message from a member.
  void on_text(Session& session, std::string_view text);
  /// A binary message: not part of the protocol.
  void on_binary(Session& session);

  // ---- HTTP. Replies run on this shard.

  void create_party(CreatePartyRequest request, Reply<PartyView> reply);
  /// A seat, at once or when host or co-host let them in.
  void join(JoinAttempt attempt, Reply<JoinResult> reply);
  /// NOT_FOUND for who neither has a seat nor waits for one.
  void standing(PartyId party, UserId user, Reply<Standing> reply);
  /// For host and co-hosts: who waits to be let in.
  void waiting_room(PartyId party, UserId user, Reply<std::vector<WaitingUser>> reply);
  /// For host and co-hosts: the newest first. Revoking is a command.
  void invitations(PartyId party, UserId user, Reply<std::vector<InvitationView>> reply);
  void create_invitation(PartyId party, UserId user, NewInvitation wanted, Reply<InvitationView> reply);
  void details(PartyId party, UserId user, Reply<PartyView> reply);
  void participants(PartyId party, UserId user, RosterQuery query, Reply<RosterPage> reply);
  /// Leave, End, ChangeSettings, SetRole, Kick, LiftKick, SetMute, DeleteMessage, ReportMessage.
  void command(PartyId party, UserId user, party::Command command, Reply<void> reply);
  /// Gives the party another invite code; replies with it.
  void rotate_invite_code(PartyId party, UserId user, Reply<std::string> reply);

  // What was said. Everyone with a seat reads it, also when the party has ended.
  void messages(PartyId party, UserId user, storage::MessageQuery query, Reply<storage::MessagePage> reply);
  void message(PartyId party, UserId user, MessageId message, Reply<party::ChatMessage> reply);
  /// Told to the party as if it came from a socket; answers with the message as it is stored.
  void post_message(PartyId party, UserId user, party::Chat chat, Reply<party::ChatMessage> reply);
  void edit_message(PartyId party, UserId user, party::EditMessage edit, Reply<party::ChatMessage> reply);
  /// For host and co-hosts: the newest reports.
  void message_reports(PartyId party, UserId user, Reply<std::vector<storage::MessageReport>> reply);
  void reactions(PartyId party, UserId user, storage::ReactionQuery query,
                 Reply<std::vector<storage::ReactionTally>> reply);

  /// What people did in the party lately, as JSON (see FeedLog); for its participants.
  void feed(PartyId party, UserId user, Reply<std::string> reply);
  /// How the party was attended; for host and co-hosts, also when it has ended.
  void analytics(PartyId party, UserId user, Reply<Analytics> reply);

  void create_clip(CreateClipRequest request, Reply<storage::Clip> reply);
  void load_clip(ClipId clip, Reply<storage::Clip> reply);

  // Queues: changes other than adding are commands.
  void queue(PartyId party, UserId user, QueueQuery query, Reply<protocol::QueuePage> reply);
  /// The clips are looked up in the catalogue first. Answers with the ids the items have.
  void add_to_queue(PartyId party, UserId user, protocol::AddToQueue request, Reply<std::vector<QueueItemId>> reply);

  // Playlists of `user`, and those of others that are shared.
  void create_playlist(UserId user, PlaylistChange content, Reply<PlaylistView> reply);
  void list_playlists(UserId user, Reply<std::vector<storage::PlaylistSummary>> reply);
  void load_playlist(PlaylistId playlist, UserId user, Reply<PlaylistView> reply);
  void change_playlist(PlaylistId playlist, UserId user, PlaylistChange change, Reply<PlaylistView> reply);
  void delete_playlist(PlaylistId playlist, UserId user, Reply<void> reply);

  // ---- Finding parties, and friends. Replies run on this shard. See discovery.cpp.

  void public_parties(storage::PublicQuery query, Reply<std::vector<storage::PartyListing>> reply);
  void friends_parties(UserId user, std::size_t limit, Reply<std::vector<storage::PartyListing>> reply);
  void history(storage::HistoryQuery query, Reply<std::vector<storage::Attendance>> reply);
  /// Whom the host keeps out; for the host alone.
  void kicked_users(PartyId party, UserId user, std::size_t limit, Reply<std::vector<storage::KickedUser>> reply);
  void friends(UserId user, Reply<std::vector<storage::Friend>> reply);
  void change_friendship(UserId user, party::Profile profile, UserId other, storage::FriendAction action,
                         Reply<void> reply);

  // ---- What is kept of one person. Replies run on this shard. See privacy.cpp.

  /// A user's own data; the first page counts against the limit.
  void personal_record(storage::PersonalQuery query, Reply<storage::PersonalRecord> reply);
  /// Deletes all of a user's data. True: nothing is left. False: it goes on, and a restart does not stop it.
  void erase_user(UserId user, Reply<bool> reply);

  // ---- For the server's operator: whoever calls these has checked that it is one. See operator_requests.cpp.

  /// Parties that go on, those with somebody in them first, then the newest.
  void overview_parties(storage::PublicQuery query, Reply<std::vector<PartyOverview>> reply);
  /// With the first `connections` of its connections. NOT_FOUND when there is no such party.
  void inspect_party(PartyId party, std::size_t connections, Reply<PartyInspection> reply);
  /// The last things clients did there, the oldest first.
  void trace_party(PartyId party, Reply<std::vector<TracedEvent>> reply);
  void list_connections(ConnectionQuery query, Reply<ConnectionPage> reply);
  /// Ends the party.
  void close_party(PartyId party, Reply<void> reply);
  /// From the reply on the user is let in nowhere; what sockets they have are being closed.
  void block_user(UserId user, std::string reason, Reply<void> reply);
  void unblock_user(UserId user, Reply<void> reply);
  /// The last blocked first.
  void blocked_users(Reply<std::vector<storage::BlockedUser>> reply);

  std::size_t session_count() const;

 private:
  friend class Engine;
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// The close code that follows the error event of a refused attach. Empty: the refusal is told as an HTTP status, not
/// over an accepted socket.
std::optional<protocol::CloseCode> close_code_for(const protocol::Refusal& refusal);

}  // namespace matinee::engine
