#include "party/readiness.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace matinee::party {
namespace {

/// Entries that still count at `now`. Expired ones are few: every report takes out those before it.
std::size_t counting(const std::set<std::pair<ServerTime, UserId>>& index, ServerTime now) {
  std::size_t expired = 0;
  for (auto entry = index.begin(); entry != index.end() && entry->first <= now; ++entry) ++expired;
  return index.size() - expired;
}

}  // namespace

void Readiness::select(const std::optional<UserId>& only, ServerTime now) {
  if (only_ == only) return;
  only_ = only;
  for (auto& [user, member] : members_) settle(user, member, now);
}

void Readiness::report(const UserId& user, bool ready, ServerTime sampled_at, ServerTime now, bool moving) {
  expire(now);
  Member& member = members_[user];
  const bool of_before = sampled_at < elsewhere_since_;
  if (!member.reporting || is_silent(member, now)) {
    member.reporting = true;
    member.ready = false;
    member.loading = !moving;
    member.excused = moving;
  } else if (member.ready && !ready && !of_before) {
    member.loading = !moving && !hold_;
  }
  if (!of_before) member.ready = ready;
  if (member.ready) member.excused = false;
  member.reported_at = now;
  settle(user, member, now);
}

void Readiness::disconnect(const UserId& user, ServerTime now) {
  const auto found = members_.find(user);
  if (found == members_.end()) return;
  Member& member = found->second;
  member.reporting = false;
  member.ready = false;
  member.excused = false;
  settle(user, member, now);
}

void Readiness::unseat(const UserId& user, ServerTime now) {
  disconnect(user, now);
  const auto found = members_.find(user);
  if (found == members_.end()) return;
  found->second.ignored = false;
  if (found->second.waited == Millis{0}) members_.erase(found);
}

void Readiness::ignore(const UserId& user, bool ignore, ServerTime now) {
  Member& member = members_[user];
  member.ignored = ignore;
  if (!member.ready) member.excused = true;
  settle(user, member, now);
}

void Readiness::everyone_loads(bool new_clip, ServerTime now) {
  elsewhere_since_ = now;
  // Of those who are away only the budget was kept.
  if (new_clip) std::erase_if(members_, [](const auto& one) { return !one.second.reporting && !one.second.ignored; });
  for (auto& [user, member] : members_) {
    if (new_clip) {
      member.waited = Millis{0};
      member.spent = false;
      member.excused = false;
    }
    member.ready = false;
    member.loading = true;
    settle(user, member, now);
  }
}

void Readiness::begin_hold(ServerTime now, const WaitingLimits& limits) {
  end_hold(now);
  hold_ = Hold{now + limits.loading_max, limits};
  for (const UserId& user : late_users()) settle(user, members_.at(user), now);
}

void Readiness::end_hold(ServerTime now) {
  if (!hold_) return;
  for (const UserId& user : late_users()) charge(members_.at(user), now);
  hold_.reset();
  for (const UserId& user : late_users()) settle(user, members_.at(user), now);
}

void Readiness::excuse_late(ServerTime now) {
  for (const UserId& user : late_users()) {
    Member& member = members_.at(user);
    member.excused = true;
    settle(user, member, now);
  }
}

void Readiness::expire(ServerTime now) {
  while (!ready_.empty() && ready_.begin()->first <= now) {
    const UserId user = ready_.begin()->second;
    Member& member = members_.at(user);
    member.reporting = false;
    settle(user, member, now);
  }
  while (!late_.empty() && late_.begin()->first <= now) {
    const UserId user = late_.begin()->second;
    Member& member = members_.at(user);
    if (is_silent(member, now)) member.reporting = false;
    member.excused = true;
    settle(user, member, now);
  }
}

bool Readiness::anyone_late(ServerTime now) const {
  return !late_.empty() && late_.rbegin()->first > now;
}

std::size_t Readiness::ready(ServerTime now) const {
  return counting(ready_, now);
}

std::size_t Readiness::late(ServerTime now) const {
  return counting(late_, now);
}

bool Readiness::anyone_would_load(bool new_clip, ServerTime now) const {
  return std::any_of(members_.begin(), members_.end(), [&](const auto& entry) {
    const auto& [user, member] = entry;
    if (!counts(user, member) || is_silent(member, now)) return false;
    return new_clip || !(member.excused || member.spent);
  });
}

std::vector<Readiness::Late> Readiness::held_for(ServerTime now) const {
  std::vector<Late> held;
  if (!hold_) return held;
  held.reserve(late_.size());
  for (const auto& [expiry, user] : late_) {
    if (expiry > now) held.push_back({user, deadline(members_.at(user))});
  }
  std::sort(held.begin(), held.end(),
            [](const Late& a, const Late& b) { return std::tie(b.until, a.user) < std::tie(a.until, b.user); });
  return held;
}

std::optional<ServerTime> Readiness::next_expiry() const {
  return late_.empty() ? std::nullopt : std::optional{late_.begin()->first};
}

bool Readiness::is_silent(const Member& member, ServerTime now) {
  return member.reported_at + report_freshness <= now;
}

bool Readiness::counts(const UserId& user, const Member& member) const {
  return member.reporting && !member.ignored && (!only_ || *only_ == user);
}

ServerTime Readiness::deadline(const Member& member) const {
  const WaitingLimits& limits = hold_->limits;
  const Millis longest = member.loading ? limits.loading_max : limits.stalled_max;
  return std::min(member.held_since + std::min(longest, limits.budget - member.waited), hold_->until);
}

void Readiness::charge(Member& member, ServerTime now) const {
  if (!std::exchange(member.held, false)) return;
  member.waited += std::max(now - member.held_since, member.loading ? Millis{0} : least_stall);
  member.spent = member.waited >= hold_->limits.budget;
}

void Readiness::settle(const UserId& user, Member& member, ServerTime now) {
  const bool was_late = member.late_until.has_value();
  remove_from_indexes(user, member);
  const bool counted = counts(user, member);
  const bool late = counted && !member.ready && !member.excused && !member.spent;
  if (!late) charge(member, now);
  if (late && hold_ && !std::exchange(member.held, true)) member.held_since = now;
  const ServerTime fresh_until = member.reported_at + report_freshness;
  if (counted && member.ready) {
    member.ready_until = fresh_until;
    ready_.emplace(fresh_until, user);
  } else if (late) {
    member.late_until = member.held ? std::min(fresh_until, deadline(member)) : fresh_until;
    late_.emplace(*member.late_until, user);
  }
  if (late != was_late) ++changes_;
}

void Readiness::remove_from_indexes(const UserId& user, Member& member) {
  if (member.ready_until) ready_.erase({*member.ready_until, user});
  if (member.late_until) late_.erase({*member.late_until, user});
  member.ready_until.reset();
  member.late_until.reset();
}

std::vector<UserId> Readiness::late_users() const {
  std::vector<UserId> users;
  users.reserve(late_.size());
  for (const auto& [expiry, user] : late_) users.push_back(user);
  return users;
}

}  // namespace matinee::party
