// Readiness: whose players report, which of them are not ready, and how long each of those may still be waited for.
// Kept beside the roster and indexed by time, so that no decision has to look through a large party. In memory only.
// Pure: time is an argument. Whether the party waits at all is decided in waiting.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/boxed.hpp"
#include "base/strong_id.hpp"
#include "base/time.hpp"

namespace matinee::party {

/// How long a party waits. Declared in configuration, passed in.
struct WaitingLimits {
  Millis stalled_max{10'000};  ///< for a player that ran dry while the film played
  Millis loading_max{30'000};  ///< for one that loads a position; also the longest that one hold lasts in all
  Millis budget{60'000};       ///< for one member, all holds of a clip together
};

/// Who has not reported for this long says nothing about now, and is not waited for.
inline constexpr Millis report_freshness{10'000};

/// What a stall counts against the budget at least: a link that fails for a moment again and again must not hold the
/// party again and again.
inline constexpr Millis least_stall{1'000};

class Readiness {
 public:
  /// Somebody the party waits for, and until when at most.
  struct Late {
    UserId user;
    ServerTime until{};
  };

  /// Considers nobody but `only`, or everybody.
  void select(const std::optional<UserId>& only, ServerTime now);

  /// A report arrived at `now`; the client sampled it at `sampled_at`. `moving`: the film plays. Who reports for the
  /// first time while it does, or again after a silence, and is not ready, is not waited for until they have been: a
  /// newcomer disturbs nobody.
  void report(const UserId& user, bool ready, ServerTime sampled_at, ServerTime now, bool moving);
  /// The last socket closed; what they report on the next one begins anew.
  void disconnect(const UserId& user, ServerTime now);
  /// What was used up of the budget is kept until the next clip: who leaves and joins again gets no new one.
  void unseat(const UserId& user, ServerTime now);
  /// The member asked not to be waited for; or to be again, once they are ready.
  void ignore(const UserId& user, bool ignore, ServerTime now);

  /// The film is elsewhere: everyone who reports counts as not ready until a report sampled after `now` says otherwise.
  /// A new clip gives everyone a new budget.
  void everyone_loads(bool new_clip, ServerTime now);

  /// The party stands for those who are not ready. Begun again, it begins anew.
  void begin_hold(ServerTime now, const WaitingLimits& limits);
  void end_hold(ServerTime now);
  bool holding() const { return hold_.has_value(); }
  /// When the present hold is over at the latest; only while holding().
  ServerTime hold_until() const { return hold_->until; }

  /// Those who are not ready are not waited for until they are ready again.
  void excuse_late(ServerTime now);
  /// Lets go of those whose time is over, and of those who fell silent.
  void expire(ServerTime now);
  /// Whether expire() would change anything for somebody who is waited for.
  bool has_expired(ServerTime now) const;

  /// Members who report and are ready, and members who could be waited for and are not ready.
  std::size_t ready(ServerTime now) const;
  std::size_t late(ServerTime now) const;
  bool anyone_late(ServerTime now) const;
  /// Whether anybody would be not ready after everyone_loads(). Looks through everyone.
  bool anyone_would_load(bool new_clip, ServerTime now) const;

  /// Whom the present hold waits for, longest first, then by user. Looks through all of them.
  std::vector<Late> held_for(ServerTime now) const;
  /// When the next of those who are not ready is waited for no longer.
  std::optional<ServerTime> next_expiry() const;
  /// Counts how often somebody began or ceased to be not ready.
  std::uint64_t changes() const { return changes_; }

 private:
  struct Member {
    bool reporting = false;  ///< on the present connection, and not silent since
    ServerTime reported_at{};
    bool ready = false;
    bool loading = false;  ///< not ready since the film stood or was moved; otherwise it ran dry
    bool excused = false;  ///< not waited for until ready again
    bool ignored = false;  ///< on their own wish
    bool spent = false;    ///< the budget for this clip is used up
    bool held = false;     ///< the present hold waits for them, since `held_since`
    ServerTime held_since{};
    Millis waited{0};  ///< in earlier holds of this clip
    std::optional<ServerTime> ready_until{};
    std::optional<ServerTime> late_until{};
  };
  struct Hold {
    ServerTime until{};
    WaitingLimits limits;
  };
  /// By the instant at which an entry no longer counts.
  using Index = std::set<std::pair<ServerTime, UserId>>;

  /// Null when nothing is known of them.
  Member* find(const UserId& user);
  Member& member_of(const UserId& user);
  static bool is_silent(const Member& member, ServerTime now);
  bool counts(const UserId& user, const Member& member) const;
  ServerTime deadline(const Member& member) const;
  void charge(Member& member, ServerTime now) const;
  /// Brings the indexes and the hold in line with what is known of the member.
  void settle(const UserId& user, Member& member, ServerTime now);
  void remove_from_indexes(const UserId& user, Member& member);
  std::vector<UserId> late_users() const;

  /// What is known of those who said something.
  struct Books {
    std::map<UserId, Member> members;
    Index ready;
    Index late;
  };
  /// Empty ones, where nobody ever did.
  const Books& books() const;

  Boxed<Books> books_;
  Boxed<UserId> only_;
  Boxed<Hold> hold_;
  ServerTime elsewhere_since_{};  ///< reports sampled before are of another position
  std::uint64_t changes_ = 0;
};

}  // namespace matinee::party
