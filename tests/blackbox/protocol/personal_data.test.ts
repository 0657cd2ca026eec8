// One's own data: handed out whole, and deleted so that others' parties stay whole.
import { describe, expect, it } from "vitest";
import { scaled } from "../harness/deadline";
import { expectProblem, expectRateLimited, expectStatus, send } from "../harness/http";
import { PARTIES, Party, gather } from "../harness/party";
import { MatineeServer } from "../harness/server";
import { sharedServer } from "../harness/shared_server";
import { type User, newUser } from "../harness/token";

const shared = sharedServer();
const exported = async (user: User, query = "") =>
  expectStatus(await send(shared.server, "GET", `/api/v1/me/export${query}`, { as: user }), 200);
const erase = (user: User) => send(shared.server, "DELETE", "/api/v1/me", { as: user });

describe("an export", () => {
  it("has everything the server keeps of one, and nothing of others", async () => {
    const { party, host, viewer } = await gather(shared.server);
    viewer.send("chat", { message: "Mine" });
    await host.expect("chat_message");
    host.send("chat", { message: "Not mine" });
    await viewer.expect("chat_message", { chat_message: { message: "Not mine" } });
    const list = { title: "My films", shared: true };
    expectStatus(await send(shared.server, "POST", "/api/v1/playlists", { as: viewer.user, body: list }), 201);
    const friend = newUser();
    expectStatus(await send(shared.server, "PUT", `/api/v1/friends/${friend.id}`, { as: viewer.user }), 200);
    const answer = await exported(viewer.user);
    expect(answer.headers["content-disposition"]).toContain("attachment");
    expect(answer.headers["cache-control"]).toBe("no-store");
    const data = answer.json;
    expect(data).toMatchObject({ user_id: viewer.user.id, guest: false, next: null });
    expect(data.parties).toMatchObject([{ party_id: party.id, hosted: false, role: "viewer", status: "active" }]);
    expect(data.messages).toMatchObject([{ party_id: party.id, message: "Mine", user_id: viewer.user.id }]);
    expect(data.playlists).toMatchObject([{ title: "My films", shared: true, clip_ids: [] }]);
    expect(data.people.requested).toMatchObject([{ user_id: friend.id }]);
    expect(data.counted.map((one: any) => one.kind)).toEqual(expect.arrayContaining(["join", "playlist", "friend"]));
    expect(answer.text).not.toContain("Not mine");
    expect(answer.text).not.toContain(viewer.user.token);
    expect((await exported(host.user)).json.parties).toMatchObject([{ party_id: party.id, hosted: true, role: "host" }]);
  });

  it("has how one got in, and whom one invited", async () => {
    const party = await Party.create(shared.server, newUser("Hanna"), { settings: { approval: true } });
    const [cleo, dan] = [newUser("Cleo"), newUser("Dan")];
    const made = expectStatus(await party.request("POST", "/invitations", { as: party.host, body: { note: "for Cleo" } }), 201).json;
    expectStatus(await party.tryJoin(cleo, made.code), 200);
    expectStatus(await party.tryJoin(dan), 202);
    expect((await exported(party.host)).json).toMatchObject({
      parties: [{ party_id: party.id, hosted: true, claimed: true }],
      invitations: [{ party_id: party.id, id: made.id, code: made.code, note: "for Cleo", expires_at: null, max_uses: null, uses: 1 }],
      invitation_uses: [],
      join_requests: [],
    });
    expect((await exported(cleo)).json).toMatchObject({
      parties: [{ claimed: false }],
      invitation_uses: [{ party_id: party.id, invitation_id: made.id, display_name: "Cleo" }],
      invitations: [],
    });
    expect((await exported(dan)).json).toMatchObject({
      parties: [],
      join_requests: [{ party_id: party.id, display_name: "Dan", declined: false }],
    });
    for (const user of [cleo, dan]) {
      expectStatus(await erase(user), 204);
      const left = (await exported(user)).json;
      expect(left).toMatchObject({ invitations: [], invitation_uses: [], join_requests: [] });
    }
  });

  it("of somebody unknown is empty", async () => {
    const data = (await exported(newUser())).json;
    expect(data).toMatchObject({ parties: [], messages: [], clips: [], reports: [], restrictions: [] });
  });

  it.each(["nonsense", "12", "x-y", "-1-a", "1-%ff", ""])("does not begin at %j", async (after) => {
    const refused = await send(shared.server, "GET", `/api/v1/me/export?after=${after}`, { as: newUser() });
    expectProblem(refused, 400, "INVALID_REQUEST");
  });

  it("is limited by the hour, also together with deletions", async () => {
    const server = await MatineeServer.start({ settings: { MATINEE_DATA_REQUESTS_PER_HOUR: "2" } });
    try {
      const ann = newUser();
      expectStatus(await send(server, "GET", "/api/v1/me/export", { as: ann }), 200);
      expectStatus(await send(server, "DELETE", "/api/v1/me", { as: ann }), 204);
      expectRateLimited(await send(server, "GET", "/api/v1/me/export", { as: ann }), 3600);
      expectRateLimited(await send(server, "DELETE", "/api/v1/me", { as: ann }), 3600);
      expectStatus(await send(server, "GET", "/api/v1/me/export", { as: newUser() }), 200);
    } finally {
      await server.stop();
    }
  });
});

