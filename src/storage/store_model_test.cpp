// Random sequences of commits against a model that knows nothing of batches: it applies one submission at a time.
#include <random>

#include "storage/store_test_support.hpp"

namespace matinee::storage {
namespace {

constexpr party::RateLimit five_a_second{5, Millis{1'000}};

/// What a store must do, in the plainest words.
class Model {
 public:
  std::string operator()(const ChangeParty& change) {
    const auto found = parties.find(change.party.str());
    if (found == parties.end()) return "conflict";
    party::Party& party = found->second;
    if (change.epoch != party.epoch || change.expected_version != party.version) return "conflict";
    party.version += 1;
    for (const PartyWrite& write : change.writes) this->write(party, write);
    return "ok";
  }

  std::string operator()(const CreateParty& create) {
    if (!has_room(create.token)) return "rate_limited";
    const std::string id = create.party.id.str();
    if (parties.contains(id)) return "conflict";
    for (const auto& [other, party] : parties) {
      if (party.invite_code == create.party.invite_code) return "code_taken";
    }
    parties[id] = create.party;
    empty[id] = create.party.created_at;
    tokens.push_back(create.token);
    return "ok";
  }

  std::string operator()(const TakeToken& take) {
    if (!has_room(take.token)) return "rate_limited";
    tokens.push_back(take.token);
    return "ok";
  }

  std::string operator()(const SaveClip& save) {
    if (!has_room(save.token)) return "rate_limited";
    if (clips.contains(save.clip.id.str())) return "conflict";
    clips[save.clip.id.str()] = save.clip;
    tokens.push_back(save.token);
    return "ok";
  }

  // Playlists have tests of their own; none is generated.
  std::string operator()(const SavePlaylist&) { return "none"; }
  std::string operator()(const DeletePlaylist&) { return "none"; }
  std::string operator()(const NoteEmptySince& note) {
    const std::string id = note.party.str();
    if (!parties.contains(id)) return "ok";
    if (note.since) {
      empty[id] = *note.since;
    } else {
      empty.erase(id);
    }
    return "ok";
  }

  /// What reactions add up to is not part of a party.
  std::string operator()(const AddReactions&) { return "ok"; }

  // Lists and friends have suites of their own; nothing here makes these.
  std::string operator()(const NotePeople&) { return "ok"; }
  std::string operator()(const ChangeFriendship&) { return "ok"; }
  // Not drawn either: what is deleted and let go has tests of its own.
  std::string operator()(const BeginErasure&) { return "none"; }
  std::string operator()(const EraseUser&) { return "none"; }
  std::string operator()(const EndErasure&) { return "none"; }
  std::string operator()(const LetGo&) { return "none"; }
  std::string operator()(const AddFigures&) { return "ok"; }
  std::string operator()(const BlockUser&) { return "ok"; }
  std::string operator()(const UnblockUser&) { return "ok"; }

  std::map<std::string, party::Party> parties;
  std::map<std::string, ServerTime> empty;
  std::map<std::string, Clip> clips;

 private:
  bool has_room(const RateToken& wanted) const {
    std::size_t counted = 0;
    for (const RateToken& token : tokens) {
      const bool same = token.user == wanted.user && token.kind == wanted.kind;
      if (same && wanted.now - token.now < wanted.limit.window) ++counted;
    }
    return counted < wanted.limit.events;
  }

  static void write(party::Party& party, const PartyWrite& write) {
    if (const auto* playback = std::get_if<PutPlayback>(&write)) {
      party.playback = playback->playback;
      party.revision = playback->revision;
      party.scheduled_start = playback->scheduled_start;
    } else if (const auto* settings = std::get_if<PutSettings>(&write)) {
      party.settings = settings->settings;
    } else if (const auto* seat = std::get_if<PutSeat>(&write)) {
      party::Participant& participant = party.roster[seat->user];
      participant.profile = seat->profile;
      participant.role = seat->role;
      participant.joined_at = seat->joined_at;
    } else if (const auto* gone = std::get_if<RemoveSeat>(&write)) {
      party.roster.erase(gone->user);
    } else if (const auto* kick = std::get_if<AddKick>(&write)) {
      party.kicked.insert(kick->user);
    } else if (const auto* lifted = std::get_if<RemoveKick>(&write)) {
      party.kicked.erase(lifted->user);
    } else if (const auto* mute = std::get_if<PutMute>(&write)) {
      party::add_mute(party.chat, mute->user, mute->until);
    } else if (const auto* unmuted = std::get_if<RemoveMute>(&write)) {
      party::remove_mute(party.chat, unmuted->user);
    } else if (const auto* host = std::get_if<PutHost>(&write)) {
      party.host = host->user;
    } else if (std::holds_alternative<PutEnded>(write)) {
      party.status = party::Status::ended;
    }
  }

  std::vector<RateToken> tokens;
};

/// Makes submissions that mostly fit the model's state, and sometimes do not.
class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed) {}

  /// `model` already holds what earlier submissions of the commit did.
  Submission next(const Model& model) {
    now_ += Millis{below(50)};
    switch (below(10)) {
      case 0:
        return CreateParty{token("create"), party_of(party_id(), "CODE" + std::to_string(below(12)))};
      case 1:
        return TakeToken{token("join")};
      case 2: {
        const Clip clip{ClipId("c" + std::to_string(below(5))),
                        "A film",
                        "https://example.com/",
                        Millis{below(9'999)},
                        UserId(user()),
                        now_};
        return SaveClip{token("clip"), clip};
      }
      case 3:
        return NoteEmptySince{PartyId(party_id()),
                              below(2) == 0 ? std::nullopt : std::optional(noon + Millis{below(9)})};
      default:
        return change(model);
    }
  }

  std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_); }
  ServerTime now() const { return now_; }

 private:
  std::string party_id() { return "p" + std::to_string(below(6)); }
  std::string user() { return "u" + std::to_string(below(4)); }
  RateToken token(const std::string& kind) { return RateToken{UserId(user()), kind, five_a_second, now_}; }

  ChangeParty change(const Model& model) {
    ChangeParty change;
    change.party = PartyId(party_id());
    const auto known = model.parties.find(change.party.str());
    if (known != model.parties.end()) change.expected_version = known->second.version;
    if (below(12) == 0) change.expected_version += 1 + below(2);
    if (below(40) == 0) change.epoch = 2;
    for (std::size_t i = below(5); i > 0; --i) change.writes.push_back(write());
    return change;
  }

  PartyWrite write() {
    static constexpr double rates[] = {0.25, 0.5, 1.0, 1.25, 1.5, 3.0};
    switch (below(12)) {
      case 0:
      case 1: {
        party::Playback playback;
        if (below(4) != 0) playback.clip = ClipId("c" + std::to_string(below(5)));
        playback.position = Millis{below(1'000'000)};
        playback.at = now_;
        playback.playing = below(2) == 0;
        playback.rate = rates[below(std::size(rates))];
        playback.holding = !playback.playing && below(2) == 0;
        Boxed<party::ScheduledStart> start;
        if (below(3) == 0) start = party::ScheduledStart{now_ + Millis{below(999)}, UserId(user())};
        return PutPlayback{playback, below(1'000), start};
      }
      case 2:
      case 3:
        return PutSeat{UserId(user()), party::Profile{"N" + std::to_string(below(99)), std::nullopt},
                       below(2) == 0 ? party::Role::viewer : party::Role::co_host, now_};
      case 4:
        return RemoveSeat{UserId(user())};
      case 5:
        return AddKick{UserId(user()), now_};
      case 6:
        return RemoveKick{UserId(user())};
      case 7:
        return PutHost{UserId(user()), UserId(below(2) == 0 ? user() : "")};
      case 8:
        return PutSettings{{static_cast<party::WaitingPolicy>(below(4)), below(2) == 0,
                            static_cast<party::ChatPolicy>(below(2)), Millis{below(3'600'001)},
                            static_cast<party::QueuePolicy>(below(2)), static_cast<std::uint8_t>(below(101)),
                            static_cast<party::ControlPolicy>(below(3)), below(2) == 0, below(2) == 0}};
      case 9:
        return PutMute{UserId(user()), below(2) == 0 ? std::nullopt : std::optional(now_)};
      case 10:
        return RemoveMute{UserId(user())};
      default:
        return PutEnded{now_};
    }
  }

  std::mt19937 random_;
  ServerTime now_ = noon;
};

void expect_same(const party::Party& found, party::Party expected, const std::map<std::string, Clip>& clips) {
  if (expected.playback.clip && clips.contains(expected.playback.clip->str())) {
    expected.playback.clip_length = clips.at(expected.playback.clip->str()).duration;
  }
  EXPECT_EQ(found.title, expected.title);
  EXPECT_EQ(found.host, expected.host);
  EXPECT_EQ(found.invite_code, expected.invite_code);
  EXPECT_EQ(found.status, expected.status);
  EXPECT_EQ(found.playback, expected.playback);
  EXPECT_EQ(found.revision, expected.revision);
  EXPECT_EQ(found.scheduled_start, expected.scheduled_start);
  EXPECT_EQ(found.settings, expected.settings);
  EXPECT_EQ(found.version, expected.version);
  EXPECT_EQ(found.kicked, expected.kicked);
  ASSERT_EQ(found.chat == nullptr, expected.chat == nullptr);
  if (expected.chat != nullptr) {
    EXPECT_EQ(found.chat->mutes, expected.chat->mutes);
  }
  ASSERT_EQ(found.roster.size(), expected.roster.size());
  for (const auto& [user, seat] : expected.roster) {
    const party::Participant* other = party::find(found.roster, user);
    ASSERT_NE(other, nullptr) << user.str();
    EXPECT_EQ(other->profile, seat.profile);
    EXPECT_EQ(other->role, seat.role);
    EXPECT_EQ(other->joined_at, seat.joined_at);
  }
}

std::vector<PartyId> empty_in(const Model& model) {
  std::vector<std::pair<ServerTime, PartyId>> empty;
  for (const auto& [id, since] : model.empty) {
    if (model.parties.at(id).status == party::Status::active) empty.emplace_back(since, PartyId(id));
  }
  std::sort(empty.begin(), empty.end());
  std::vector<PartyId> ids;
  for (const auto& [since, id] : empty) ids.push_back(id);
  return ids;
}

class StoreModel : public StoreTest {};
INSTANTIATE_TEST_SUITE_P(Backends, StoreModel, every_backend(), backend_name);

TEST_P(StoreModel, RandomCommitsDoWhatOneByOneWouldDo) {
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SetUp();
    Model model;
    Generator generator(seed);
    for (int round = 0; round < 40; ++round) {
      std::vector<Submission> submissions;
      std::vector<std::string> expected;
      for (std::size_t i = generator.below(12) + 1; i > 0; --i) {
        submissions.push_back(generator.next(model));
        expected.push_back(std::visit(model, submissions.back()));
      }
      ASSERT_EQ(commit(store(), submissions), expected) << "round " << round;
      if (generator.below(10) == 0) reopen();
    }
    for (int id = 0; id < 6; ++id) {
      const std::string party = "p" + std::to_string(id);
      ASSERT_EQ(exists(store(), party), model.parties.contains(party)) << party;
      if (model.parties.contains(party)) expect_same(loaded(store(), party), model.parties.at(party), model.clips);
    }
    EXPECT_EQ(store().parties_empty_since(generator.now() + Millis{1}, 100).value(), empty_in(model));
  }
}

}  // namespace
}  // namespace matinee::storage
