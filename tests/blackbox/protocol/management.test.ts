// Promote, demote, hand over, kick and lift a kick, over HTTP and over the socket: decisions 1, 8 and 13, and the
// specification's role permissions.
import { beforeEach, describe, expect, it } from "vitest";
import { expectProblem, expectStatus } from "../harness/http";
import { type Gathering, Party, Silence, gather } from "../harness/party";
import { UpgradeRefused } from "../harness/party_client";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer();
let room: Gathering;
beforeEach(async () => {
  room = await gather(shared.server);
});

const refusal = async (attempt: Promise<unknown>): Promise<number> => {
  const outcome = await attempt.catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(UpgradeRefused);
  return (outcome as UpgradeRefused).status;
};

describe("over HTTP", () => {
  it("the host promotes and demotes, and everyone hears of it", async () => {
    const { party, viewer, everyone } = room;
    expect([200, 204]).toContain((await party.setRole(viewer.user, "co-host")).status);
    for (const client of everyone) {
      await client.expect("role-changed", { user_id: viewer.user.id, role: "co-host", previous_role: "viewer" });
    }
    expect([200, 204]).toContain((await party.setRole(viewer.user, "viewer")).status);
    for (const client of everyone) {
      await client.expect("role-changed", { user_id: viewer.user.id, role: "viewer", previous_role: "co-host" });
    }
    expect(await party.participant(viewer.user)).toMatchObject({ role: "viewer" });
  });

  it("the host hands the party over and is no longer its host", async () => {
    const { party, viewer, everyone, host } = room;
    expect([200, 204]).toContain((await party.setRole(viewer.user, "host")).status);
    for (const client of everyone) {
      await client.expect("role-changed", { user_id: viewer.user.id, role: "host", previous_role: "viewer" });
      await client.expect("role-changed", { user_id: host.user.id, previous_role: "host" });
    }
    expect((await party.details()).host_user_id).toBe(viewer.user.id);
    const roles = (await party.participants()).map((entry) => entry.role);
    expect(roles.filter((role) => role === "host")).toHaveLength(1);
    expectProblem(await party.end(host.user), 403);
    expectStatus(await party.end(viewer.user), 204);
  });

  it("the host kicks: closed with 4501, told to the others, kept out until lifted", async () => {
    const { party, viewer, host, coHost } = room;
    expectStatus(await party.kick(viewer.user), 204);
    await viewer.expectClose(4501);
    for (const client of [host, coHost]) {
      const left = await client.expect("participant-left", { participant: { user_id: viewer.user.id } });
      expect(left.reason).toMatch(/kick/);
    }
    expectProblem(await party.tryJoin(viewer.user), 403);
    expectProblem(await party.request("GET", "", { as: viewer.user }), 403);
    expect(await refusal(party.connect(viewer.user))).toBe(403);

    expectStatus(await party.liftKick(viewer.user), 204);
    await party.enter(viewer.user);
    expect(await party.participant(viewer.user)).toMatchObject({ role: "viewer" });
  });

  it("co-hosts, viewers and strangers manage nobody: 403 and nothing changes", async () => {
    const { party, viewer, coHost, everyone } = room;
    const silence = await Silence.among(everyone);
    for (const actor of [coHost.user, viewer.user, newUser()]) {
      expectProblem(await party.setRole(viewer.user, "co-host", actor), 403);
      expectProblem(await party.setRole(viewer.user, "host", actor), 403);
      expectProblem(await party.kick(viewer.user, actor), 403);
      expectProblem(await party.liftKick(viewer.user, actor), 403);
    }
    await silence.holds(viewer, "role-changed", "participant-left");
  });

  it("a viewer can't promote themselves, a co-host can't kick the host", async () => {
    const { party, viewer, coHost, host } = room;
    expectProblem(await party.setRole(viewer.user, "co-host", viewer.user), 403);
    expectProblem(await party.kick(host.user, coHost.user), 403);
  });

  it("the host can't be kicked or demoted, not even by the host", async () => {
    const { party, host } = room;
    for (const attempt of [party.kick(host.user), party.setRole(host.user, "viewer")]) {
      const answer = await attempt;
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expectProblem(answer, answer.status);
    }
    expect(await party.participant(host.user)).toMatchObject({ role: "host" });
  });

  it("a role change needs a known role and a participant", async () => {
    const { party, viewer } = room;
    for (const role of ["king", "", "HOST"]) {
      expect(expectProblem(await party.setRole(viewer.user, role), 400).text).toContain("role");
    }
    for (const body of [{}, { role: null }, { role: 1 }, []]) {
      expectProblem(await party.request("PATCH", `/participants/${viewer.user.id}`, { as: party.host, body }), 400);
    }
    expectProblem(await party.setRole(newUser(), "co-host"), 404);
    expectProblem(await party.kick(newUser()), 404);
  });
});

