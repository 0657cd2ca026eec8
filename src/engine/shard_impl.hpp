// Shard::Impl: the parts of a shard. Internal to engine/; its functions are in shard.cpp (loop and fan-out),
// sockets.cpp, remote_owner.cpp and remote_requests.cpp (owners and members on other servers), requests.cpp,
// admission_requests.cpp, chat_requests.cpp, discovery.cpp, privacy.cpp and operator_requests.cpp.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/backoff.hpp"
#include "engine/connection.hpp"
#include "engine/erasures.hpp"
#include "engine/id_source.hpp"
#include "engine/local_hub.hpp"
#include "engine/mailbox.hpp"
#include "engine/party_directory.hpp"
#include "engine/peer_link.hpp"
#include "engine/refusals.hpp"
#include "engine/remote_members.hpp"
#include "engine/retention_sweeper.hpp"
#include "engine/shared.hpp"
#include "engine/token_expiry.hpp"
#include "protocol/client_message.hpp"

namespace matinee::engine {

class Shard::Impl final : public Fanout, public PeerInbox {
 public:
  Impl(Engine::Shared& shared, std::size_t index, Executor& executor);

  // The loop.
  void submit(Task task);
  void drain();
  /// Runs at once when `shard` is this one, else in its mailbox: either way in the order of the calls.
  void post(std::size_t shard, Task task);
  void settle_at(std::size_t shard, Task task);

  // Fanout: the owner's side.
  void to_members(std::size_t shard, const PartyId& party, const BlobPtr& blob, const protocol::Stamp& told,
                  std::optional<SteadyTime> received) override;
  void to_connection(const ConnectionRef& to, const BlobPtr& blob) override;
  void close(const ConnectionRef& connection, protocol::CloseCode code) override;

  // PeerInbox: from the other servers of the cluster.
  void on_peer_message(std::string sender, PeerMessage message) override;
  void on_party_told(const PartyId& party, std::shared_ptr<const PartyTold> told) override;
  void on_peer_gap(std::string sender) override;
  void on_peers_unheard() override;
  void on_peer_gone(const std::string& node);
  void tell_numbers() { remote_members_->tell_numbers(); }
  void give_up_parties() { directory_.give_up_all(); }
  void hand_over(std::function<void()> done) { directory_.hand_over(std::move(done)); }

  // Sockets.
  void attach(Session& session, const PartyId& party, Credentials credentials, Reply<void> reply);
  void detach(Session& session, bool clean);
  void refuse(Session& session, const PartyId& party, const protocol::Refusal& refusal);
  void on_text(Session& session, std::string_view text);
  void on_binary(Session& session);
  void close_all(protocol::CloseCode code);
  void close_gradually(protocol::CloseCode code, Millis time);

