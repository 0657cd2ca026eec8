// Store: the port to what must survive. Synchronous and batch-shaped; called from storage threads only, never from a
// shard. Adapters: SqlStore (SQLite and PostgreSQL) and MemoryStore (tests).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/boxed.hpp"
#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "party/party.hpp"
#include "storage/admission_records.hpp"
#include "storage/blocked_users.hpp"
#include "storage/chat_records.hpp"
#include "storage/figures.hpp"
#include "storage/friendships.hpp"
#include "storage/listings.hpp"
#include "storage/personal_data.hpp"
#include "storage/playlist.hpp"
#include "storage/queue_write.hpp"
#include "storage/rate_token.hpp"
#include "storage/retention.hpp"
#include "storage/store_error.hpp"

namespace matinee::storage {

/// A track of subtitles of a clip.
struct Caption {
  std::string url;
  std::string language;  ///< BCP 47, as given
  std::string label;     ///< for people

  friend bool operator==(const Caption&, const Caption&) = default;
};

/// A video somebody put into the catalogue. Times in milliseconds.
struct Clip {
  ClipId id;
  std::string title;
  std::string url;
  std::optional<Millis> duration;
  UserId created_by;
  ServerTime created_at{};
  std::optional<std::string> thumbnail_url{};
  std::vector<Caption> captions{};
};

// ---- What one party's change writes. Within a submission they apply in order; the last write of a key wins.

struct PutPlayback {
  party::Playback playback;
  std::uint64_t revision = 0;
  Boxed<party::ScheduledStart> scheduled_start{};
};
struct PutSettings {
  party::Settings settings;
};
/// Inserts or updates a seat: user, profile, role and joined_at. Connections, windows and reports are not stored.
struct PutSeat {
  UserId user;
  party::Profile profile;
  party::Role role = party::Role::viewer;
  ServerTime joined_at{};
};
struct RemoveSeat {
  UserId user;
};
struct AddKick {
  UserId user;
  ServerTime at{};
};
struct RemoveKick {
  UserId user;
};
struct PutHost {
  UserId user;
  UserId claim{};  ///< who may be host again, or is by having created the party; empty: nobody
};
/// In capitals. A code another party has makes the change fail as `corrupt`: codes are drawn at random, and six
/// characters are enough for that to be no concern.
struct PutInviteCode {
  std::string code;
};
struct PutEnded {
  ServerTime at{};
};
using PartyWrite =
    std::variant<PutPlayback, PutSettings, PutSeat, RemoveSeat, AddKick, RemoveKick, PutHost, PutInviteCode, PutEnded,
                 AppendChat, EditChat, DeleteChat, AppendReport, PutMute, RemoveMute, PutQueue,
                 PutInvitation, RemoveInvitation, PutInvitationUse, PutPassword, PutJoinRequest, RemoveJoinRequest>;

// ---- Submissions: each succeeds or fails as a whole. Text is UTF-8 without NUL, as protocol/ and http_api/ let it in.

/// A change of one party. Conditional: applies only while the stored version is `expected_version` and the stored epoch
/// is `epoch`; leaves version `expected_version + 1`. Several of the same party in one commit follow one another.
struct ChangeParty {
  PartyId party;
  std::uint64_t epoch = 1;
  std::uint64_t expected_version = 0;
  std::vector<PartyWrite> writes;
};

/// A new party with the seats in its roster; code_taken if another party, active or ended, has its invite code,
/// conflict if one has its id. Nobody has connected to it yet: it is empty since its created_at (see NoteEmptySince).
struct CreateParty {
  RateToken token;
  party::Party party;
};
/// Counts an event that needs nothing else stored, such as a join.
struct TakeToken {
  RateToken token;
};
/// A new clip; conflict if another has its id.
struct SaveClip {
  RateToken token;
  Clip clip;
};
/// A new playlist (revision 1; conflict if its id exists or its owner has most_playlists), or the next revision of one
/// its owner has (conflict if it is another's, gone, or not at the revision before).
struct SavePlaylist {
  RateToken token;
  Playlist playlist;
};
/// conflict if the owner has no such playlist.
struct DeletePlaylist {
  PlaylistId playlist;
  UserId owner;
};
/// Since when nobody is connected (none: somebody is). Not told to anyone. Nothing is written of a party whose stored
/// epoch is another: its owner changed, and knows better.
struct NoteEmptySince {
  PartyId party;
  std::optional<ServerTime> since;
  std::uint64_t epoch = 1;
};

using Submission = std::variant<ChangeParty, CreateParty, TakeToken, SaveClip, NoteEmptySince, AddReactions,
                                SavePlaylist, DeletePlaylist, NotePeople, ChangeFriendship, BeginErasure, EraseUser,
                                EndErasure, LetGo, AddFigures, BlockUser, UnblockUser>;

/// Not thread-safe unless an adapter says so: one instance per storage thread.
class Store : public Listings,
              public Friendships,
              public PersonalData,
              public Retention,
              public Figures,
              public BlockedUsers {
 public:
  /// Makes the submissions durable in one transaction and says for each whether it holds. Returning success means: it
  /// survives power loss. A failure of the database itself fails every submission with `unavailable`, and either all
  /// held or none: when a server's answer is lost nobody knows, and whoever must know reads again.
  virtual std::vector<StoreResult<void>> commit(std::span<const Submission> submissions) = 0;

  /// The party with seats, kicks, mutes, the length of its clip if the catalogue knows it, and the chat windows as of
  /// `now`.
  virtual StoreResult<std::optional<party::Party>> load_party(const PartyId& id, const party::RateLimit& chats,
                                                              ServerTime now) = 0;

  /// By invite code in capitals; ended parties are found too.
  virtual StoreResult<std::optional<PartyId>> find_party_by_code(std::string_view code) = 0;
  /// By the code of an invitation in capitals, whether it still lets anybody in or not.
  virtual StoreResult<std::optional<PartyId>> find_party_by_invitation(std::string_view code) = 0;
  /// Who came by the party's invitations, the last used first, at most `limit`.
  virtual StoreResult<std::vector<InvitationUse>> load_invitation_uses(const PartyId& party, std::size_t limit) = 0;

  virtual StoreResult<std::optional<Clip>> load_clip(const ClipId& id) = 0;
  /// Those of the ids that the catalogue has, each once, in no particular order.
  virtual StoreResult<std::vector<Clip>> load_clips(std::span<const ClipId> ids) = 0;

  virtual StoreResult<std::optional<Playlist>> load_playlist(const PlaylistId& id) = 0;
  /// The owner's, latest changed first.
  virtual StoreResult<std::vector<PlaylistSummary>> list_playlists(const UserId& owner) = 0;

  /// Nothing where the query begins at a message that is not there.
  virtual StoreResult<std::optional<MessagePage>> load_messages(const PartyId& party, const MessageQuery& query) = 0;
  virtual StoreResult<std::optional<party::ChatMessage>> load_message(const PartyId& party, const MessageId& id) = 0;
  /// The newest reports, at most `limit`.
  virtual StoreResult<std::vector<MessageReport>> load_reports(const PartyId& party, std::size_t limit) = 0;
  /// In the order of the film; of one stretch, the most frequent first.
  virtual StoreResult<std::vector<ReactionTally>> load_reactions(const PartyId& party, const ReactionQuery& query) = 0;

  /// Active parties nobody has been connected to since before `before`, longest first, at most `limit`.
  virtual StoreResult<std::vector<PartyId>> parties_empty_since(ServerTime before, std::size_t limit) = 0;

  /// Parties that have not ended.
  virtual StoreResult<std::size_t> count_active_parties() = 0;

  /// After a start: nobody is connected, so every active party without a mark is empty as of `now`, and none has
  /// people; and rate-window events older than `windows_before` are forgotten.
  virtual StoreResult<void> note_start(ServerTime now, ServerTime windows_before) = 0;

  /// Writes and removes something small: whether a commit would work now.
  virtual StoreResult<void> probe() = 0;

  /// Whether the database is still there, at next to no cost: for when nothing has been committed for a while.
  virtual StoreResult<void> check() = 0;
};

}  // namespace matinee::storage
