// Finding parties: the public list, the history, and whom a host keeps out.
import { describe, expect, it } from "vitest";
import { eventually } from "../harness/deadline";
import { RFC3339_UTC, expectProblem, expectRateLimited, expectStatus, send } from "../harness/http";
import { PARTIES, Party, gather } from "../harness/party";
import { SETTING } from "../harness/settings";
import { MatineeServer } from "../harness/server";
import { sharedServer } from "../harness/shared_server";
import { type User, newUser } from "../harness/token";

const shared = sharedServer({ settings: { [SETTING.guests]: "false", MATINEE_LISTINGS_PER_MINUTE: "1000" } });
const looker = newUser("Lou");

let titles = 0;
/** A title no other test has: the list is searched by it. */
const newTitle = () => `Unmistakable${++titles}`;

const list = (query: Record<string, string> = {}, as: User = looker) =>
  send(shared.server, "GET", `${PARTIES}/public?${new URLSearchParams(query)}`, { as });
const listed = async (query: Record<string, string>) => expectStatus(await list(query), 200).json.parties as any[];
const history = (as: User, query = "") => send(shared.server, "GET", `${PARTIES}/history${query}`, { as });

describe("the public list", () => {
  it("shows public parties that go on, with what plays now", async () => {
    const title = newTitle();
    const party = await Party.create(shared.server, newUser("Hanna"), { title, visibility: "public" });
    const clip = expectStatus(
      await send(shared.server, "POST", "/api/v1/clips", {
        as: party.host,
        body: { title: "Sintel", url: "https://example.org/sintel.mp4", duration_ms: 888_000 },
      }),
      201,
    ).json;
    const host = await party.reenter(party.host);
    host.send("skip", { clip_id: clip.id });
    await host.expect("skip");
    const listing = await eventually("the list follows", async () => {
      const [found] = await listed({ search: title.toLowerCase() });
      return found?.active_count === 1 ? found : undefined;
    });
    expect(listing).toMatchObject({
      id: party.id,
      title,
      host: { user_id: party.host.id, display_name: "Hanna", avatar_url: null },
      visibility: "public",
      max_participants: 100,
      current_clip_id: clip.id,
      clip_title: "Sintel",
      current_position: expect.any(Number),
      position_ms: expect.any(Number),
      is_playing: true,
    });
    expect(listing.created_at).toMatch(RFC3339_UTC);
    await host.close();
    await eventually("the list follows", async () => ((await listed({ search: title }))[0].active_count === 0 ? true : undefined));
  });

  it("says what stands between a stranger and a seat", async () => {
    const title = newTitle();
    const fields = { title, visibility: "public", password: "open sesame", settings: { approval: true } };
    const party = await Party.create(shared.server, newUser(), fields);
    expect(await listed({ search: title })).toMatchObject([{ has_password: true, approval: true, locked: false }]);
    expectStatus(await party.request("DELETE", "/password", { as: party.host }), 204);
    expectStatus(await party.request("PATCH", "/settings", { as: party.host, body: { approval: false, locked: true } }), 200);
    expect(await listed({ search: title })).toMatchObject([{ has_password: false, approval: false, locked: true }]);
  });

  it("names nobody's address, token or invite code", async () => {
    const title = newTitle();
    const party = await Party.create(shared.server, newUser(), { title, visibility: "public" });
    const answer = await list({ search: title });
    expect(answer.text).not.toContain(party.code);
    expect(answer.text).not.toMatch(/127\.0\.0\.1|token|eyJ/);
  });

  it("lets in by the id it shows, and shows neither private parties nor those of friends, nor ended ones", async () => {
    const title = newTitle();
    const open = await Party.create(shared.server, newUser(), { title, visibility: "public" });
    for (const visibility of ["private", "friends"]) await Party.create(shared.server, newUser(), { title, visibility });
    const over = await Party.create(shared.server, newUser(), { title, visibility: "public" });
    await over.end();
    const found = await listed({ search: title });
    expect(found.map((entry) => entry.id)).toEqual([open.id]);
    expectStatus(await open.tryJoin(newUser(), found[0].id), 200);
  });

  it("is sorted by people or newness, and read page by page", async () => {
    const title = newTitle();
    const host = newUser();
    const parties: Party[] = [];
    for (let i = 0; i < 5; ++i) parties.push(await Party.create(shared.server, host, { title, visibility: "public" }));
    const crowded = parties[1] as Party;
    await crowded.reenter(host);
    await eventually("the list follows", async () => ((await listed({ search: title, sort: "people" }))[0].id === crowded.id ? true : undefined));
    const newest = (await listed({ search: title, sort: "newest" })).map((entry) => entry.id);
    expect([...newest].sort()).toEqual(parties.map((party) => party.id).sort());
    const seen: string[] = [];
    let after: string | null = "";
    while (after !== null) {
      const page: any = expectStatus(
        await list({ search: title, sort: "newest", limit: "2", ...(after === "" ? {} : { after }) }),
        200,
      ).json;
      seen.push(...page.parties.map((entry: any) => entry.id));
      after = page.next;
    }
    expect(seen).toEqual(newest);
  });

  it.each([
    ["limit=0", /"limit"/],
    ["limit=51", /"limit"/],
    ["limit=x", /"limit"/],
    ["sort=size", /"sort"/],
    ["after=nonsense", /"after"/],
    ["after=1-2-", /"after"/],
    ["search=%ff", /"search"/],
    ["search=%3F%3F", /"search"/],
    [`search=${"a".repeat(101)}`, /"search"/],
  ])("refuses %s, saying what is wrong", async (query, detail) => {
    const refused = await send(shared.server, "GET", `${PARTIES}/public?${query}`, { as: looker });
    expect(expectProblem(refused, 400, "INVALID_REQUEST").json.detail).toMatch(detail);
  });

  it("searches for text, whatever it holds", async () => {
    for (const search of ["'; DROP TABLE parties; --", "%25", "100%", "a_b", "\u0000x", "🎬x", "x".repeat(100)]) {
      expectStatus(await list({ search }), 200);
    }
    expectStatus(await list(), 200);
  });

  it("needs a credential where guests are off", async () => {
    expectProblem(await send(shared.server, "GET", `${PARTIES}/public`), 401, "UNAUTHENTICATED");
  });
});