describe("a deletion", () => {
  it("ends seats, makes messages nobody's, and is told to those who are there", async () => {
    const { party, host, viewer } = await gather(shared.server);
    viewer.send("chat", { message: "Forget this" });
    await host.expect("chat_message", { chat_message: { message: "Forget this" } });
    const answer = expectStatus(await erase(viewer.user), 204);
    expect(String(answer.headers["set-cookie"])).toMatch(/Max-Age=0|Expires=Thu, 01 Jan 1970/);
    await host.expect("user-forgotten", { user_id: viewer.user.id });
    await host.expect("participant-left", { participant: { user_id: viewer.user.id }, reason: "left" });
    await viewer.expectClose(4503);
    const { messages } = expectStatus(await party.request("GET", "/messages", { as: host.user }), 200).json;
    expect(messages).toMatchObject([{ user_id: "guest-deleted", display_name: "Deleted user", avatar_url: null, message: "" }]);
    expect(messages[0].deleted_at).not.toBeNull();
    expect(JSON.stringify(messages)).not.toContain(viewer.user.id);
    const data = (await exported(viewer.user)).json;
    expect(data).toMatchObject({ parties: [], messages: [], playlists: [] });
    expectProblem(await party.request("GET", "", { as: viewer.user }), 403);
  });

  it("hands a party on as leaving does", async () => {
    const { host, coHost } = await gather(shared.server);
    expectStatus(await erase(host.user), 204);
    await coHost.expect("role-changed", { user_id: coHost.user.id, role: "host", by: null });
  });

  it("leaves a finished party to the others, and to nobody when they are gone too", async () => {
    const [ann, bob] = [newUser("Ann"), newUser("Bob")];
    const party = await Party.create(shared.server, ann);
    await party.join(bob);
    await party.end();
    expectStatus(await erase(ann), 204);
    const history = await send(shared.server, "GET", `${PARTIES}/history`, { as: bob });
    expect(history.json.parties).toMatchObject([{ id: party.id, host_user_id: "guest-deleted" }]);
    expect(history.text).not.toContain(ann.id);
    expectStatus(await party.request("GET", "/messages", { as: bob }), 200);
    expectStatus(await erase(bob), 204);
    expect((await exported(bob)).json.parties).toEqual([]);
  });

  it("takes friends, playlists and requests with it, and leaves the blocks of others", async () => {
    const [ann, bob, troll] = [newUser("Ann"), newUser("Bob"), newUser()];
    for (const [user, path] of [[ann, `friends/${bob.id}`], [bob, `friends/${ann.id}`], [troll, `blocks/${bob.id}`]] as const) {
      expect((await send(shared.server, "PUT", `/api/v1/${path}`, { as: user })).status).toBeLessThan(300);
    }
    const list = expectStatus(await send(shared.server, "POST", "/api/v1/playlists", { as: bob, body: { title: "t", shared: true } }), 201);
    expectStatus(await erase(bob), 204);
    expect((await send(shared.server, "GET", "/api/v1/friends", { as: ann })).json.friends).toEqual([]);
    expect((await send(shared.server, "GET", "/api/v1/friends", { as: troll })).json.blocked).toMatchObject([{ user_id: bob.id }]);
    expectProblem(await send(shared.server, "GET", `/api/v1/playlists/${list.json.id}`, { as: ann }), 404);
  });

  it("does not let a kicked or muted person back in", async () => {
    const { party, viewer } = await gather(shared.server);
    expectStatus(await party.kick(viewer.user), 204);
    expectStatus(await erase(viewer.user), 204);
    expectProblem(await party.tryJoin(viewer.user), 403);
  });

  it("can be asked for twice, and begun again as somebody new", async () => {
    const { party, viewer } = await gather(shared.server);
    expectStatus(await erase(viewer.user), 204);
    expectStatus(await erase(viewer.user), 204);
    expectStatus(await party.tryJoin(viewer.user), 200);
    expect((await exported(viewer.user)).json.parties).toHaveLength(1);
  });

  it.each([["GET", "/api/v1/me/export"], ["DELETE", "/api/v1/me"]])("%s %s needs a token", async (method, path) => {
    expectProblem(await send(shared.server, method, path), 401, "UNAUTHENTICATED");
  });

  it("from a page of elsewhere is refused", async () => {
    const ann = newUser();
    const session = expectStatus(await send(shared.server, "POST", "/api/v1/session", { as: ann }), 204);
    const cookie = String(session.headers["set-cookie"]).split(";")[0] ?? "";
    const foreign = await send(shared.server, "DELETE", "/api/v1/me", { headers: { cookie, origin: "https://evil.example" } });
    expectProblem(foreign, 403, "FORBIDDEN");
    expectStatus(await send(shared.server, "DELETE", "/api/v1/me", { headers: { cookie } }), 204);
  });

  it("survives a kill", async () => {
    const { party, host, viewer } = await gather(shared.server);
    viewer.send("chat", { message: "Forget this, too" });
    await host.expect("chat_message", { chat_message: { message: "Forget this, too" } });
    const asked = erase(viewer.user).catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    await shared.server.killAndRestart();
    const begun = (await asked) !== undefined;
    await expect
      .poll(async () => {
        const { messages } = (await party.request("GET", "/messages", { as: host.user })).json;
        const seats = await party.participants();
        return [messages[0].message === "", seats.some((one: any) => one.user_id === viewer.user.id)];
      }, { timeout: scaled(5000) })
      // Either it was never begun, or it is done, whole.
      .toSatisfy(([gone, seated]: [boolean, boolean]) => (begun ? gone && !seated : gone !== seated));
  });
});

