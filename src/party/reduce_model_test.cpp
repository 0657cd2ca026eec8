// Thousands of random commands by random people: reduce() and apply() against the naive model, and what must hold
// whatever happened.
#include <gtest/gtest.h>

#include <random>

#include "party/naive_party_test_support.hpp"
#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

using testing::NaiveParty;
using testing::Scene;
using namespace std::chrono_literals;

constexpr int sequences = 300;
constexpr int steps_each = 400;
constexpr std::size_t max_participants = 5;

/// Seven people for five seats, so that parties are full at times.
constexpr std::array<const char*, 7> people{"host", "ann", "bob", "cat", "dan", "eve", "fay"};

class RandomCommands {
 public:
  explicit RandomCommands(std::uint32_t seed) : random_(seed) {}

  std::size_t below(std::size_t bound) { return random_() % bound; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  std::string person() { return people[below(people.size())]; }

  /// Mostly nothing or moments; now and then long enough for a rate window to empty.
  Millis pause() { return one_in(20) ? 61s : one_in(2) ? 0ms : Millis{below(3'000)}; }

  /// Commands that build a party up are likelier than those that end it.
  Command command(const std::string& user) {
    const UserId target{person()};
    switch (below(40)) {
      case 0:
        return Play{};
      case 1:
        return Pause{};
      case 2:
        return Seek{Millis{below(200'000)}, resume()};
      case 3:
        return Skip{clip()};
      case 4:
        return learned_length();
      case 5:
        return SetRole{target, Role::co_host};
      case 6:
        return SetRole{target, Role::viewer};
      case 7:
        return SetRole{target, Role::host};
      case 8:
        return one_in(2) ? Command{Kick{target}} : Command{LiftKick{target}};
      case 9:
      case 10:
      case 11:
        return Join{Scene::profile(user), !one_in(5)};
      case 12:
        if (user == "host" && !one_in(4)) return Pause{};
        return one_in(3) ? Command{Forget{}} : Command{Leave{}};
      case 13:
      case 14:
      case 15:
      case 16:
        return Connect{Scene::profile(user)};
      case 17:
        return Disconnect{one_in(2)};
      case 18:
        return GraceOver{};
      case 19:
        return one_in(2) ? Command{Chat{MessageId{"m"}, "hello"}} : message_change(user);
      case 20:
        return React{{{"+", 1 + below(3)}, {"-", 1 + below(2)}}, std::nullopt, true};
      case 21:
      case 22:
        return SetTyping{one_in(2)};
      case 23:
        return one_in(3) ? Command{NoteSync{}} : Command{report()};
      case 24:
        return one_in(8) ? Command{End{}} : Command{Play{}};
      case 25:
        return LiftKick{target};
      case 26:
        return SetRate{0.25 * static_cast<double>(1 + below(12))};
      case 27:
        return Undo{};
      case 28:
        return report();
      case 29:
        return one_in(2) ? Command{Play{}} : Command{RotateInviteCode{"XYZ234"}};
      case 30:
        return OpenReadyCheck{one_in(2) ? std::nullopt : std::optional{Millis{below(3) * 2'000}}};
      case 31:
      case 32:
        return AnswerReadyCheck{!one_in(4)};
      case 33:
        return one_in(4) ? Command{CancelReadyCheck{}} : Command{IgnoreWait{one_in(2)}};
      case 34:
        return ScheduleStart{Millis{below(10'000)}, std::nullopt};
      case 35:
        return one_in(2) ? Command{CancelStart{}} : one_in(2) ? Command{AskControl{}} : mute(target);
      case 36:
        return ChangeSettings{{std::nullopt, one_in(2)}};
      case 37:
        return one_in(2) ? Command{LiftKick{target}} : Command{Review{}};
      case 38:
        return Review{};
      default:
        if (one_in(12)) return Close{};
        return one_in(10) ? Command{Expire{}} : one_in(2) ? Command{Reclaim{}} : Command{Pause{}};
    }
  }

 private:
  /// A clip always has the same length.
  Command learned_length() {
    const ClipId clip = this->clip();
    return LearnClipLength{clip, Millis{30'000 * (clip.str().front() - 'A' + 1)}};
  }
  Report report() {
    Report command;
    if (!one_in(3)) command.report.round_trip = Millis{below(3'000)};
    command.report.status = {one_in(3), !one_in(3)};
    return command;
  }
  Command message_change(const std::string& user) {
    ChatMessage message;
    message.user = UserId{one_in(2) ? user : person()};
    message.message = "old";
    message.at = testing::start;
    if (one_in(5)) message.deleted_at = testing::start;
    const auto original = one_in(6) ? nullptr : std::make_shared<const ChatMessage>(message);
    if (one_in(3)) return EditMessage{MessageId{"m"}, one_in(3) ? "old" : "new", {}, original};
    if (one_in(2)) return DeleteMessage{MessageId{"m"}, original};
    return ReportMessage{MessageId{"m"}, "spam", original};
  }
  Command mute(const UserId& target) {
    return SetMute{target, !one_in(3), one_in(2) ? std::nullopt : std::optional{Millis{1 + below(20'000)}}};
  }
  std::optional<bool> resume() { return one_in(3) ? std::nullopt : std::optional{one_in(2)}; }
  ClipId clip() { return ClipId{std::string(1, static_cast<char>('A' + below(3)))}; }

  std::mt19937 random_;
};

bool is_servers(const Command& command) {
  return kind_of(command) == CommandKind::server;
}

void expect_invariants(const Scene& scene) {
  const Party& party = scene.party;
  std::size_t hosts = 0;
  std::size_t connected = 0;
  for (const auto& [user, seat] : party.roster) {
    EXPECT_EQ(seat.user, user);
    EXPECT_FALSE(party.kicked.contains(user)) << "nobody is kicked and seated";
    EXPECT_LE(seat.connections, scene.limits.connections_per_user);
    if (seat.connections > 0) {
      EXPECT_TRUE(seat.announced) << "who is there has been announced";
    }
    if (seat.role == Role::host) {
      ++hosts;
      EXPECT_EQ(party.host, user);
    }
    connected += seat.connections > 0 ? 1 : 0;
  }
  EXPECT_EQ(party.connected, connected);
  EXPECT_LE(party.roster.size(), max_participants);
  if (party.status == Status::active) {
    EXPECT_EQ(hosts, 1U);
  }
  EXPECT_LE(hosts, 1U);
  EXPECT_GE(scene.position(), 0ms);
  EXPECT_GE(party.playback.position, 0ms);
  if (party.playback.clip_length) {
    EXPECT_LE(scene.position(), *party.playback.clip_length);
    EXPECT_LE(party.playback.position, *party.playback.clip_length);
  }
}

void expect_agreement(const Scene& scene, const NaiveParty& naive) {
  const Party& party = scene.party;
  EXPECT_EQ(party.status == Status::ended, naive.ended);
  EXPECT_EQ(party.playback.playing, naive.film.playing);
  EXPECT_EQ(scene.position().count(), naive.position_ms());
  EXPECT_EQ(party.playback.clip ? party.playback.clip->str() : "", naive.film.clip);
  EXPECT_EQ(party.playback.rate, naive.rate());
  EXPECT_EQ(static_cast<int>(party.revision), naive.changes);
  EXPECT_EQ(party.settings.resume_after_seek, naive.resume);
  EXPECT_EQ(party.scheduled_start.has_value(), naive.start_ms.has_value());
  if (party.scheduled_start && naive.start_ms) {
    EXPECT_EQ((party.scheduled_start->at - testing::start).count(), *naive.start_ms);
  }
  EXPECT_EQ(party.ready_check.has_value(), naive.check.has_value());
  if (party.ready_check && naive.check) {
    EXPECT_EQ(party.ready_check->ready.size(), naive.check->ready.size());
  }
  EXPECT_EQ(static_cast<int>(party.connected), naive.connected());
  EXPECT_EQ(party.kicked.size(), naive.kicked.size());
  for (const std::string& user : naive.kicked) EXPECT_TRUE(party.kicked.contains(UserId{user})) << user;
  ASSERT_EQ(party.roster.size(), naive.seats.size());
  for (const auto& [user, expected] : naive.seats) {
    const Participant& seat = scene.seat(user);
    EXPECT_EQ(to_string(seat.role), expected.role) << user;
    EXPECT_EQ(static_cast<int>(seat.connections), expected.sockets) << user;
    EXPECT_EQ(seat.announced, expected.seen) << user;
    EXPECT_EQ(seat.typing, expected.typing) << user;
    EXPECT_EQ(testing::text_of(status_of(seat)),
              testing::text_of(PlayerStatus{expected.buffering, expected.ready, expected.ignored}));
    EXPECT_EQ(testing::text_of(seat.status_told), testing::text_of(status_of(seat))) << user;
  }
}

/// Effects reduce() returned apply, and count a revision exactly for each change of playback.
void apply_all(Scene& scene, const Outcome& outcome) {
  if (!outcome) return;
  for (const Effect& effect : outcome.value()) {
    const std::uint64_t before = scene.party.revision;
    apply(scene.party, effect, scene.limits);
    EXPECT_EQ(scene.party.revision, before + (std::holds_alternative<PlaybackChanged>(effect) ? 1 : 0));
  }
}

/// How often each command was accepted, and refused, in parties that had not ended: a model test that no longer gets
/// anywhere must not stay green.
struct Reached {
  std::array<int, std::variant_size_v<Command>> accepted{};
  std::array<int, std::variant_size_v<Command>> refused{};
};

void run_sequence(std::uint32_t seed, Reached& reached) {
  RandomCommands random(seed);
  Scene scene;
  scene.party.max_participants = max_participants;
  scene.limits.connections_per_user = 2;
  scene.limits.chats = {3, 60s};
  scene.limits.reactions = {6, 60s};
  scene.limits.typing = {4, 60s};
  scene.limits.status = {1000, 60s};  // so that the others always know
  NaiveParty naive(scene.limits, max_participants);
  std::string history;
  scene.connect("host");
  naive.give("host", Connect{});
  int steps_after_end = 0;
  for (int step = 0; step < steps_each && steps_after_end < 40 && !::testing::Test::HasFailure(); ++step) {
    // Arrivals are told apart by their instants, so time always moves a little.
    const Millis pause = random.pause() + 1ms;
    scene.now += pause;
    naive.wait(pause.count());
    std::string user = random.one_in(3) ? scene.party.host.str() : random.person();
    const Command command = random.command(user);
    if (is_servers(command) && !random.one_in(4)) user.clear();

    const std::string before = scene.everything();
    const Outcome outcome = scene.decide(user, command);
    steps_after_end += naive.ended ? 1 : 0;
    if (!naive.ended) ++(outcome ? reached.accepted : reached.refused)[command.index()];
    EXPECT_EQ(scene.everything(), before) << "deciding changes nothing";
    EXPECT_EQ(testing::text_of(scene.decide(user, command)), testing::text_of(outcome)) << "and is repeatable";
    apply_all(scene, outcome);
    history +=
        fmt::format("+{}ms {}: {} => {}\n", pause.count(), user, testing::text_of(command), testing::text_of(outcome));
    EXPECT_EQ(naive.give(user, command), outcome.has_value());
    if (!outcome) {
      EXPECT_EQ(scene.everything(), before);
    }
    expect_invariants(scene);
    expect_agreement(scene, naive);
  }
  if (::testing::Test::HasFailure()) FAIL() << "sequence " << seed << " began:\n" << history;
}

TEST(ReduceModel, AgreesOverRandomSequences) {
  Reached reached;
  for (std::uint32_t seed = 0; seed < sequences && !HasFailure(); ++seed) run_sequence(seed, reached);
  for (std::size_t i = 0; i < reached.accepted.size(); ++i) {
    // The queue is followed against a model of its own: reduce_queue_test.cpp.
    if (i == Command{ChangeQueue{}}.index() || i == Command{VoteSkip{}}.index()) continue;
    // So is how people get in: admission_model_test.cpp.
    const bool about_admission = i >= Command{CreateInvitation{}}.index() && i <= Command{AnswerJoinRequest{}}.index();
    if (about_admission && i != Command{Join{}}.index() && i != Command{Reclaim{}}.index()) continue;
    EXPECT_GE(reached.accepted[i], 20) << "command " << i;
    const bool never_refused = i == Command{Disconnect{}}.index() || i == Command{GraceOver{}}.index() ||
                               i == Command{Forget{}}.index();
    if (!never_refused) {
      EXPECT_GE(reached.refused[i], 20) << "command " << i;
    }
  }
}

}  // namespace
}  // namespace matinee::party