  // Requests.
  void create_party(CreatePartyRequest request, Reply<PartyView> reply);
  void join(JoinAttempt attempt, Reply<JoinResult> reply);
  void standing(const PartyId& party, const UserId& user, Reply<Standing> reply);
  void waiting_room(const PartyId& party, const UserId& user, Reply<std::vector<WaitingUser>> reply);
  void invitations(const PartyId& party, const UserId& user, Reply<std::vector<InvitationView>> reply);
  void create_invitation(const PartyId& party, const UserId& user, NewInvitation wanted, Reply<InvitationView> reply);
  void details(PartyId party, UserId user, Reply<PartyView> reply);
  void participants(PartyId party, UserId user, RosterQuery query, Reply<RosterPage> reply);
  void command(PartyId party, UserId user, party::Command command, Reply<void> reply);
  void messages(const PartyId& party, const UserId& user, const storage::MessageQuery& query,
                Reply<storage::MessagePage> reply);
  void message(const PartyId& party, const UserId& user, const MessageId& message, Reply<party::ChatMessage> reply);
  void post_message(const PartyId& party, const UserId& user, party::Chat chat, Reply<party::ChatMessage> reply);
  void edit_message(const PartyId& party, const UserId& user, party::EditMessage edit, Reply<party::ChatMessage> reply);
  void message_reports(const PartyId& party, const UserId& user, Reply<std::vector<storage::MessageReport>> reply);
  void reactions(const PartyId& party, const UserId& user, const storage::ReactionQuery& query,
                 Reply<std::vector<storage::ReactionTally>> reply);
  void feed(PartyId party, UserId user, Reply<std::string> reply);
  void rotate_invite_code(PartyId party, UserId user, Reply<std::string> reply);
  void create_clip(CreateClipRequest request, Reply<storage::Clip> reply);
  void load_clip(ClipId clip, Reply<storage::Clip> reply);
  void queue(PartyId party, UserId user, QueueQuery query, Reply<protocol::QueuePage> reply);
  void add_to_queue(PartyId party, UserId user, protocol::AddToQueue request, Reply<std::vector<QueueItemId>> reply);
  void create_playlist(UserId user, PlaylistChange content, Reply<PlaylistView> reply);
  void list_playlists(UserId user, Reply<std::vector<storage::PlaylistSummary>> reply);
  void load_playlist(PlaylistId playlist, UserId user, Reply<PlaylistView> reply);
  void change_playlist(PlaylistId playlist, UserId user, PlaylistChange change, Reply<PlaylistView> reply);
  void delete_playlist(PlaylistId playlist, UserId user, Reply<void> reply);
  void analytics(const PartyId& party, UserId user, Reply<Analytics> reply);
  void personal_record(storage::PersonalQuery query, Reply<storage::PersonalRecord> reply);
  void erase_user(UserId user, Reply<bool> reply);
  void overview_parties(storage::PublicQuery query, Reply<std::vector<PartyOverview>> reply);
  void inspect_party(const PartyId& party, std::size_t connections, Reply<PartyInspection> reply);
  void trace_party(const PartyId& party, Reply<std::vector<TracedEvent>> reply);
  void list_connections(ConnectionQuery query, Reply<ConnectionPage> reply);
  void close_party(const PartyId& party, Reply<void> reply);
  void block_user(storage::BlockedUser who, Reply<void> reply);
  void unblock_user(const UserId& user, Reply<void> reply);
  void blocked_users(Reply<std::vector<storage::BlockedUser>> reply);
  /// Looks for blocks and their ends that other processes stored; again and again.
  void refresh_blocked_users();
  /// Goes on with erasures and keeps to the times things are kept; once, on one shard.
  void start_housekeeping();
  void public_parties(storage::PublicQuery query, Reply<std::vector<storage::PartyListing>> reply);
  void friends_parties(UserId user, std::size_t limit, Reply<std::vector<storage::PartyListing>> reply);
  void history(storage::HistoryQuery query, Reply<std::vector<storage::Attendance>> reply);
  void kicked_users(PartyId party, UserId user, std::size_t limit, Reply<std::vector<storage::KickedUser>> reply);
  void friends(UserId user, Reply<std::vector<storage::Friend>> reply);
  void change_friendship(storage::ChangeFriendship change, Reply<void> reply);
  void expire_empty_parties();

  std::size_t session_count() const { return sessions_.size(); }

 private:
  friend class Shard;

  /// Visits the party on its owner's thread; `owner` is the shard that runs it.
  using OwnerVisit = std::function<void(Impl& owner, Result<PartyActor*, protocol::Refusal> actor)>;
  void at_owner(const PartyId& party, OwnerVisit visit);
  /// A reply to be called on `owner`'s thread that runs on this shard's, in order with what `owner` fans out.
  template <class T>
  Reply<T> reply_from(Impl& owner, Reply<T> reply);
  /// A completion of storage that runs on this shard's thread.
  storage::Completion completion(std::function<void(storage::StoreResult<void>)> done);

