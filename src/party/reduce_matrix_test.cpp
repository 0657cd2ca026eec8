// Every command by everyone, in a party that goes on and in one that has ended.
#include <gtest/gtest.h>

#include <array>

#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

using testing::Scene;
using namespace std::chrono_literals;

constexpr std::array<const char*, 6> actors{"host", "cohost", "viewer", "kicked", "stranger", ""};
using Outcomes = std::array<const char*, actors.size()>;

struct MatrixRow {
  Command command;
  Outcomes active;
  Outcomes ended;
};

/// A host, a co-host, two viewers, everyone connected; one was kicked.
Scene full_scene() {
  Scene scene;
  scene.connect("host");
  for (const char* user : {"cohost", "viewer", "other", "kicked"}) scene.enter(user);
  scene.role("cohost", Role::co_host);
  scene.give("host", Kick{UserId{"kicked"}});
  scene.give("host", Skip{ClipId{"clip"}});
  return scene;
}

// What the cells say: "yes" is accepted with effects, "same" accepted without any; the rest are rejections.
constexpr const char* yes = "yes";
constexpr const char* same = "same";
constexpr const char* seatless = "not_participant";
constexpr const char* ended = "party_ended";
constexpr const char* denied = "management_denied";
constexpr const char* watch_only = "playback_denied";

const Outcomes playback_active{yes, yes, watch_only, seatless, seatless, seatless};
const Outcomes playback_ended{ended, ended, watch_only, seatless, seatless, seatless};
const Outcomes management_active{yes, denied, denied, seatless, seatless, seatless};
const Outcomes management_ended{ended, denied, denied, seatless, seatless, seatless};
const Outcomes social_active{yes, yes, yes, seatless, seatless, seatless};
const Outcomes social_ended{ended, ended, ended, seatless, seatless, seatless};

ChatMessagePtr message_of_host() {
  ChatMessage message;
  message.id = MessageId{"m"};
  message.user = UserId{"host"};
  message.message = "old";
  message.at = testing::start;
  return std::make_shared<const ChatMessage>(message);
}

