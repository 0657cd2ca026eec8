// Who has a seat in a party, in which role, and who is connected. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/boxed.hpp"
#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "party/rate_window.hpp"

namespace matinee::party {

enum class Role : std::uint8_t { host, co_host, viewer };

/// "host", "co-host", "viewer": the names on the wire and in storage.
std::string_view to_string(Role role);
std::optional<Role> role_from_string(std::string_view name);

/// What a participant shows of themselves; comes from their token.
struct Profile {
  std::string display_name;
  std::optional<std::string> avatar_url;

  friend bool operator==(const Profile&, const Profile&) = default;
};

/// A user and the name they go by: how others are told who did something, or who is missing.
struct Person {
  UserId user;
  std::string display_name;

  friend bool operator==(const Person&, const Person&) = default;
};

/// Whether a player can go on. One that never reported keeps nobody waiting.
struct PlayerStatus {
  bool buffering = false;
  bool ready = true;
  bool ignore_wait = false;  ///< on their own wish: nobody waits for them

  friend bool operator==(const PlayerStatus&, const PlayerStatus&) = default;
};

/// What a participant's player last said of itself. Not persisted.
struct PlayerReport {
  ServerTime at{};
  std::optional<ServerTime> sampled_at;  ///< when the player was there, by the client's estimate of the server's clock
  Millis position{0};
  bool playing = false;
  PlayerStatus status;
  std::optional<Millis> round_trip;
  std::optional<Millis> drift;  ///< how far ahead of the party; nothing where it can't be told
};

/// A seat: kept, with its role, until the participant leaves or is kicked, connected or not.
struct Participant {
  UserId user;
  Profile profile;
  Role role = Role::viewer;
  ServerTime joined_at{};
  std::optional<ServerTime> last_sync;  ///< last time their client asked for or reported a position; not persisted
  Boxed<PlayerReport> report;           ///< of a player connected now; not persisted
  std::size_t connections = 0;          ///< open sockets; not persisted
  bool announced = false;               ///< others were told "participant-joined"; outlives a blip by the grace time
  bool typing = false;                  ///< not persisted
  bool ignore_wait = false;             ///< asked not to be waited for; not persisted
  ServerTime control_asked_at{};        ///< when they last asked for control; not persisted
  RateWindow chats;                     ///< chat messages of the last minute
  RateWindow reactions;                 ///< reactions of the last minute; not persisted
  RateWindow typing_changes;            ///< of the last minute; not persisted
  RateWindow queue_changes;             ///< of the last minute; not persisted
  PlayerStatus status_told;             ///< what the others believe; not persisted
  RateWindow status_changes;            ///< told in the last minute; not persisted
};

/// Seats by user. Ordered by user id, so that every listing has one stable order.
using Roster = std::map<UserId, Participant>;

Person person_of(const Participant& participant);
PlayerStatus status_of(const Participant& participant);

const Participant* find(const Roster& roster, const UserId& user);

/// Who takes over when `leaving` goes: the longest-present co-host, else the longest-present viewer who
/// is connected, or was until a blip that nobody has been told of.
const Participant* successor(const Roster& roster, const UserId& leaving);

}  // namespace matinee::party