describe("over the socket", () => {
  it("the host promotes, demotes, hands over", async () => {
    const { host, viewer, everyone } = room;
    host.send("promote", { user_id: viewer.user.id });
    for (const client of everyone) {
      await client.expect("role-changed", { user_id: viewer.user.id, role: "co-host", previous_role: "viewer" });
    }
    host.send("demote", { user_id: viewer.user.id });
    for (const client of everyone) {
      await client.expect("role-changed", { user_id: viewer.user.id, role: "viewer", previous_role: "co-host" });
    }
    host.send("hand-over", { user_id: viewer.user.id });
    for (const client of everyone) {
      await client.expect("role-changed", { user_id: viewer.user.id, role: "host", previous_role: "viewer" });
    }
  });

  it("the host kicks and lifts the kick", async () => {
    const { host, viewer, coHost, party } = room;
    host.send("kick", { user_id: viewer.user.id });
    await viewer.expectClose(4501);
    await coHost.expect("participant-left", { participant: { user_id: viewer.user.id } });
    expectProblem(await party.tryJoin(viewer.user), 403);
    host.send("lift-kick", { user_id: viewer.user.id });
    await host.fence();
    expectStatus(await party.tryJoin(viewer.user), 200);
  });

  it("the host ends the party", async () => {
    const { host, everyone, party } = room;
    host.send("end");
    for (const client of everyone) {
      await client.expectError("PARTY_ENDED");
      await client.expectClose(4500);
    }
    expectProblem(await party.tryJoin(newUser()), 404, "PARTY_ENDED");
  });

  it.each(["end", "promote", "demote", "hand-over", "kick", "lift-kick"])(
    "%s by a co-host or a viewer is answered with UNAUTHORIZED_COMMAND, to them alone",
    async (command) => {
      const { host, coHost, viewer, everyone } = room;
      const silence = await Silence.among(everyone);
      const atHost = host.mark();
      for (const actor of [coHost, viewer]) {
        actor.send(command, { user_id: viewer.user.id });
        const error = await actor.expectError("UNAUTHORIZED_COMMAND");
        expect(error.message).toEqual(expect.any(String));
      }
      await silence.holds(viewer, "role-changed", "participant-left", "party-ended");
      await host.refute("error", atHost);
    },
  );

  it.each(["promote", "demote", "hand-over", "kick", "lift-kick"])("%s without a user is INVALID_COMMAND", async (command) => {
    const { host } = room;
    for (const fields of [{}, { user_id: 5 }, { user_id: "" }, { user_id: null }]) {
      host.send(command, fields);
      await host.expectError("INVALID_COMMAND");
    }
  });
});

describe("a hand-over", () => {
  it("moves the right to end to the new host's open connection", async () => {
    const party = await Party.create(shared.server, newUser());
    const host = await party.reenter(party.host);
    const heir = await party.enter(newUser("Heir"));
    host.send("hand-over", { user_id: heir.user.id });
    await heir.expect("role-changed", { user_id: heir.user.id, role: "host" });
    host.send("end");
    await host.expectError("UNAUTHORIZED_COMMAND");
    heir.send("end");
    await heir.expectClose(4500);
  });
});
