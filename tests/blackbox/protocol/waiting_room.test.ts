// The waiting room: who comes by the code waits until host or co-host let them in.
import { describe, expect, it } from "vitest";
import { type HttpResponse, expectProblem, expectStatus } from "../harness/http";
import { Party, Silence, gather } from "../harness/party";
import { MatineeServer } from "../harness/server";
import { SETTING } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";
import { type User, newUser } from "../harness/token";

const shared = sharedServer();
const approval = { settings: { approval: true } };

const standing = (party: Party, user: User): Promise<HttpResponse> => party.request("GET", "/join-request", { as: user });
const stateOf = async (party: Party, user: User): Promise<string> => expectStatus(await standing(party, user), 200).json.state;
const waiting = async (party: Party, as: User = party.host): Promise<string[]> =>
  expectStatus(await party.request("GET", "/join-requests", { as }), 200).json.join_requests.map((one: any) => one.display_name);
const admit = (party: Party, user: User, as: User = party.host) => party.request("PUT", `/join-requests/${user.id}`, { as });
const decline = (party: Party, user: User, as: User = party.host) => party.request("DELETE", `/join-requests/${user.id}`, { as });
const knock = async (party: Party, user: User): Promise<void> => void expectStatus(await party.tryJoin(user), 202);

describe("somebody who comes to a party with a waiting room", () => {
  it("waits, is announced to those who run it, and is let in", async () => {
    const { party, host, coHost, viewer } = await gather(shared.server);
    expectStatus(await party.request("PATCH", "/settings", { as: party.host, body: { approval: true } }), 200);
    const ann = newUser("Ann");
    const silence = await Silence.among([viewer]);
    const asked = expectStatus(await party.tryJoin(ann), 202);
    expect(asked.json).toEqual({ party_id: party.id, state: "waiting", ws_url: null });
    expect(asked.headers.location).toBe(`/api/v1/watch-parties/${party.id}/join-request`);
    for (const client of [host, coHost]) {
      const { request } = await client.expect("join-requested");
      expect(request).toMatchObject({ user_id: ann.id, display_name: "Ann", avatar_url: null });
    }
    expect(await waiting(party, coHost.user)).toEqual(["Ann"]);
    expect(await stateOf(party, ann)).toBe("waiting");
    expectProblem(await party.request("GET", "", { as: ann }), 403, "NOT_PARTICIPANT");
    coHost.send("admit", { user_id: ann.id });
    for (const client of [host, coHost]) {
      await client.expect("join-request-answered", { user_id: ann.id, answer: "admitted", by: { user_id: coHost.user.id, display_name: "Coco" } });
    }
    const admitted = expectStatus(await standing(party, ann), 200).json;
    expect(admitted).toEqual({
      party_id: party.id,
      state: "admitted",
      ws_url: `ws://127.0.0.1:${shared.server.port}/api/v1/watch-parties/${party.id}/ws`,
    });
    await party.reenter(ann);
    await silence.holds(viewer, "join-requested", "join-request-answered");
    expectStatus(await party.tryJoin(ann), 200);
  });

  it("is told when they are declined, and stays out for a while", async () => {
    const { party, host } = await gather(shared.server);
    expectStatus(await party.request("PATCH", "/settings", { as: party.host, body: { approval: true } }), 200);
    const ann = newUser("Ann");
    await knock(party, ann);
    await host.expect("join-requested");
    host.send("decline", { user_id: ann.id });
    await host.expect("join-request-answered", { user_id: ann.id, answer: "declined" });
    expect(await stateOf(party, ann)).toBe("declined");
    const refused = expectProblem(await party.tryJoin(ann), 403, "JOIN_DECLINED");
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(3000);
    expect(await waiting(party)).toEqual([]);
    expectStatus(await admit(party, ann), 204);
    expect(await stateOf(party, ann)).toBe("admitted");
  });

  it("may go away again", async () => {
    const party = await Party.create(shared.server, newUser(), approval);
    const host = await party.reenter(party.host);
    const ann = newUser();
    await knock(party, ann);
    expectStatus(await party.request("DELETE", "/join-request", { as: ann }), 204);
    await host.expect("join-request-answered", { user_id: ann.id, answer: "withdrawn", by: null });
    expectProblem(await standing(party, ann), 404, "NOT_FOUND");
    expectProblem(await admit(party, ann), 404, "NOT_FOUND");
  });

  it("passes by with an invitation", async () => {
    const party = await Party.create(shared.server, newUser(), approval);
    const { code } = expectStatus(await party.request("POST", "/invitations", { as: party.host, body: {} }), 201).json;
    expectStatus(await party.tryJoin(newUser(), code), 200);
    const ann = newUser();
    await knock(party, ann);
    expectStatus(await party.tryJoin(ann, code), 200);
    expect(await waiting(party)).toEqual([]);
  });

  it("is let in when the host opens the party", async () => {
    const party = await Party.create(shared.server, newUser(), approval);
    const ann = newUser();
    await knock(party, ann);
    expectStatus(await party.request("PATCH", "/settings", { as: party.host, body: { approval: false } }), 200);
    expect(await stateOf(party, ann)).toBe("admitted");
  });

  it("waits on over a crash of the server", async () => {
    const server = await MatineeServer.start();
    try {
      const party = await Party.create(server, newUser(), approval);
      const [ann, bob] = [newUser("Ann"), newUser("Bob")];
      await knock(party, ann);
      await knock(party, bob);
      expectStatus(await decline(party, bob), 204);
      await server.kill();
      await server.launch();
      expect(await waiting(party)).toEqual(["Ann"]);
      expect(await stateOf(party, ann)).toBe("waiting");
      expect(await stateOf(party, bob)).toBe("declined");
      expectStatus(await admit(party, ann), 204);
      await party.reenter(ann);
    } finally {
      await server.stop();
    }
  });

  it("is forgotten when nobody answers, and finds no room where too many wait", async () => {
    const server = await MatineeServer.start({ settings: { [SETTING.joinRequestTimeout]: "2s", [SETTING.waitingRoomSize]: "2" } });
    try {
      const party = await Party.create(server, newUser(), approval);
      const ann = newUser();
      await knock(party, ann);
      await knock(party, newUser());
      expectProblem(await party.tryJoin(newUser()), 403, "PARTICIPANT_LIMIT");
      await expect.poll(async () => (await standing(party, ann)).status, { timeout: 5000 }).toBe(404);
      expectProblem(await admit(party, ann), 404, "NOT_FOUND");
      await knock(party, newUser());
    } finally {
      await server.stop();
    }
  });

  it("learns that the party is over", async () => {
    const party = await Party.create(shared.server, newUser(), approval);
    const ann = newUser();
    await knock(party, ann);
    expectStatus(await party.end(), 204);
    expectProblem(await standing(party, ann), 404, "PARTY_ENDED");
  });
});

