// Every command against every role.
#include "party/permissions.hpp"

#include <gtest/gtest.h>

#include "party/party_test_support.hpp"

namespace matinee::party {
namespace {

struct PermissionRow {
  Command command;
  CommandKind kind;
  bool host;
  bool co_host;
  bool viewer;
};

std::vector<PermissionRow> rows() {
  using enum CommandKind;
  const UserId user{"user"};
  return {
      {Play{}, playback, true, true, false},
      {Pause{}, playback, true, true, false},
      {Seek{}, playback, true, true, false},
      {Skip{}, playback, true, true, false},
      {SetRate{}, playback, true, true, false},
      {Undo{}, playback, true, true, false},
      {OpenReadyCheck{}, playback, true, true, false},
      {CancelReadyCheck{}, playback, true, true, false},
      {ScheduleStart{}, playback, true, true, false},
      {CancelStart{}, playback, true, true, false},
      {ChangeSettings{}, management, true, false, false},
      {End{}, management, true, false, false},
      {SetRole{user}, management, true, false, false},
      {Kick{user}, management, true, false, false},
      {LiftKick{user}, management, true, false, false},
      {RotateInviteCode{}, management, true, false, false},
      {CreateInvitation{}, moderation, true, true, false},
      {RevokeInvitation{}, moderation, true, true, false},
      {SetPassword{}, management, true, false, false},
      {Reclaim{}, social, true, true, true},
      {Join{}, membership, true, true, true},
      {WithdrawJoinRequest{}, membership, true, true, true},
      {AnswerJoinRequest{user}, moderation, true, true, false},
      {Leave{}, membership, true, true, true},
      {Connect{}, membership, true, true, true},
      {Disconnect{}, membership, true, true, true},
      {GraceOver{}, membership, true, true, true},
      {Chat{}, social, true, true, true},
      {EditMessage{}, social, true, true, true},
      {DeleteMessage{}, social, true, true, true},
      {ReportMessage{}, social, true, true, true},
      {SetMute{user}, moderation, true, true, false},
      {React{}, social, true, true, true},
      {SetTyping{}, social, true, true, true},
      {Report{}, social, true, true, true},
      {IgnoreWait{}, social, true, true, true},
      {AnswerReadyCheck{}, social, true, true, true},
      {AskControl{}, social, true, true, true},
      {NoteSync{}, social, true, true, true},
      {LearnClipLength{}, server, false, false, false},
      {Review{}, server, false, false, false},
      {Expire{}, server, false, false, false},
      {ChangeQueue{}, queue, true, true, false},
      {VoteSkip{}, social, true, true, true},
      {Forget{}, membership, true, true, true},
      {Close{}, server, false, false, false},
  };
}

TEST(Permissions, FollowTheTable) {
  for (const PermissionRow& row : rows()) {
    SCOPED_TRACE(testing::text_of(row.command));
    EXPECT_EQ(kind_of(row.command), row.kind);
    EXPECT_EQ(allowed(Role::host, row.kind, {}), row.host);
    EXPECT_EQ(allowed(Role::co_host, row.kind, {}), row.co_host);
    EXPECT_EQ(allowed(Role::viewer, row.kind, {}), row.viewer);
  }
}

TEST(Permissions, TheTableHasEveryCommandOnce) {
  const auto table = rows();
  ASSERT_EQ(table.size(), std::variant_size_v<Command>);
  for (std::size_t i = 0; i < table.size(); ++i) EXPECT_EQ(table[i].command.index(), i);
}

}  // namespace
}  // namespace matinee::party
