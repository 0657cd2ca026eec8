// Folding keeps pointers into the changes; JSON is built once, at the end.
#include "storage/change_rows.hpp"

#include <boost/json.hpp>
#include <concepts>
#include <string_view>
#include <unordered_map>

#include "base/words.hpp"
#include "storage/counter.hpp"
#include "storage/invite_code.hpp"
#include "storage/json_rows.hpp"
#include "storage/queue_rows.hpp"

namespace matinee::storage {
namespace {

namespace json = boost::json;

/// The end of what a run of changes writes to one party. Points into the changes.
struct PartyFold {
  const PartyId* party = nullptr;
  std::uint64_t epoch = 0;
  std::uint64_t expected_version = 0;
  std::uint64_t version = 0;
  const PutPlayback* playback = nullptr;
  const PutSettings* settings = nullptr;
  const PutHost* host = nullptr;
  const PutInviteCode* code = nullptr;
  const PutEnded* ended = nullptr;
  std::unordered_map<UserId, const PutSeat*> seats;  ///< nullptr: removed
  std::unordered_map<UserId, const AddKick*> kicks;  ///< nullptr: lifted
  ChatFold chat;
  QueueFold queue;
  AdmissionFold admission;

  bool is_only_playback() const {
    return playback != nullptr && settings == nullptr && host == nullptr && code == nullptr && ended == nullptr &&
           seats.empty() && kicks.empty() && chat.empty() && queue.empty() && admission.empty();
  }

