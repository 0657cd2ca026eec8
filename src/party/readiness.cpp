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

const Readiness::Books& Readiness::books() const {
  static const Books none;
  return books_ ? *books_ : none;
}

void Readiness::select(const std::optional<UserId>& only, ServerTime now) {
  if (only_ ? only == *only_ : !only) return;
  only_ = only ? Boxed<UserId>(*only) : Boxed<UserId>();
  if (!books_) return;
  for (auto& [user, member] : books_->members) settle(user, member, now);
}

Readiness::Member* Readiness::find(const UserId& user) {
  if (!books_) return nullptr;
  const auto found = books_->members.find(user);
  return found == books_->members.end() ? nullptr : &found->second;
}

Readiness::Member& Readiness::member_of(const UserId& user) {
  if (!books_) books_.emplace();
  return books_->members[user];
}

void Readiness::report(const UserId& user, bool ready, ServerTime sampled_at, ServerTime now, bool moving) {
  expire(now);
  Member& member = member_of(user);
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
  Member* const member = find(user);
  if (member == nullptr) return;
  member->reporting = false;
  member->ready = false;
  member->excused = false;
  settle(user, *member, now);
}

void Readiness::unseat(const UserId& user, ServerTime now) {
  disconnect(user, now);
  Member* const member = find(user);
  if (member == nullptr) return;
  member->ignored = false;
  if (member->waited == Millis{0}) books_->members.erase(user);
}

void Readiness::ignore(const UserId& user, bool ignore, ServerTime now) {
  Member& member = member_of(user);
  member.ignored = ignore;
  if (!member.ready) member.excused = true;
  settle(user, member, now);
}

void Readiness::everyone_loads(bool new_clip, ServerTime now) {
  elsewhere_since_ = now;
  if (!books_) return;
  auto& members = books_->members;
  // Of those who are away only the budget was kept.
  if (new_clip) std::erase_if(members, [](const auto& one) { return !one.second.reporting && !one.second.ignored; });
  for (auto& [user, member] : members) {
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
  for (const UserId& user : late_users()) settle(user, books_->members.at(user), now);
}

void Readiness::end_hold(ServerTime now) {
  if (!hold_) return;
  for (const UserId& user : late_users()) charge(books_->members.at(user), now);
  hold_.reset();
  for (const UserId& user : late_users()) settle(user, books_->members.at(user), now);
}

void Readiness::excuse_late(ServerTime now) {
  for (const UserId& user : late_users()) {
    Member& member = books_->members.at(user);
    member.excused = true;
    settle(user, member, now);
  }
}

void Readiness::expire(ServerTime now) {
  if (!books_) return;
  Index& ready = books_->ready;
  Index& late = books_->late;
  while (!ready.empty() && ready.begin()->first <= now) {
    const UserId user = ready.begin()->second;
    Member& member = books_->members.at(user);
    member.reporting = false;
    settle(user, member, now);
  }
  while (!late.empty() && late.begin()->first <= now) {
    const UserId user = late.begin()->second;
    Member& member = books_->members.at(user);
    if (is_silent(member, now)) member.reporting = false;
    member.excused = true;
    settle(user, member, now);
  }
}

bool Readiness::has_expired(ServerTime now) const {
  const auto next = next_expiry();
  return next && *next <= now;
}

bool Readiness::anyone_late(ServerTime now) const {
  const Index& late = books().late;
  return !late.empty() && late.rbegin()->first > now;
}

std::size_t Readiness::ready(ServerTime now) const {
  return counting(books().ready, now);
}

std::size_t Readiness::late(ServerTime now) const {
  return counting(books().late, now);
}

bool Readiness::anyone_would_load(bool new_clip, ServerTime now) const {
  const auto& members = books().members;
  return std::any_of(members.begin(), members.end(), [&](const auto& entry) {
    const auto& [user, member] = entry;
    if (!counts(user, member) || is_silent(member, now)) return false;
    return new_clip || !(member.excused || member.spent);
  });
}

std::vector<Readiness::Late> Readiness::held_for(ServerTime now) const {
  std::vector<Late> held;
  if (!hold_) return held;
  held.reserve(books().late.size());
  for (const auto& [expiry, user] : books().late) {
    if (expiry > now) held.push_back({user, deadline(books().members.at(user))});
  }
  std::sort(held.begin(), held.end(),
            [](const Late& a, const Late& b) { return std::tie(b.until, a.user) < std::tie(a.until, b.user); });
  return held;
}

std::optional<ServerTime> Readiness::next_expiry() const {
  const Index& late = books().late;
  return late.empty() ? std::nullopt : std::optional{late.begin()->first};
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
    books_->ready.emplace(fresh_until, user);
  } else if (late) {
    member.late_until = member.held ? std::min(fresh_until, deadline(member)) : fresh_until;
    books_->late.emplace(*member.late_until, user);
  }
  if (late != was_late) ++changes_;
}

void Readiness::remove_from_indexes(const UserId& user, Member& member) {
  if (member.ready_until) books_->ready.erase({*member.ready_until, user});
  if (member.late_until) books_->late.erase({*member.late_until, user});
  member.ready_until.reset();
  member.late_until.reset();
}

std::vector<UserId> Readiness::late_users() const {
  std::vector<UserId> users;
  users.reserve(books().late.size());
  for (const auto& [expiry, user] : books().late) users.push_back(user);
  return users;
}

}  // namespace matinee::party