  void on_attached(Session& session, ConnectionId id, Result<protocol::Stamp, protocol::Refusal> result,
                   const Reply<void>& reply);
  void close_next(std::vector<ConnectionId> ids, std::size_t at_once, protocol::CloseCode code);
  void become_member(Connection& connection, ConnectionId id, const protocol::Stamp& told, const Reply<void>& reply);
  void resume_reading(Connection& connection);
  void forget(Session& session);
  void on_message(Connection& connection, ConnectionId id, protocol::DecodedMessage message, SteadyTime received);
  void on_invalid(Connection& connection, const protocol::DecodeError& error);
  void send_to_owner(Connection& connection, ConnectionId id, protocol::DecodedMessage message, SteadyTime received);
  void pass_on(Connection& connection, ConnectionId id, protocol::DecodedMessage message, SteadyTime received);
  void queue_for(Connection& connection, ConnectionId id, const protocol::AddToQueue& request, SteadyTime received);
  void release_held(ConnectionId id);
  bool tell_refusal(const Result<PartyActor*, protocol::Refusal>& actor, const ConnectionRef& to,
                    const Settled& settled) const;
  /// A shuffle is the server's to decide.
  void choose_seed(party::ChangeQueue& change);
  void on_settled(ConnectionId id, metrics::CommandKind kind, const Settled& settled, bool told);
  void answer_time_sync(Connection& connection, const protocol::TimeSync& request, ServerTime received);
  void renew_token(Connection& connection, ConnectionId id, const protocol::Authenticate& request);
  std::optional<WallTime> token_expiry_of(ConnectionId id);
  void on_token_due(ConnectionId id);
  void send_error(Connection& connection, const protocol::Refusal& refusal);
  void count(metrics::CommandKind kind, const Settled& settled);
  void count_outcome(metrics::CommandKind kind, const Settled& settled);

  /// Visits one shard after the other on its own thread, beginning with `first`, until `visit` says false or there is
  /// no other; then `done` runs on this one's.
  void on_every_shard(std::size_t first, std::function<bool(Impl&)> visit, Task done);
  ConnectionView view_of(const Connection& connection) const;
  void collect_connections(const ConnectionQuery& query, ConnectionPage& page) const;
  void close_sockets_of(const UserId& user);

  // Members whose party another server decides for.
  void use_up(ConnectionId id, const std::string& single_use);
  void seek_place(ConnectionId id);
  template <class Matches>
  void seek_places(Matches matches);
  void seek_places_of(const PartyId& party, std::optional<ConnectionId> settled = std::nullopt);
  void leave_owner(Connection& connection);
  void on_place(ConnectionId id, std::uint32_t search, Result<protocol::Stamp, protocol::Refusal> result);
  void ask_elsewhere(Connection& connection, ConnectionId id, const std::string& node);
  void settle_in(Connection& connection, ConnectionId id, const protocol::Stamp& told);
  Millis search_pause(const OwnerLink& link);
  void not_placed(Connection& connection, ConnectionId id, const protocol::Refusal& refusal);
  Said said(std::string_view text, const protocol::DecodedMessage& message) const;
  void say_to_owner(Connection& connection, ConnectionId id, Said said, SteadyTime received);
  void say_elsewhere(Connection& connection, ConnectionId id, Said said);
  void watch_owner(Connection& connection, ConnectionId id, Millis patience);
  void refuse_said(Connection& connection, const std::vector<Said>& said, const protocol::Refusal& refusal);
  void give_up_unsettled(Connection& connection);
  void give_up_waiting(Connection& connection, const protocol::Refusal& refusal);
  void pause_at_limit(Connection& connection, std::size_t waiting);
  void on_owner_lost(ConnectionId id);
  Connection* member_of(const std::string& node, ConnectionId id);
  void on_remote_attached(ConnectionId id, const Result<protocol::Stamp, protocol::Refusal>& result);
  void drop_remote(RemoteSession& session, bool clean);
  void handle(const std::string& sender, const AttachMember& asked);
  void handle(const std::string& sender, const DetachMember& gone);
  void handle(const std::string& sender, const MemberSaid& said);
  void handle(const std::string& sender, const ForgetUser& forget);
  void handle(const std::string& sender, const MemberAttached& attached);
  void handle(const std::string& sender, const MemberRefused& refused);
  void handle(const std::string& sender, const TellMember& told);
  void handle(const std::string& sender, const CloseMember& closed);
  void handle(const std::string& sender, const MemberSettled& settled);
  void handle(const std::string& sender, const MemberReleased& released);
  void handle(const std::string& sender, const PartyMoved& moved);
  void handle(const std::string& sender, const PartyStands& stands);
  void handle(const std::string& sender, const Beat& beat);
  void handle(const std::string& sender, const AttachAgain& again);