  void operator()(const PutPlayback& write) { playback = &write; }
  void operator()(const PutSettings& write) { settings = &write; }
  void operator()(const PutSeat& write) { seats[write.user] = &write; }
  void operator()(const RemoveSeat& write) { seats[write.user] = nullptr; }
  void operator()(const AddKick& write) { kicks[write.user] = &write; }
  void operator()(const RemoveKick& write) { kicks[write.user] = nullptr; }
  void operator()(const PutHost& write) { host = &write; }
  void operator()(const PutInviteCode& write) { code = &write; }
  void operator()(const PutEnded& write) { ended = &write; }
  void operator()(const PutQueue& write) { queue.add(write); }
  void operator()(const AppendChat& write) {
    const auto author = seats.find(write.user);
    chat.append(write, author == seats.end() ? nullptr : author->second, version);
  }
  template <class AdmissionWrite>
  requires std::invocable<AdmissionFold&, const AdmissionWrite&>
  void operator()(const AdmissionWrite& write) { admission(write); }
  template <class ChatWrite>
  requires std::invocable<ChatFold&, const ChatWrite&>
  void operator()(const ChatWrite& write) { chat(write); }
};

void put_playback(json::object& row, const party::Playback& playback, std::uint64_t revision,
                  const Boxed<party::ScheduledStart>& start) {
  if (playback.clip) row["clip_id"] = playback.clip->str();
  row["position_ms"] = playback.position.count();
  row["at_ms"] = to_unix_ms(playback.at);
  row["playing"] = playback.playing;
  row["rate"] = playback.rate;
  row["revision"] = to_stored(revision);
  row["holding"] = playback.holding;
  if (!start) return;
  row["start_at_ms"] = to_unix_ms(start->at);
  row["start_by_user_id"] = start->by.str();
}

void put_settings(json::object& row, const party::Settings& settings) {
  row["waiting"] = party::to_string(settings.waiting);
  row["resume_after_seek"] = settings.resume_after_seek;
  row["chat"] = party::to_string(settings.chat);
  row["slow_mode_ms"] = settings.slow_mode.count();
  row["queue_by"] = party::to_string(settings.queue_by);
  row["vote_skip_percent"] = settings.vote_skip_percent;
  row["control_by"] = party::to_string(settings.control_by);
  row["locked"] = settings.locked;
  row["approval"] = settings.approval;
}

json::object party_row(const party::Party& party) {
  json::object row{{"party_id", party.id.str()},
                   {"title", party.title},
                   {"host_user_id", party.host.str()},
                   {"visibility", party::to_string(party.visibility)},
                   {"invite_code", in_capitals(party.invite_code)},
                   {"max_participants", party.max_participants},
                   {"status", party::to_string(party.status)},
                   {"created_at_ms", to_unix_ms(party.created_at)},
                   {"epoch", to_stored(party.epoch)},
                   {"version", to_stored(party.version)}};
  if (party.playlist) row["playlist_id"] = party.playlist->str();
  put_playback(row, party.playback, party.revision, party.scheduled_start);
  put_settings(row, party.settings);
  row["password_hash"] = party::admission_of(party).password_hash;
  row["claim_user_id"] = party::claim_of(party).str();
  return row;
}

json::object change_row(const PartyFold& fold) {
  json::object row{{"party_id", fold.party->str()},
                   {"epoch", to_stored(fold.epoch)},
                   {"expected_version", to_stored(fold.expected_version)},
                   {"version", to_stored(fold.version)},
                   {"has_playback", fold.playback != nullptr}};
  if (fold.playback != nullptr) {
    put_playback(row, fold.playback->playback, fold.playback->revision, fold.playback->scheduled_start);
  }
  if (fold.settings != nullptr) put_settings(row, fold.settings->settings);
  if (fold.host != nullptr) {
    row["host_user_id"] = fold.host->user.str();
    row["claim_user_id"] = fold.host->claim.str();
  }
  fold.admission.put_in(row);
  if (fold.code != nullptr) row["invite_code"] = in_capitals(fold.code->code);
  return row;
}

json::object seat_row(const PartyId& party, const UserId& user, const party::Profile& profile, party::Role role,
                      ServerTime joined_at) {
  return {{"party_id", party.str()},
          {"user_id", user.str()},
          {"display_name", profile.display_name},
          {"avatar_url", text_or_null(profile.avatar_url)},
          {"role", party::to_string(role)},
          {"joined_at_ms", to_unix_ms(joined_at)}};
}

json::object kick_row(const PartyId& party, const UserId& user, ServerTime at) {
  json::object row = user_row(party, user);
  row["at_ms"] = to_unix_ms(at);
  return row;
}

/// Null when the change writes anything else.
const PutPlayback* only_playback(const ChangeParty& change) {
  return change.writes.size() == 1 ? std::get_if<PutPlayback>(&change.writes.front()) : nullptr;
}

ChangeRows single_row(const ChangeParty& change, const PutPlayback& write) {
  ChangeRows rows;
  rows.playbacks.push_back({&change.party, change.epoch, change.expected_version, change.expected_version + 1, &write});
  return rows;
}

/// The rows of every table, before they become text.
struct Tables {
  json::array changes, created, words, endings, seats, removed_seats, kicks, lifted_kicks;
  ChatTables chat;
  QueueTables queues;
  AdmissionTables admission;

  void add(const PartyFold& fold) {
    changes.push_back(change_row(fold));
    if (fold.ended != nullptr) {
      endings.push_back(json::object{{"party_id", fold.party->str()}, {"ended_at_ms", to_unix_ms(fold.ended->at)}});
    }
    chat.add(*fold.party, fold.chat);
    for (const auto& [user, seat] : fold.seats) {
      if (seat != nullptr) {
        seats.push_back(seat_row(*fold.party, user, seat->profile, seat->role, seat->joined_at));
      } else {
        removed_seats.push_back(user_row(*fold.party, user));
      }
    }
    fold.queue.append_rows(*fold.party, queues);
    fold.admission.append_rows(*fold.party, admission);
    for (const auto& [user, kick] : fold.kicks) {
      if (kick != nullptr) {
        kicks.push_back(kick_row(*fold.party, user, kick->at));
      } else {
        lifted_kicks.push_back(user_row(*fold.party, user));
      }
    }
  }

