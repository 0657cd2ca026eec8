// A second opinion on reduce(): the rules of a party written down as plainly as possible and without looking at the
// real ones. No anchors (the film is moved along with time, in quarters of a millisecond, which every rate is whole
// in), no windows (every event is kept), no effects (it just changes). Nobody is waited for: that has a model of its
// own. Slow and simple on purpose.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "party/command.hpp"
#include "party/party.hpp"

namespace matinee::party::testing {

class NaiveParty {
 public:
  struct Seat {
    std::string role;
    int arrival = 0;
    int sockets = 0;
    bool seen = false;  // the others believe this one is there
    bool typing = false;
    std::vector<long> chats{}, reactions{}, typing_changes{};
    std::optional<long> asked_control{};
    std::optional<long> round_trip{}, reported_at{};
    bool buffering = false, ready = true, ignored = false;
  };

  explicit NaiveParty(const Limits& limits, std::size_t max_participants)
      : limits_(limits), max_participants_(std::min(max_participants, limits.max_participants)) {
    seats["host"] = {"host", arrivals_++};
  }

  /// Time passes, and the film with it.
  void wait(long ms) {
    now_ms_ += ms;
    if (film.playing) film.quarters += std::clamp(now_ms_ - starts_ms_, 0L, ms) * rate_in_quarters_;
    if (film.length_ms) film.quarters = std::min(film.quarters, *film.length_ms * 4);
  }

  long position_ms() const { return (film.quarters + 2) / 4; }
  double rate() const { return static_cast<double>(rate_in_quarters_) / 4; }

  /// Whether the command is accepted; when it is, it has happened.
  bool give(const std::string& user, const Command& command) {
    user_ = user;
    return std::visit([this](const auto& c) { return on(c); }, command);
  }

  int connected() const {
    return static_cast<int>(
        std::count_if(seats.begin(), seats.end(), [](const auto& entry) { return entry.second.sockets > 0; }));
  }

  std::map<std::string, Seat> seats;
  std::set<std::string> kicked;
  bool ended = false;
  struct Film {
    std::string clip;
    std::optional<long> length_ms{};
    long quarters = 0;
    bool playing = false;
  };
  Film film;
  int changes = 0;
  struct Check {
    long until_ms = 0;
    std::optional<long> countdown_ms{};
    std::set<std::string> ready{};
    std::string opened_by{};
  };
  std::optional<Check> check;
  std::optional<long> start_ms;  // in its own time, which begins at 0
  bool resume = false;

 private:
  bool seated() const { return seats.count(user_) == 1; }
  bool is(const std::string& role) const { return seated() && seats.at(user_).role == role; }
  Seat& mine() { return seats.at(user_); }

