// Listings: the part of the store that finds parties for those who look for one: public ones, those of friends, and
// those somebody took part in. Called from storage threads only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "party/party.hpp"
#include "storage/store_error.hpp"

namespace matinee::storage {

/// How many users are connected to a party, for its place in the lists. Not told to anyone. Nothing is written of a
/// party whose stored epoch is another (see NoteEmptySince).
struct NotePeople {
  PartyId party;
  std::size_t people = 0;
  std::uint64_t epoch = 1;
};

/// What a list shows of an active party.
struct PartyListing {
  PartyId id;
  std::string title;
  UserId host;
  party::Profile host_profile;
  party::Visibility visibility = party::Visibility::public_;
  std::string invite_code;
  std::size_t people = 0;  ///< connected users, as last noted; see PublicQuery::every
  std::size_t max_participants = 0;
  ServerTime created_at{};
  party::Playback playback;
  std::optional<std::string> clip_title;  ///< where the catalogue knows the clip
  bool has_password = false;
  bool approval = false;  ///< whoever comes waits to be let in
  bool locked = false;    ///< nobody new is let in
  std::size_t seats = 0;  ///< counted where every party is asked for, else 0
};

enum class ListingOrder : std::uint8_t { people, newest };

/// The last entry of the page before.
struct ListingCursor {
  std::size_t people = 0;  ///< counts where the order is by people
  ServerTime created_at{};
  PartyId id;
};

/// Words a search looks for, at most: the longest ones given.
inline constexpr std::size_t max_search_words = 3;
/// Parties whose titles have the longest word searched for; no more are looked at.
inline constexpr std::size_t max_search_candidates = 1'000;

struct PublicQuery {
  std::vector<std::string> words;  ///< each begins a word of the title; as words_of() gives them; none: every party
  ListingOrder order = ListingOrder::people;  ///< most people, or newest, first; equals: newest first, then by id
  std::optional<ListingCursor> after{};
  std::size_t limit = 20;
  bool every = false;  ///< for operators: of every visibility, without words; `people` is then 1 where anybody is there
};

/// A user's place in the history of a party.
struct Attendance {
  PartyId party;
  std::string title;
  UserId host;
  party::Visibility visibility = party::Visibility::private_;
  party::Status status = party::Status::active;
  ServerTime created_at{};
  std::optional<ServerTime> ended_at;
  ServerTime joined_at{};                  ///< when the user took the last seat
  std::optional<party::Role> role;         ///< of the seat the user has now; nothing: no seat
  std::optional<std::string> invite_code;  ///< where the user has a seat
  std::size_t participants = 0;            ///< users who ever had a seat
  std::vector<party::Person> some;         ///< the first of them other than the user, at most max_people_named
};

/// People an attendance names.
inline constexpr std::size_t max_people_named = 5;

struct HistoryQuery {
  UserId user;
  struct Cursor {
    ServerTime joined_at{};
    PartyId party;
  };
  std::optional<Cursor> after{};
  std::size_t limit = 20;
};

/// Somebody who may not come back.
struct KickedUser {
  party::Person person;  ///< under the name of their last seat
  ServerTime at{};       ///< when they were kicked
};

class Listings {
 public:
  virtual ~Listings() = default;

  /// Active public parties, or every active one.
  virtual StoreResult<std::vector<PartyListing>> public_parties(const PublicQuery& query) = 0;
  /// Active parties, public or for friends, whose hosts are friends of `user`; most people first.
  virtual StoreResult<std::vector<PartyListing>> friends_parties(const UserId& user, std::size_t limit) = 0;
  /// The last joined first; ended ones too.
  virtual StoreResult<std::vector<Attendance>> history(const HistoryQuery& query) = 0;
  /// The last kicked first, at most `limit`.
  virtual StoreResult<std::vector<KickedUser>> kicked_users(const PartyId& party, std::size_t limit) = 0;
};

}  // namespace matinee::storage
