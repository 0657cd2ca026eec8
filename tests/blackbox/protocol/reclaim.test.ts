// Taking the role of the host back: for who created the party, lost it by leaving, and did not hand it over.
import { describe, expect, it } from "vitest";
import { expectProblem, expectStatus } from "../harness/http";
import { Party, gather } from "../harness/party";
import { MatineeServer } from "../harness/server";
import { sharedServer } from "../harness/shared_server";
import { type User, newUser } from "../harness/token";

const shared = sharedServer();
const reclaim = (party: Party, as: User) => party.request("POST", "/reclaim", { as });

describe("who created a party", () => {
  it("is host again after leaving and coming back, and everyone is told by whom", async () => {
    const { party, host, coHost, viewer } = await gather(shared.server);
    expectStatus(await party.leave(host.user), 204);
    await viewer.expect("role-changed", { user_id: coHost.user.id, role: "host", by: null });
    expectProblem(await reclaim(party, host.user), 403, "NOT_PARTICIPANT");
    const back = await party.enter(host.user);
    expect(await party.details(host.user)).toMatchObject({ role: "viewer", may_reclaim: true });
    back.send("reclaim");
    const by = { user_id: host.user.id, display_name: "Hanna" };
    await viewer.expect("role-changed", { user_id: host.user.id, role: "host", previous_role: "viewer", by });
    await viewer.expect("role-changed", { user_id: coHost.user.id, role: "co-host", previous_role: "host", by });
    expect(await party.details(host.user)).toMatchObject({ role: "host", host_user_id: host.user.id, may_reclaim: false });
    expect(expectStatus(await reclaim(party, host.user), 200).json).toEqual({ user_id: host.user.id, role: "host" });
  });

  it("keeps that over a crash", async () => {
    const server = await MatineeServer.start();
    try {
      const { party, host } = await gather(server);
      expectStatus(await party.leave(host.user), 204);
      await server.kill();
      await server.launch();
      await party.join(host.user);
      expect((await party.details(host.user)).may_reclaim).toBe(true);
      expectStatus(await reclaim(party, host.user), 200);
      expect((await party.details(host.user)).role).toBe("host");
    } finally {
      await server.stop();
    }
  });

  it("gave the claim away with the party", async () => {
    const { party, host, coHost } = await gather(shared.server);
    expectStatus(await party.setRole(coHost.user, "host"), 200);
    expect((await party.details(host.user)).may_reclaim).toBe(false);
    expectProblem(await reclaim(party, host.user), 403, "UNAUTHORIZED_COMMAND");
    host.send("reclaim");
    await host.expect("error", { code: "UNAUTHORIZED_COMMAND" });
  });
});

it("nobody else may", async () => {
  const { party, host, coHost, viewer } = await gather(shared.server);
  expectStatus(await party.leave(host.user), 204);
  for (const user of [viewer.user, newUser()]) expectProblem(await reclaim(party, user), 403);
  expectStatus(await party.leave(coHost.user), 204);
  await party.join(coHost.user);
  expectProblem(await reclaim(party, coHost.user), 403, "UNAUTHORIZED_COMMAND");
  expectStatus(await party.end(viewer.user), 204);
  await party.tryJoin(host.user);
  expectProblem(await reclaim(party, viewer.user), 404, "PARTY_ENDED");
  expect((await party.details(viewer.user)).host_user_id).toBe(viewer.user.id);
});