  bool controls() {
    if (ended || !(is("host") || is("co-host"))) return false;
    ++changes;
    film.quarters = position_ms() * 4;  // a film that somebody touches stands on a whole millisecond
    return true;
  }
  /// Three quarters of the longest round trip that somebody connected reported in the last half minute.
  long lead() const {
    std::optional<long> longest;
    for (const auto& [user, seat] : seats) {
      if (seat.sockets == 0 || !seat.round_trip || now_ms_ - *seat.reported_at >= 30'000) continue;
      longest = std::max(longest.value_or(0), *seat.round_trip);
    }
    return longest ? std::clamp(*longest * 3 / 4, 50L, 1'000L) : 0;
  }
  bool on(const Play&) {
    if (!controls()) return false;
    if (!film.playing) starts_ms_ = now_ms_ + lead();
    start_ms.reset();
    film.playing = true;
    return true;
  }
  bool on(const Pause&) {
    if (!controls()) return false;
    start_ms.reset();
    film.playing = false;
    return true;
  }
  bool on(const Seek& command) {
    if (!controls()) return false;
    before_ = film;
    film.playing = film.playing && command.resume.value_or(resume);
    film.quarters = command.position.count() * 4;
    starts_ms_ = now_ms_ + lead() + limits_.seek_lead.count();
    wait(0);
    return true;
  }
  bool on(const Skip& command) {
    if (!controls()) return false;
    before_ = film;
    start_ms.reset();
    film = {command.clip.str()};
    film.playing = true;
    starts_ms_ = now_ms_ + lead();
    return true;
  }
  bool on(const SetRate& command) {
    if (!controls()) return false;
    rate_in_quarters_ = std::lround(command.rate * 4);
    return true;
  }
  bool on(const Undo&) {
    if (!before_ || !controls()) return false;
    std::swap(*before_, film);
    if (film.playing || film.clip != before_->clip) start_ms.reset();
    if (film.clip == before_->clip) film.length_ms = before_->length_ms;
    starts_ms_ = now_ms_ + lead() + limits_.seek_lead.count();
    wait(0);
    return true;
  }

  bool leads() const { return !ended && (is("host") || is("co-host")); }
  bool on(const OpenReadyCheck& command) {
    if (!leads()) return false;
    if (command.countdown && (film.clip.empty() || film.playing)) return false;
    check = Check{now_ms_ + limits_.ready_check_max.count()};
    if (command.countdown) check->countdown_ms = command.countdown->count();
    check->opened_by = user_;
    if (mine().sockets > 0) check->ready.insert(user_);
    return true;
  }
  bool on(const CancelReadyCheck&) {
    if (leads()) check.reset();
    return leads();
  }
  bool on(const AnswerReadyCheck& command) {
    if (!participates()) return false;
    if (check && mine().sockets > 0)
      command.is_ready ? (void)check->ready.insert(user_) : (void)check->ready.erase(user_);
    return true;
  }
  bool on(const ScheduleStart& command) {
    if (!leads() || film.clip.empty() || film.playing) return false;
    if (*command.in < Millis{1'000} || *command.in > Millis{86'400'000}) return false;
    start_ms = now_ms_ + command.in->count();
    return true;
  }
  bool on(const CancelStart&) {
    if (leads()) start_ms.reset();
    return leads();
  }
  bool on(const ChangeSettings& command) {
    if (!is("host") || ended) return false;
    resume = command.patch.resume_after_seek.value_or(resume);
    return true;
  }
  bool on(const IgnoreWait& command) {
    if (participates()) mine().ignored = command.ignore;
    return participates();
  }
  bool on(const Review&) {
    if (!user_.empty()) return false;
    if (ended) return true;
    const auto scheduled = start_ms;
    review_check();
    if (!scheduled || connected() == 0 || now_ms_ < *scheduled - lead()) return true;
    ++changes;
    start_ms.reset();
    film.playing = true;
    starts_ms_ = now_ms_ <= *scheduled + 1'000 ? *scheduled : now_ms_ + lead();
    if (starts_ms_ < now_ms_) film.quarters += (now_ms_ - starts_ms_) * rate_in_quarters_;
    wait(0);
    return true;
  }
  void review_check() {
    if (!check) return;
    if (connected() > 0 && static_cast<int>(check->ready.size()) == connected()) {
      const bool starts = check->countdown_ms && !film.clip.empty() && !film.playing && !start_ms;
      if (starts) start_ms = now_ms_ + std::max(*check->countdown_ms, lead());
      check.reset();
    } else if (check->until_ms <= now_ms_) {
      check.reset();
    }
  }

  bool on(const End&) {
    if (!is("host")) return false;
    end();
    return true;
  }
  void end() {
    ended = true;
    check.reset();
    start_ms.reset();
  }
  void forget_answer(const std::string& user) {
    if (check) check->ready.erase(user);
  }
  void end_check_of(const std::string& user) {
    if (check && check->opened_by == user) check.reset();
  }
  bool on(const SetRole& command) {
    const std::string target = command.user.str();
    if (!is("host") || ended || seats.count(target) == 0) return false;
    const std::string role = command.role == Role::host ? "host" : command.role == Role::co_host ? "co-host" : "viewer";
    if (target == user_) return role == "host";
    seats[target].role = role;
    if (role != "host") return true;
    seats[user_].role = "co-host";
    if (claimant_ == user_) claimant_.clear();
    return true;
  }
  bool on(const Kick& command) {
    const std::string target = command.user.str();
    if (!is("host") || ended || target == user_) return false;
    if (kicked.count(target) == 1) return true;
    if (seats.count(target) == 0) return false;
    seats.erase(target);
    forget_answer(target);
    end_check_of(target);
    kicked.insert(target);
    return true;
  }
  bool on(const LiftKick& command) {
    if (!is("host") || ended) return false;
    return kicked.erase(command.user.str()) == 1;
  }

  bool on(const AskControl&) {
    if (!participates() || leads()) return participates();
    if (mine().asked_control && now_ms_ - *mine().asked_control < 30'000) return false;
    mine().asked_control = now_ms_;
    return true;
  }
  bool on(const Reclaim&) {
    if (!participates()) return false;
    if (is("host")) return true;
    if (claimant_ != user_) return false;
    for (auto& [user, seat] : seats) {
      if (seat.role == "host") seat.role = "co-host";
    }
    mine().role = "host";
    return true;
  }
  // How people get in has tests of its own.
  bool on(const CreateInvitation&) { return leads() && !ended; }
  bool on(const RevokeInvitation&) { return false; }
  bool on(const SetPassword&) { return is("host") && !ended; }
  bool on(const WithdrawJoinRequest&) { return true; }
  bool on(const AnswerJoinRequest&) { return false; }
  bool on(const RotateInviteCode&) { return is("host") && !ended; }

  bool on(const Join& command) {
    if (kicked.count(user_) == 1 || ended) return false;
    if (seated()) return true;
    if (!command.by_invite || seats.size() >= max_participants_) return false;  // the party is a private one
    seats[user_] = {"viewer", arrivals_++};
    return true;
  }
  bool on(const Leave&) {
    if (!seated()) return false;
    depart();
    return true;
  }
  bool on(const Forget&) {
    if (seated()) depart();
    return true;
  }
  void depart() {
    if (ended) return;
    const bool was_host = is("host");
    seats.erase(user_);
    forget_answer(user_);
    end_check_of(user_);
    if (!was_host) return;
    std::string next = first_to_arrive([](const Seat& seat) { return seat.role == "co-host"; });
    if (next.empty()) next = first_to_arrive([](const Seat& seat) { return seat.sockets > 0 || seat.seen; });
    if (next.empty()) {
      end();
    } else {
      seats[next].role = "host";
    }
  }
  template <class Eligible>
  std::string first_to_arrive(Eligible eligible) const {
    std::string first;
    for (const auto& [user, seat] : seats) {
      if (eligible(seat) && (first.empty() || seat.arrival < seats.at(first).arrival)) first = user;
    }
    return first;
  }

  bool on(const Connect&) {
    if (!seated() || ended || mine().sockets >= static_cast<int>(limits_.connections_per_user)) return false;
    ++mine().sockets;
    mine().seen = true;
    return true;
  }
  bool on(const Disconnect& command) {
    if (!seated() || mine().sockets == 0) return true;
    if (--mine().sockets > 0) return true;
    forget_answer(user_);
    mine().round_trip.reset();
    mine().buffering = false;
    mine().ready = true;
    if (mine().typing) mine().typing_changes.push_back(now_ms_);
    mine().typing = false;
    if (command.clean) mine().seen = false;
    return true;
  }
  bool on(const GraceOver&) {
    if (seated() && mine().sockets == 0) mine().seen = false;
    return true;
  }

  long recent(const std::vector<long>& times, const RateLimit& limit) const {
    return std::count_if(times.begin(), times.end(), [&](long time) { return time > now_ms_ - limit.window.count(); });
  }
  bool participates() const { return seated() && !ended; }
  bool on(const Chat&) {
    if (!participates() || muted(user_)) return false;
    if (recent(mine().chats, limits_.chats) >= long(limits_.chats.events)) return false;
    mine().chats.push_back(now_ms_);
    return true;
  }
  /// Who was muted, until when; 0: until it is lifted.
  std::map<std::string, long> mutes_;
  bool in_force(const std::string& user) const {
    const auto found = mutes_.find(user);
    return found != mutes_.end() && (found->second == 0 || found->second > now_ms_);
  }
  bool muted(const std::string& user) const { return seats.at(user).role != "host" && in_force(user); }
  int power(const std::string& user) const {
    const auto seat = seats.find(user);
    if (seat == seats.end() || seat->second.role == "viewer") return 0;
    return seat->second.role == "host" ? 2 : 1;
  }
  bool on(const SetMute& command) {
    const std::string target = command.user.str();
    if (!participates() || power(user_) == 0) return false;
    if (!seats.count(target) && !in_force(target)) return false;
    if (power(user_) <= power(target)) return false;
    if (!command.muted) {
      mutes_.erase(target);
      return true;
    }
    const long until = command.duration ? now_ms_ + command.duration->count() : 0;
    if (in_force(target) && mutes_[target] == until) return true;
    mutes_[target] = until;
    if (seats.count(target) && seats[target].typing) {
      seats[target].typing = false;
      seats[target].typing_changes.push_back(now_ms_);
    }
    return true;
  }
  /// When each user changed messages. What is given was written today.
  std::map<std::string, std::vector<long>> changes_;
  bool change(const ChatMessagePtr& original, bool is_allowed, bool is_another = true) {
    if (recent(changes_[user_], limits_.message_changes) >= long(limits_.message_changes.events)) return false;
    if (!original || original->deleted_at) return false;
    if (is_allowed && is_another) changes_[user_].push_back(now_ms_);
    return is_allowed;
  }
  bool on(const EditMessage& command) {
    if (!participates() || muted(user_)) return false;
    const bool own = command.original && command.original->user.str() == user_;
    return change(command.original, own, own && command.original->message != command.message);
  }
  bool on(const DeleteMessage& command) {
    if (!participates() || !command.original) return false;
    const std::string author = command.original->user.str();
    const bool runs_it = mine().role != "viewer" && power(user_) >= power(author);
    return change(command.original, author == user_ || runs_it);
  }
  bool on(const ReportMessage& command) {
    if (!participates()) return false;
    return change(command.original, command.original && command.original->user.str() != user_);
  }
  bool on(const React& command) {
    if (!participates() || muted(user_)) return false;
    for (const ReactionCount& reaction : command.reactions) {
      for (std::size_t i = 0; i < reaction.count; ++i) mine().reactions.push_back(now_ms_);
    }
    if (recent(mine().reactions, limits_.reactions) <= long(limits_.reactions.events)) return true;
    for (const ReactionCount& reaction : command.reactions) {
      for (std::size_t i = 0; i < reaction.count; ++i) mine().reactions.pop_back();
    }
    return false;
  }
  bool on(const SetTyping& command) {
    if (!participates()) return false;
    if (command.is_typing && muted(user_)) return true;
    if (mine().typing == command.is_typing) return true;
    const bool often = recent(mine().typing_changes, limits_.typing) >= long(limits_.typing.events);
    if (command.is_typing && often) return false;
    mine().typing = command.is_typing;
    mine().typing_changes.push_back(now_ms_);
    return true;
  }
  bool on(const Report& command) {
    if (!participates()) return false;
    mine().reported_at = now_ms_;
    mine().round_trip.reset();
    mine().buffering = command.report.status.buffering;
    mine().ready = command.report.status.ready;
    if (command.report.round_trip) mine().round_trip = command.report.round_trip->count();
    return true;
  }
  // The queue has tests of its own, against a model of its own.
  bool on(const ChangeQueue&) { return false; }
  bool on(const VoteSkip&) { return false; }
  bool on(const NoteSync&) { return seated(); }

  bool on(const LearnClipLength& command) {
    if (!user_.empty()) return false;
    if (command.clip.str() == film.clip) film.length_ms = command.length.count();
    wait(0);
    return true;
  }
  bool on(const Expire&) {
    if (!user_.empty()) return false;
    if (connected() == 0) end();
    return true;
  }

  bool on(const Close&) {
    if (!user_.empty()) return false;
    end();
    return true;
  }

  Limits limits_;
  std::size_t max_participants_;
  std::string user_;
  int arrivals_ = 0;
  long now_ms_ = 0;
  std::string claimant_ = "host";  // who may be host again
  long starts_ms_ = 0;
  long rate_in_quarters_ = 4;
  std::optional<Film> before_;  // the last seek or skip
};

}  // namespace matinee::party::testing