describe("what has been kept long enough", () => {
  it("goes by itself: finished parties, and guests of theirs", async () => {
    const server = await MatineeServer.start({
      settings: { MATINEE_KEEP_FINISHED_PARTIES: "1s" },
    });
    try {
      const ann = newUser();
      const party = await Party.create(server, ann);
      await party.end();
      await expect
        .poll(async () => (await party.request("GET", "", { as: ann })).status, { timeout: scaled(10_000) })
        .toBe(404);
    } finally {
      await server.stop();
    }
  });

  it("makes guests nobody", async () => {
    const server = await MatineeServer.start({ settings: { MATINEE_KEEP_GUEST_DATA: "1s" } });
    try {
      const guest = expectStatus(await send(server, "POST", "/api/v1/session/guest", { body: { display_name: "Gus" } }), 201).json;
      const ann = newUser();
      const party = await Party.create(server, ann);
      await party.join({ id: guest.user_id, name: "Gus", token: guest.token } as unknown as User);
      expectStatus(await party.request("POST", "/messages", { as: { token: guest.token } as User, body: { message: "Hi" } }), 201);
      await party.end();
      await expect
        .poll(async () => (await party.request("GET", "/messages", { as: ann })).text, { timeout: scaled(10_000) })
        .toContain("guest-deleted");
      expect((await party.request("GET", "/messages", { as: ann })).text).not.toContain("Gus");
    } finally {
      await server.stop();
    }
  });
});