std::vector<MatrixRow> matrix() {
  const UserId other{"other"};
  return {
      {Play{}, playback_active, playback_ended},
      {Pause{}, playback_active, playback_ended},
      {Seek{}, playback_active, playback_ended},
      {Skip{ClipId{"next"}}, playback_active, playback_ended},
      {SetRate{1.5}, playback_active, playback_ended},
      {Undo{}, playback_active, playback_ended},
      {OpenReadyCheck{}, playback_active, playback_ended},
      {CancelReadyCheck{}, {same, same, watch_only, seatless, seatless, seatless}, playback_ended},
      // The film plays; what it does otherwise is a test of its own.
      {ScheduleStart{1min, {}},
       {"already_going", "already_going", watch_only, seatless, seatless, seatless},
       playback_ended},
      {CancelStart{}, {same, same, watch_only, seatless, seatless, seatless}, playback_ended},
      {ChangeSettings{{WaitingPolicy::host, {}}}, management_active, management_ended},
      {End{}, management_active, {same, denied, denied, seatless, seatless, seatless}},
      {SetRole{other, Role::co_host}, management_active, management_ended},
      {Kick{other}, management_active, management_ended},
      {LiftKick{UserId{"kicked"}}, management_active, management_ended},
      {RotateInviteCode{"XYZ234"}, management_active, management_ended},
      {CreateInvitation{InvitationId{"i"}, "CODE"},
       {yes, yes, "moderation_denied", seatless, seatless, seatless},
       {ended, ended, "moderation_denied", seatless, seatless, seatless}},
      {RevokeInvitation{InvitationId{"none"}},
       {"no_such_invitation", "no_such_invitation", "moderation_denied", seatless, seatless, seatless},
       {ended, ended, "moderation_denied", seatless, seatless, seatless}},
      {SetPassword{"hash"}, management_active, management_ended},
      {Reclaim{}, {same, "no_claim", "no_claim", seatless, seatless, seatless}, social_ended},
      {Join{}, {yes, yes, yes, "kicked", yes, yes}, {ended, ended, ended, "kicked", ended, ended}},
      {WithdrawJoinRequest{}, {same, same, same, same, same, same}, {same, same, same, same, same, same}},
      {AnswerJoinRequest{other},
       {"no_join_request", "no_join_request", "moderation_denied", seatless, seatless, seatless},
       {ended, ended, "moderation_denied", seatless, seatless, seatless}},
      {Leave{}, {yes, yes, yes, seatless, seatless, seatless}, {same, same, same, seatless, seatless, seatless}},
      {Connect{}, {yes, yes, yes, "kicked", seatless, seatless}, {ended, ended, ended, "kicked", seatless, seatless}},
      {Disconnect{}, {yes, yes, yes, same, same, same}, {yes, yes, yes, same, same, same}},
      {GraceOver{}, {same, same, same, same, same, same}, {same, same, same, same, same, same}},
      {Chat{}, social_active, social_ended},
      // The host wrote it.
      {EditMessage{MessageId{"m"}, "new", {}, message_of_host()},
       {yes, "not_author", "not_author", seatless, seatless, seatless},
       social_ended},
      {DeleteMessage{MessageId{"m"}, message_of_host()},
       {yes, "not_author", "not_author", seatless, seatless, seatless},
       social_ended},
      {ReportMessage{MessageId{"m"}, "spam", message_of_host()},
       {"own_message", yes, yes, seatless, seatless, seatless},
       social_ended},
      {SetMute{other},
       {yes, yes, "moderation_denied", seatless, seatless, seatless},
       {ended, ended, "moderation_denied", seatless, seatless, seatless}},
      {React{}, social_active, social_ended},
      {SetTyping{true}, social_active, social_ended},
      {Report{}, social_active, social_ended},
      {IgnoreWait{true}, social_active, social_ended},
      {AnswerReadyCheck{true}, {same, same, same, seatless, seatless, seatless}, social_ended},
      {AskControl{}, {same, same, yes, seatless, seatless, seatless}, social_ended},
      {NoteSync{}, social_active, {yes, yes, yes, seatless, seatless, seatless}},
      {LearnClipLength{ClipId{"clip"}, Millis{90'000}},
       {denied, denied, denied, denied, denied, yes},
       {denied, denied, denied, denied, denied, yes}},
      {Review{}, {denied, denied, denied, denied, denied, same}, {denied, denied, denied, denied, denied, same}},
      // Somebody is connected; what it does otherwise is a test of its own.
      {Expire{}, {denied, denied, denied, denied, denied, same}, {denied, denied, denied, denied, denied, same}},
      {ChangeQueue{SetLoop{Loop::all}},
       {yes, yes, "queue_denied", seatless, seatless, seatless},
       {ended, ended, "queue_denied", seatless, seatless, seatless}},
      // Nothing is queued; what it does otherwise is a test of its own.
      {VoteSkip{}, {"nothing_queued", "nothing_queued", "nothing_queued", seatless, seatless, seatless}, social_ended},
      {Forget{}, {yes, yes, yes, yes, yes, yes}, {same, same, same, same, same, same}},
      {Close{}, {denied, denied, denied, denied, denied, yes}, {denied, denied, denied, denied, denied, same}},
  };
}

std::string cell(const Outcome& outcome) {
  if (!outcome) return testing::text_of(outcome.error().reason);
  return outcome.value().empty() ? same : yes;
}

void expect_row(const Scene& scene, const MatrixRow& row, const Outcomes& expected) {
  const std::string before = scene.everything();
  for (std::size_t i = 0; i < actors.size(); ++i) {
    EXPECT_EQ(cell(scene.decide(actors[i], row.command)), expected[i])
        << testing::text_of(row.command) << " by '" << actors[i] << "', party " << to_string(scene.party.status);
  }
  EXPECT_EQ(scene.everything(), before) << "deciding changes nothing";
}

TEST(Reduce, DecidesByRoleAndState) {
  const Scene active = full_scene();
  Scene over = full_scene();
  ASSERT_EQ(over.give("host", End{}), "ended by host");
  for (const MatrixRow& row : matrix()) {
    expect_row(active, row, row.active);
    expect_row(over, row, row.ended);
  }
}

TEST(Reduce, TheMatrixHasEveryCommandOnce) {
  const auto rows = matrix();
  ASSERT_EQ(rows.size(), std::variant_size_v<Command>);
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(rows[i].command.index(), i);
}

/// Whoever was promoted or demoted a moment ago is judged by what they are now.
TEST(Reduce, ReadsTheRoleAsItIsNow) {
  Scene scene = full_scene();
  EXPECT_EQ(cell(scene.decide("viewer", Play{})), watch_only);
  scene.role("viewer", Role::co_host);
  EXPECT_EQ(cell(scene.decide("viewer", Play{})), yes);
  scene.role("viewer", Role::viewer);
  EXPECT_EQ(cell(scene.decide("viewer", Play{})), watch_only);
}

}  // namespace
}  // namespace matinee::party
