// PersonalData: the part of the store that knows what it keeps of one person, to hand it out or to delete it. Called
// from storage threads only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "party/party.hpp"
#include "storage/friendships.hpp"
#include "storage/playlist.hpp"
#include "storage/rate_token.hpp"
#include "storage/store_error.hpp"

namespace matinee::storage {

// ---- What is kept of one person.

/// A party they had a seat in.
struct PersonalParty {
  PartyId party;
  std::string title;
  party::Visibility visibility = party::Visibility::private_;
  party::Status status = party::Status::active;
  bool hosted = false;  ///< they are its host, or were its last one
  bool claimed = false;  ///< by having created it they are its host, or may be again
  ServerTime created_at{};
  std::optional<ServerTime> ended_at;
  ServerTime joined_at{};
  std::optional<party::Role> role;  ///< of the seat they have now
  party::Profile profile;           ///< as the party knew them
};
struct PersonalMessage {
  PartyId party;
  party::ChatMessage message;
};
struct PersonalQueueItem {
  PartyId party;
  ClipId clip;
  std::optional<std::string> title;
};
/// A report of theirs. What they reported is somebody else's.
struct PersonalReport {
  PartyId party;
  MessageId message;
  std::string reason;
  ServerTime at{};
};
/// They may not come back, or not speak.
struct PersonalRestriction {
  PartyId party;
  bool kicked = false;                ///< else muted
  std::optional<ServerTime> time{};  ///< of the kick; of the mute's end, if it has one
};
/// An invitation they made.
struct PersonalInvitation {
  PartyId party;
  InvitationId id;
  std::string code;
  std::string note;
  ServerTime created_at{};
  std::optional<ServerTime> expires_at;
  std::optional<std::uint32_t> max_uses;
  std::uint32_t uses = 0;
};
/// They came by an invitation.
struct PersonalInvitationUse {
  PartyId party;
  InvitationId invitation;
  std::string display_name;  ///< as they were called then
  ServerTime at{};
};
/// They asked to be let in.
struct PersonalJoinRequest {
  PartyId party;
  party::Profile profile;
  bool declined = false;
  ServerTime at{};  ///< when they asked, or were declined
};
struct PersonalClip {
  ClipId id;
  std::string title;
  std::string url;
  ServerTime created_at{};
};
/// Counted against a limit; gone within the hour.
struct PersonalRateEvent {
  std::string kind;
  ServerTime at{};
};

/// The last message of the page before.
struct PersonalCursor {
  ServerTime at{};
  MessageId message;
};
struct PersonalQuery {
  UserId user;
  std::optional<PersonalCursor> after{};  ///< of messages, from the oldest on
  std::size_t messages = 5'000;           ///< on one page
  std::size_t rows = 20'000;              ///< of each other kind, at most
};
/// Everything, with one page of messages.
struct PersonalRecord {
  std::vector<PersonalParty> parties;  ///< the last joined first
  std::vector<PersonalMessage> messages;
  bool more = false;  ///< messages
  std::vector<PersonalQueueItem> queue_items;
  std::vector<PersonalReport> reports;
  std::vector<PersonalRestriction> restrictions;
  std::vector<PersonalInvitation> invitations;
  std::vector<PersonalInvitationUse> invitation_uses;
  std::vector<PersonalJoinRequest> join_requests;
  std::vector<PersonalClip> clips;
  std::vector<Playlist> playlists;
  std::vector<Friend> friends;
  std::vector<PersonalRateEvent> rate_events;
};

// ---- Deleting it. Three submissions: what was begun is done, whatever happens in between (see engine/erasures.hpp).

/// Remembers that the user wants it gone. Begun again, it means what came until then, too.
struct BeginErasure {
  RateToken token;
  UserId user;
  ServerTime asked_at{};
};
/// Deletes a part, at most `most` rows of each kind, of what came until `asked_at`: messages become deleted ones of
/// nobody, what others rely on loses its name, the rest goes. Of parties that go on only what is not the party's own:
/// its seats, kicks and mutes are its owner's to change. In `parties` the user has been forgotten by their owners.
struct EraseUser {
  UserId user;
  ServerTime asked_at{};
  ServerTime now{};
  std::vector<PartyId> parties;
  std::size_t most = 500;
};
struct EndErasure {
  UserId user;
  ServerTime asked_at{};
};

struct PendingErasure {
  UserId user;
  ServerTime asked_at{};
};
/// What is left to do.
struct ErasureWork {
  std::vector<PartyId> parties;  ///< that go on, whose owners are to forget the user first
  bool more = false;             ///< rows to delete

  bool done() const { return parties.empty() && !more; }
};

class PersonalData {
 public:
  virtual ~PersonalData() = default;

  virtual StoreResult<PersonalRecord> personal_record(const PersonalQuery& query) = 0;
  /// At most `most_parties` at once.
  virtual StoreResult<ErasureWork> erasure_work(const PendingErasure& erasure, std::size_t most_parties) = 0;
  /// Begun and not ended, the oldest first.
  virtual StoreResult<std::vector<PendingErasure>> pending_erasures(std::size_t limit) = 0;
};

}  // namespace matinee::storage