describe("where guests are admitted", () => {
  it("anyone may look, within the limit of their address", async () => {
    const server = await MatineeServer.start({
      settings: { [SETTING.guests]: "true", MATINEE_LISTINGS_PER_MINUTE: "3" },
    });
    try {
      for (let i = 0; i < 3; ++i) expectStatus(await send(server, "GET", `${PARTIES}/public`), 200);
      expectRateLimited(await send(server, "GET", `${PARTIES}/public`), 60);
      const user = newUser();
      for (const path of ["/public", "/history", "/friends"]) {
        expectStatus(await send(server, "GET", PARTIES + path, { as: user }), 200);
      }
      expectRateLimited(await send(server, "GET", `${PARTIES}/history`, { as: user }), 60);
      expectRateLimited(await send(server, "GET", "/api/v1/friends", { as: user }), 60);
    } finally {
      await server.stop();
    }
  });
});

describe("the history", () => {
  it("has every party one had a seat in, with duration and participants, and survives a crash", async () => {
    const server = await MatineeServer.start();
    try {
      const [host, bob, eve] = [newUser("Hanna"), newUser("Bob"), newUser("Eve")];
      const left = await Party.create(server, host, { title: "Left" });
      await left.join(bob);
      await left.leave(bob);
      const over = await Party.create(server, host, { title: "Over" });
      for (const user of [bob, eve]) await over.join(user);
      await over.end();
      const going = await Party.create(server, host, { title: "Going" });
      await going.join(bob);
      await server.killAndRestart();
      const answer = expectStatus(await send(server, "GET", `${PARTIES}/history`, { as: bob }), 200).json;
      expect(answer.next).toBeNull();
      expect(answer.parties.map((entry: any) => entry.title)).toEqual(["Going", "Over", "Left"]);
      const [first, second, third] = answer.parties;
      expect(first).toMatchObject({ id: going.id, status: "active", role: "viewer", invite_code: going.code });
      expect(second).toMatchObject({ status: "ended", participant_count: 3, ended_at: expect.stringMatching(RFC3339_UTC) });
      // The times in text are whole seconds.
      expect(Math.abs(second.duration_ms - (Date.parse(second.ended_at) - Date.parse(second.created_at)))).toBeLessThan(1000);
      expect(second.participants.map((one: any) => one.display_name).sort()).toEqual(["Eve", "Hanna"]);
      expect(third).toMatchObject({ status: "active", role: null, invite_code: null, participant_count: 2, ended_at: null });
    } finally {
      await server.stop();
    }
  });

  it("is one's own, and in pages", async () => {
    const host = newUser();
    const parties: string[] = [];
    for (let i = 0; i < 3; ++i) parties.push((await Party.create(shared.server, host)).id);
    expect(expectStatus(await history(newUser()), 200).json).toEqual({ parties: [], next: null });
    const first = expectStatus(await history(host, "?limit=2"), 200).json;
    expect(first.parties).toHaveLength(2);
    const second = expectStatus(await history(host, `?limit=2&after=${first.next}`), 200).json;
    const seen = [...first.parties, ...second.parties].map((entry: any) => entry.id);
    expect(seen.sort()).toEqual(parties.sort());
    expectProblem(await history(host, "?limit=0"), 400, "INVALID_REQUEST");
    expectProblem(await history(host, "?after=x"), 400, "INVALID_REQUEST");
    expectProblem(await send(shared.server, "GET", `${PARTIES}/history`), 401, "UNAUTHENTICATED");
  });
});