describe("the waiting room is for those who run the party", () => {
  it("viewers, those who wait and strangers neither see it nor answer", async () => {
    const { party, viewer } = await gather(shared.server);
    expectStatus(await party.request("PATCH", "/settings", { as: party.host, body: { approval: true } }), 200);
    const ann = newUser();
    await knock(party, ann);
    for (const [as, code] of [
      [viewer.user, "UNAUTHORIZED_COMMAND"],
      [ann, "NOT_PARTICIPANT"],
      [newUser(), "NOT_PARTICIPANT"],
    ] as const) {
      expectProblem(await party.request("GET", "/join-requests", { as }), 403, code);
      expectProblem(await admit(party, ann, as), 403, code);
      expectProblem(await decline(party, ann, as), 403, code);
    }
    viewer.send("admit", { user_id: ann.id });
    await viewer.expect("error", { code: "UNAUTHORIZED_COMMAND" });
    expect(await stateOf(party, ann)).toBe("waiting");
    expectProblem(await party.request("GET", "/join-requests"), 401, "UNAUTHENTICATED");
    expectProblem(await standing(party, newUser()), 404, "NOT_FOUND");
  });

  it("admits nobody beyond the seats", async () => {
    const party = await Party.create(shared.server, newUser(), { ...approval, max_participants: 2 });
    const [ann, bob] = [newUser(), newUser()];
    await knock(party, ann);
    await knock(party, bob);
    expectStatus(await admit(party, ann), 204);
    expectProblem(await admit(party, bob), 403, "PARTICIPANT_LIMIT");
  });
});