  ChangeRows text() const {
    return ChangeRows{.playbacks = {},
                      .parties = changes.size(),
                      .changes = text_of(changes),
                      .created = text_of(created),
                      .words = text_of(words),
                      .endings = text_of(endings),
                      .chat = chat.text(),
                      .seats = text_of(seats),
                      .removed_seats = text_of(removed_seats),
                      .kicks = text_of(kicks),
                      .lifted_kicks = text_of(lifted_kicks),
                      .queues = text_of(queues.queues),
                      .queue_items = text_of(queues.items),
                      .removed_queue_items = text_of(queues.removed),
                      .admission = admission.text()};
  }
};

}  // namespace

std::optional<ChangeRows> fold(std::span<const ChangeParty* const> changes, Playbacks playbacks) {
  // One change of one playback is what most commits are.
  if (playbacks == Playbacks::apart && changes.size() == 1) {
    if (const PutPlayback* only = only_playback(*changes.front())) return single_row(*changes.front(), *only);
  }
  std::unordered_map<PartyId, PartyFold> parties;
  for (const ChangeParty* change : changes) {
    const auto [found, first] = parties.try_emplace(change->party);
    PartyFold& party = found->second;
    if (first) {
      party.party = &change->party;
      party.epoch = change->epoch;
      party.expected_version = change->expected_version;
    } else if (change->epoch != party.epoch || change->expected_version != party.version) {
      return std::nullopt;
    }
    party.version = change->expected_version + 1;
    for (const PartyWrite& write : change->writes) std::visit(party, write);
  }
  Tables tables;
  std::vector<PlaybackRow> rows;
  for (const auto& [id, party] : parties) {
    if (playbacks == Playbacks::apart && party.is_only_playback()) {
      rows.push_back({party.party, party.epoch, party.expected_version, party.version, party.playback});
    } else {
      tables.add(party);
    }
  }
  ChangeRows folded = tables.text();
  folded.playbacks = std::move(rows);
  return folded;
}

ChangeRows rows_of(const party::Party& party) {
  Tables tables;
  tables.created.push_back(party_row(party));
  for (const auto& [user, seat] : party.roster) {
    tables.seats.push_back(seat_row(party.id, user, seat.profile, seat.role, seat.joined_at));
  }
  if (party.queue) {
    const PutQueue whole = whole_queue(*party.queue);
    QueueFold fold;
    fold.add(whole);
    fold.append_rows(party.id, tables.queues);
  }
  if (party.visibility == party::Visibility::public_) {
    for (const std::string& word : words_of(party.title)) {
      tables.words.push_back(json::object{{"party_id", party.id.str()}, {"word", hexadecimal(word)}});
    }
  }
  for (const UserId& user : party.kicked) tables.kicks.push_back(kick_row(party.id, user, party.created_at));
  tables.chat.add(party.id, party.chat);
  append_rows(party.id, party::admission_of(party), tables.admission);
  return tables.text();
}

std::string rows_of(std::span<const NoteEmptySince* const> notes) {
  std::unordered_map<PartyId, const NoteEmptySince*> last;
  for (const NoteEmptySince* note : notes) last[note->party] = note;
  json::array rows;
  for (const auto& [party, note] : last) {
    json::object row{{"party_id", party.str()}, {"epoch", to_stored(note->epoch)}};
    if (note->since) row["empty_since_ms"] = to_unix_ms(*note->since);
    rows.push_back(std::move(row));
  }
  return text_of(rows);
}

std::string rows_of(std::span<const NotePeople* const> notes) {
  std::unordered_map<PartyId, const NotePeople*> last;
  for (const NotePeople* note : notes) last[note->party] = note;
  json::array rows;
  for (const auto& [party, note] : last) {
    rows.push_back(
        json::object{{"party_id", party.str()}, {"epoch", to_stored(note->epoch)}, {"people", note->people}});
  }
  return text_of(rows);
}

}  // namespace matinee::storage
