// Specification "Leave Watch Party" and "End Watch Party", decisions 10 and 12.
import { describe, expect, it } from "vitest";
import { eventually } from "../harness/deadline";
import { expectProblem, expectStatus, send } from "../harness/http";
import { PARTIES, Party, gather } from "../harness/party";
import { UpgradeRefused } from "../harness/party_client";
import { MatineeServer } from "../harness/server";
import { SETTING } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer();

describe("leaving", () => {
  it("answers 204 without a body and gives up the seat", async () => {
    const party = await Party.create(shared.server, newUser());
    const viewer = newUser();
    await party.join(viewer);
    const left = expectStatus(await party.leave(viewer), 204);
    expect(left.text).toBe("");
    expect((await party.details()).participant_count).toBe(1);
    expectProblem(await party.request("GET", "", { as: viewer }), 403);
    expectProblem(await party.leave(viewer), 403);
  });

  it("closes the leaver's connections with 4503 and tells the others why", async () => {
    const { party, host, viewer } = await gather(shared.server);
    const secondTab = await party.reenter(viewer.user);
    expectStatus(await party.leave(viewer.user), 204);
    await viewer.expectClose(4503);
    await secondTab.expectClose(4503);
    const event = await host.expect("participant-left", { participant: { user_id: viewer.user.id } });
    expect(event.participant).toMatchObject({ display_name: "Vic", role: "viewer" });
    expect(event.reason).toEqual(expect.any(String));
  });

  it("is 403 for a stranger and 404 for an unknown party", async () => {
    const party = await Party.create(shared.server, newUser());
    expectProblem(await party.leave(newUser()), 403);
    expectProblem(await send(shared.server, "DELETE", `${PARTIES}/unknown/leave`, { as: newUser() }), 404);
  });
});

describe("a host who leaves", () => {
  it("hands the role to the co-host who has been there longest", async () => {
    const { party, coHost, viewer, host } = await gather(shared.server);
    const second = await party.enter(newUser("Second co-host"));
    await party.setRole(second.user, "co-host");
    expectStatus(await party.leave(host.user), 204);
    for (const client of [coHost, viewer, second]) {
      await client.expect("role-changed", { user_id: coHost.user.id, role: "host", previous_role: "co-host" });
    }
    expect((await party.details(viewer.user)).host_user_id).toBe(coHost.user.id);
    expectStatus(await party.end(coHost.user), 204);
  });

  it("hands it to the longest-present connected viewer when there is no co-host", async () => {
    const party = await Party.create(shared.server, newUser());
    await party.join(newUser("Absent"));
    const first = await party.enter(newUser("First"));
    await party.enter(newUser("Second"));
    expectStatus(await party.leave(party.host), 204);
    await first.expect("role-changed", { user_id: first.user.id, role: "host", previous_role: "viewer" });
    first.send("play");
    await first.expect("play");
  });

  it("ends the party when nobody is left", async () => {
    const party = await Party.create(shared.server, newUser());
    expectStatus(await party.leave(party.host), 204);
    expectProblem(await party.tryJoin(newUser()), 404, "PARTY_ENDED");
  });

  it("is a viewer when coming back", async () => {
    const { party, host, coHost } = await gather(shared.server);
    await party.leave(host.user);
    await party.join(host.user);
    expect(await party.participant(host.user, coHost.user)).toMatchObject({ role: "viewer" });
  });
});

describe("ending", () => {
  it("answers 204, tells everyone PARTY_ENDED and closes with 4500", async () => {
    const { party, host, everyone } = await gather(shared.server);
    const ended = expectStatus(await party.end(host.user), 204);
    expect(ended.text).toBe("");
    for (const client of everyone) {
      await client.expectError("PARTY_ENDED");
      await client.expectClose(4500);
    }
  });

  it("is for the host alone: 403 to a co-host, a viewer and a stranger, and the party goes on", async () => {
    const { party, host, coHost, viewer } = await gather(shared.server);
    for (const user of [coHost.user, viewer.user, newUser()]) {
      expectProblem(await party.end(user), 403);
    }
    expect((await party.details()).status).toBe("active");
    await host.fence();
  });

  it("is 404 for an unknown party", async () => {
    expectProblem(await send(shared.server, "POST", `${PARTIES}/unknown/end`, { as: newUser() }), 404);
  });

  it("lets a participant's later upgrade through to be told PARTY_ENDED, but not a stranger's", async () => {
    const party = await Party.create(shared.server, newUser());
    const viewer = newUser();
    await party.join(viewer);
    await party.end();
    const late = await party.connect(viewer);
    await late.expectError("PARTY_ENDED");
    await late.expectClose(4500);
    const stranger = await party.connect(newUser()).catch((error: unknown) => error);
    expect(stranger).toBeInstanceOf(UpgradeRefused);
    expect((stranger as UpgradeRefused).status).toBe(403);
  });
});

describe("a party with nobody connected", () => {
  it("ends after the time the server is set to; one with somebody connected goes on", async () => {
    const server = await MatineeServer.start({ settings: { [SETTING.emptyPartyTimeout]: "1s" } });
    const busy = await Party.create(server, newUser());
    const watcher = await busy.reenter(busy.host);
    const deserted = await Party.create(server, newUser());
    await (await deserted.reenter(deserted.host)).close();
    const created = Date.now();
    await eventually("the deserted party has ended", async () => (await deserted.details()).status === "ended", 10_000);
    // Half a second of slack for the rounding of the two clocks; far from the default of a day either way.
    expect(Date.now() - created).toBeGreaterThan(500);
    expectProblem(await deserted.tryJoin(newUser()), 404, "PARTY_ENDED");
    expect((await busy.details()).status).toBe("active");
    await watcher.fence();
    await server.stop();
  });
});