describe("the list of kicks", () => {
  it("is for the host, outlives restarts of a page, and is empty when all are lifted", async () => {
    const { party, coHost, viewer } = await gather(shared.server);
    const kicks = (as: User) => party.request("GET", "/kicks", { as });
    await party.kick(viewer.user);
    const listed = expectStatus(await kicks(party.host), 200).json.kicks;
    expect(listed).toEqual([
      { user_id: viewer.user.id, display_name: "Vic", kicked_at: expect.stringMatching(RFC3339_UTC) },
    ]);
    expectProblem(await kicks(coHost.user), 403, "UNAUTHORIZED_COMMAND");
    expectProblem(await kicks(viewer.user), 403, "KICKED");
    expectProblem(await kicks(newUser()), 403, "NOT_PARTICIPANT");
    expectProblem(await send(shared.server, "GET", `${PARTIES}/no-such-party/kicks`, { as: party.host }), 404, "NOT_FOUND");
    await party.liftKick(viewer.user);
    expect(expectStatus(await kicks(party.host), 200).json.kicks).toEqual([]);
  });
});

describe("another invite code", () => {
  it("replaces the old one for good, is told to everyone, and is for the host", async () => {
    const { party, everyone, coHost, viewer } = await gather(shared.server);
    const rotate = (as: User) => party.request("POST", "/invite-code", { as });
    expectProblem(await rotate(coHost.user), 403, "UNAUTHORIZED_COMMAND");
    expectProblem(await rotate(newUser()), 403, "NOT_PARTICIPANT");
    const { invite_code: code } = expectStatus(await rotate(party.host), 200).json;
    expect(code).toMatch(/^[ABCDEFGHJKLMNPQRSTUVWXYZ23456789]{6}$/);
    for (const client of everyone) {
      const told = await client.expect("invite-code-changed", { invite_code: code });
      expect(told.by).toEqual({ user_id: party.host.id, display_name: "Hanna" });
    }
    expectProblem(await party.tryJoin(newUser()), 404, "NOT_FOUND");
    expectStatus(await party.tryJoin(newUser(), code), 200);
    expect((await party.details(viewer.user)).invite_code).toBe(code);
    await party.end();
    expectProblem(await rotate(party.host), 404, "PARTY_ENDED");
  });
});