  /// Answers with what `query` finds, to those who may read it.
  template <class T>
  void read_as_member(const PartyId& party, const UserId& user, bool moderation,
                      std::function<storage::StoreResult<T>(storage::Store&)> query, Reply<T> reply);

  /// A request to queue something as a command, with what storage knows of the clips, in the order of the requests.
  /// From somebody who may not, the command adds nothing: the party says why.
  void prepare_queueing(const PartyId& party, UserId user, protocol::AddToQueue request, Reply<party::Command> reply);
  void resolve(protocol::AddToQueue request, UserId user, Reply<party::Command> reply);
  void save_playlist(storage::Playlist playlist, Reply<PlaylistView> reply);

  void create_with_code(party::Party party, unsigned attempts, Reply<PartyView> reply);
  /// Counts one event against a limit that survives a restart.
  void take_token(storage::RateToken token, metrics::RateLimitKind kind, Reply<void> reply);
  void find_party(const JoinAttempt& attempt, const Reply<JoinResult>& reply);
  void enter(const PartyId& party, const party::Join& join, const JoinAttempt& attempt,
             const Reply<JoinResult>& reply);
  void compare_password(const PartyId& party, const std::string& hash, const party::Join& join,
                        const JoinAttempt& attempt, const Reply<JoinResult>& reply);
  void ask_for_seat(const PartyId& party, const UserId& user, const party::Join& join,
                    const Reply<JoinResult>& reply);
  void schedule_expiry_sweep();
  void note_privacy_refusal(const storage::StoreError& error);
  Erasures::Environment erasure_environment();
  RetentionSweeper::Environment retention_environment();
  /// Asks storage; the reply runs on this shard.
  template <class T>
  void read(std::function<storage::StoreResult<T>(storage::Store&)> query, Reply<T> reply);

  /// A party with members here that another server decides for.
  struct PartyElsewhere {
    std::string owner;
    BlobNumber next;  ///< of the next blob it is told
    std::size_t members = 0;
  };

  Engine::Shared& shared_;
  std::size_t index_;
  Executor& executor_;
  Mailbox mailbox_;
  std::vector<Task> draining_;  ///< taken from the mailbox
  std::size_t drained_ = 0;     ///< how many of them have run
  SessionRegistry sessions_;
  LocalHub hub_;
  PartyDirectory directory_;
  TokenExpiry token_expiry_;
  IdSource ids_;
  RandomGenerator random_;  ///< of its pauses
  Erasures erasures_;           ///< of all users, on one shard alone
  RetentionSweeper retention_;  ///< likewise
  std::unordered_map<PartyId, PartyElsewhere> parties_elsewhere_;
  std::unique_ptr<RemoteMembers> remote_members_;  ///< null without a cluster
};

template <class T>
Reply<T> Shard::Impl::reply_from(Impl& owner, Reply<T> reply) {
  return [&owner, shard = index_, reply = std::move(reply)](Result<T, protocol::Refusal> result) {
    owner.post(shard, [reply, result = std::move(result)] { reply(result); });
  };
}

template <class T>
void Shard::Impl::read(std::function<storage::StoreResult<T>(storage::Store&)> query, Reply<T> reply) {
  shared_.reader.read<T>(std::move(query), [this, reply = std::move(reply)](storage::StoreResult<T> result) {
    submit([reply, result = std::move(result)] {
      if (!result) return reply(refusal_for(result.error()));
      reply(result.value());
    });
  });
}

}  // namespace matinee::engine
