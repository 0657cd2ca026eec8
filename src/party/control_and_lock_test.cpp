// Who may control the film, as the host chooses, and a party that lets nobody new in.
#include <gtest/gtest.h>

#include "party/party_test_support.hpp"
#include "party/permissions.hpp"

namespace matinee::party {
namespace {

using testing::Scene;

Scene scene_with(ControlPolicy policy) {
  Scene scene;
  scene.connect("host");
  for (const char* user : {"cohost", "viewer"}) scene.enter(user);
  scene.role("cohost", Role::co_host);
  scene.give("host", Skip{ClipId{"clip"}});
  SettingsPatch patch;
  patch.control_by = policy;
  scene.give("host", ChangeSettings{patch});
  return scene;
}

bool may_pause(const Scene& scene, const char* user) {
  return reduce(scene.party, Pause{}, UserId{user}, scene.now, scene.limits).has_value();
}

TEST(ControlPolicy, SaysWhoMayControlTheFilm) {
  struct Row {
    ControlPolicy policy;
    bool host, co_host, viewer;
  };
  for (const Row& row : {Row{ControlPolicy::host, true, false, false}, Row{ControlPolicy::hosts, true, true, false},
                         Row{ControlPolicy::everyone, true, true, true}}) {
    const Scene scene = scene_with(row.policy);
    SCOPED_TRACE(to_string(row.policy));
    EXPECT_EQ(may_pause(scene, "host"), row.host);
    EXPECT_EQ(may_pause(scene, "cohost"), row.co_host);
    EXPECT_EQ(may_pause(scene, "viewer"), row.viewer);
    EXPECT_FALSE(may_pause(scene, "stranger"));
  }
}

TEST(ControlPolicy, GivesNobodyRightsOverPeople) {
  const Scene scene = scene_with(ControlPolicy::everyone);
  for (const char* user : {"cohost", "viewer"}) {
    for (const Command& command : std::vector<Command>{End{}, Kick{UserId{"host"}}, ChangeSettings{}}) {
      const auto outcome = reduce(scene.party, command, UserId{user}, scene.now, scene.limits);
      ASSERT_FALSE(outcome.has_value());
      EXPECT_EQ(outcome.error().reason, Rejection::management_denied);
    }
  }
}

TEST(Lock, KeepsOutWhoHasNoSeat) {
  Scene scene = scene_with(ControlPolicy::hosts);
  SettingsPatch lock;
  lock.locked = true;
  scene.give("host", ChangeSettings{lock});
  const auto join = [&](const char* user, bool by_invite) {
    return reduce(scene.party, Join{{user, std::nullopt}, by_invite}, UserId{user}, scene.now, scene.limits);
  };
  for (const bool by_invite : {true, false}) {
    const auto refused = join("stranger", by_invite);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().reason, Rejection::party_locked);
    EXPECT_TRUE(join("viewer", by_invite).has_value()) << "who has a seat comes and goes";
  }
  SettingsPatch open;
  open.locked = false;
  scene.give("host", ChangeSettings{open});
  EXPECT_TRUE(join("stranger", true).has_value());
}

TEST(InviteCode, IsReplacedByTheHost) {
  Scene scene = scene_with(ControlPolicy::hosts);
  EXPECT_EQ(scene.give("host", RotateInviteCode{"XYZ234"}), "code is XYZ234");
  EXPECT_EQ(scene.party.invite_code, "XYZ234");
}

TEST(AskControl, IsToldOnceInAWhileForThoseWhoHaveNone) {
  Scene scene = scene_with(ControlPolicy::hosts);
  EXPECT_EQ(scene.give("viewer", AskControl{}), "viewer asks for control");
  EXPECT_EQ(scene.give("viewer", AskControl{}), "refused: rate_limited for 30000ms");
  scene.now += control_asked_every;
  EXPECT_EQ(scene.give("viewer", AskControl{}), "viewer asks for control");
  for (const char* user : {"host", "cohost"}) EXPECT_EQ(scene.give(user, AskControl{}), "nothing");
  EXPECT_EQ(scene.give("stranger", AskControl{}), "refused: not_participant");
}

}  // namespace
}  // namespace matinee::party
