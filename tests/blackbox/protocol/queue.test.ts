// The queue of a party, over the socket and over HTTP: who may change it, what everyone is told, what comes next.
import { beforeEach, describe, expect, it } from "vitest";
import { expectProblem, expectStatus, send } from "../harness/http";
import { type Gathering, Silence, gather } from "../harness/party";
import type { PartyClient } from "../harness/party_client";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer();
let room: Gathering;
beforeEach(async () => {
  room = await gather(shared.server);
  room.host.send("skip", { clip_id: "film" });
  for (const client of room.everyone) await client.expect("skip");
});

const queue = async (as = room.viewer.user) => expectStatus(await room.party.request("GET", "/queue", { as }), 200).json;
const clips = async () => (await queue()).items.map((item: any) => item.clip_id);

/** Queues clips one after another; resolves to their items. */
async function add(client: PartyClient, ...ids: string[]): Promise<any[]> {
  const items = [];
  for (const id of ids) {
    client.send("queue-add", { clip_id: id });
    const { items: added } = await client.expect("queue-changed", { action: "added" });
    items.push(added[0]);
  }
  return items;
}

async function newClip(fields: Record<string, unknown> = {}): Promise<string> {
  const body = { title: "Short", url: "https://videos.example/short.mp4", ...fields };
  return expectStatus(await send(shared.server, "POST", "/api/v1/clips", { as: newUser(), body }), 201).json.id;
}

describe("adding", () => {
  it("is told to everyone, with who did it and what the catalogue knows", async () => {
    const clip = await newClip({ duration_ms: 60_000 });
    room.coHost.send("queue-add", { clip_id: clip, title: "not this" });
    for (const client of room.everyone) {
      const event = await client.expect("queue-changed");
      expect(event).toMatchObject({ action: "added", queue_revision: 1, total: 1, before_id: null, loop: "off" });
      expect(event.by.user_id).toBe(room.coHost.user.id);
      expect(event.items[0]).toMatchObject({ clip_id: clip, title: "Short", duration_ms: 60_000 });
      expect(event).toMatchObject({ clip_id: "film", is_playing: true });
    }
    expect(await queue()).toMatchObject({ revision: 1, total: 1, current: null, next: null, items: [{ clip_id: clip }] });
  });

  it("puts an item in front of another", async () => {
    const [, second] = await add(room.host, "a", "b");
    room.host.send("queue-add", { clip_id: "between", before_id: second.id });
    expect(await room.viewer.expect("queue-changed", { before_id: second.id })).toBeTruthy();
    expect(await clips()).toEqual(["a", "between", "b"]);
  });

  it("is in the answer to a sync-request", async () => {
    const [item] = await add(room.host, "a");
    expect((await room.viewer.fence()).queue).toMatchObject({ revision: 1, total: 1, items: [{ id: item.id }] });
  });

  it.each([
    [{}, "clip_id"],
    [{ clip_id: "a", playlist_id: "b" }, "playlist_id"],
    [{ clip_id: "" }, "clip_id"],
    [{ clip_id: "a", title: "x".repeat(201) }, "title"],
    [{ clip_id: "a", title: "a\u0000b" }, "title"],
    [{ clip_id: "a", duration_ms: 0 }, "duration_ms"],
    [{ clip_id: "a", duration_ms: 172_800_001 }, "duration_ms"],
    [{ clip_id: "a", before_id: 5 }, "before_id"],
  ])("%j is refused, saying what is wrong", async (fields, named) => {
    const silence = await Silence.among(room.everyone);
    room.host.send("queue-add", fields);
    expect((await room.host.expectError("INVALID_COMMAND")).message).toContain(named);
    expectProblem(await room.party.request("POST", "/queue", { as: room.host.user, body: fields }), 400);
    await silence.holds(room.host, "queue-changed");
  });

  it("has its limit of 60 changes a minute, over the socket and over HTTP together", async () => {
    const { host } = room;
    for (let n = 0; n < 60; ++n) host.send("queue-add", { clip_id: `clip-${n}` });
    await host.expect("queue-changed", { queue_revision: 60 });
    host.send("queue-add", { clip_id: "one more" });
    expect((await host.expectError("RATE_LIMITED")).retry_after_ms).toBeGreaterThan(0);
    const refused = await room.party.request("POST", "/queue", { as: host.user, body: { clip_id: "one more" } });
    expect(expectProblem(refused, 429, "RATE_LIMITED").headers["retry-after"]).toBeTruthy();
    await add(room.coHost, "somebody else's");
  });
});

describe("who may", () => {
  const commands: [string, Record<string, unknown>][] = [
    ["queue-add", { clip_id: "a" }],
    ["queue-move", { item_id: "a" }],
    ["queue-remove", { item_id: "a" }],
    ["queue-clear", {}],
    ["queue-play", {}],
    ["queue-shuffle", {}],
    ["queue-loop", { loop: "all" }],
  ];

  it.each(commands)("a viewer's %s is refused until everyone may", async (command, fields) => {
    const silence = await Silence.among(room.everyone);
    room.viewer.send(command, fields);
    await room.viewer.expectError("UNAUTHORIZED_COMMAND");
    await silence.holds(room.host, "queue-changed");
  });

  it("everyone, where the host says so", async () => {
    room.host.send("settings", { queue_by: "everyone" });
    await room.viewer.expect("settings-changed");
    const [item] = await add(room.viewer, "a");
    room.viewer.send("queue-play", { item_id: item.id });
    expect(await room.host.expect("skip")).toMatchObject({ clip_id: "a", by: { user_id: room.viewer.user.id } });
  });

  it("strangers neither see nor change a queue", async () => {
    const as = newUser();
    expectProblem(await room.party.request("GET", "/queue", { as }), 403, "NOT_PARTICIPANT");
    expectProblem(await room.party.request("POST", "/queue", { as, body: { clip_id: "a" } }), 403, "NOT_PARTICIPANT");
    expectProblem(await room.party.request("DELETE", "/queue/a", { as }), 403, "NOT_PARTICIPANT");
    expectProblem(await room.party.request("GET", "/queue"), 401);
  });
});

describe("order", () => {
  it("is changed by moving, and everyone is told the new place", async () => {
    const [a, , c] = await add(room.host, "a", "b", "c");
    room.host.send("queue-move", { item_id: c.id, before_id: a.id });
    const event = await room.viewer.expect("queue-changed", { action: "moved" });
    expect(event).toMatchObject({ removed: [c.id], before_id: a.id, items: [{ id: c.id }] });
    expect(await clips()).toEqual(["c", "a", "b"]);
  });

  it("is drawn by lot, and told whole", async () => {
    const items = await add(room.host, "a", "b", "c", "d");
    room.host.send("queue-shuffle");
    const { order } = await room.viewer.expect("queue-changed", { action: "shuffled" });
    expect([...order].sort()).toEqual(items.map(({ id }) => id).sort());
    expect((await queue()).items.map((item: any) => item.id)).toEqual(order);
  });

  it("items are taken out over the socket and over HTTP", async () => {
    const [a, b, c] = await add(room.host, "a", "b", "c");
    room.host.send("queue-remove", { item_id: a.id });
    await room.viewer.expect("queue-changed", { action: "removed", removed: [a.id] });
    expectStatus(await room.party.request("DELETE", `/queue/${b.id}`, { as: room.host.user }), 204);
    await room.viewer.expect("queue-changed", { removed: [b.id] });
    expectProblem(await room.party.request("DELETE", `/queue/${b.id}`, { as: room.host.user }), 404, "NOT_FOUND");
    room.host.send("queue-move", { item_id: b.id });
    await room.host.expectError("NOT_FOUND");
    room.host.send("queue-clear");
    await room.viewer.expect("queue-changed", { action: "cleared", removed: [c.id] });
  });

  it("is read by page", async () => {
    const items = await add(room.host, "a", "b", "c");
    const page = async (query: string) =>
      expectStatus(await room.party.request("GET", `/queue?${query}`, { as: room.viewer.user }), 200).json;
    expect(await page("limit=2")).toMatchObject({ total: 3, next: items[1].id, items: [{ clip_id: "a" }, { clip_id: "b" }] });
    expect(await page(`limit=2&after=${items[1].id}`)).toMatchObject({ next: null, items: [{ clip_id: "c" }] });
    for (const query of ["limit=0", "limit=501", "limit=x", "after="]) {
      expectProblem(await room.party.request("GET", `/queue?${query}`, { as: room.viewer.user }), 400, "INVALID_REQUEST");
    }
  });
});

describe("what comes next", () => {
  it("plays by itself when a clip ends, as a skip by nobody", async () => {
    const short = await newClip({ duration_ms: 700 });
    await add(room.host, "next");
    room.host.send("skip", { clip_id: short });
    await room.viewer.expect("skip", { clip_id: short });
    const skip = await room.viewer.expect("skip", { clip_id: "next" });
    expect(skip).toMatchObject({ position: 0, is_playing: true, by: null });
    expect(await room.viewer.expect("sync", { revision: skip.revision })).toMatchObject({ clip_id: "next" });
    const event = await room.viewer.expect("queue-changed", { action: "advanced" });
    expect(event).toMatchObject({ total: 0, current: { clip_id: "next" } });
  });

  it("is asked for with queue-play, or there is nothing", async () => {
    room.host.send("queue-play");
    await room.host.expectError("CONFLICT");
    const [, b] = await add(room.host, "a", "b");
    room.host.send("queue-play", { item_id: b.id });
    await room.viewer.expect("skip", { clip_id: "b" });
    expect(await queue()).toMatchObject({ current: { id: b.id }, items: [{ clip_id: "a" }] });
  });

  it("is a loop of all where that is chosen", async () => {
    await add(room.host, "a", "b");
    room.host.send("queue-loop", { loop: "all" });
    room.host.send("queue-play");
    await room.viewer.expect("skip", { clip_id: "a" });
    room.host.send("queue-play");
    await room.viewer.expect("skip", { clip_id: "b" });
    expect(await clips()).toEqual(["a"]);
    room.host.send("queue-loop", { loop: "sometimes" });
    expect((await room.host.expectError("INVALID_COMMAND")).message).toContain("loop");
  });

  it("is back in front after an undo", async () => {
    await add(room.host, "a");
    room.host.send("queue-play");
    await room.viewer.expect("skip", { clip_id: "a" });
    room.host.send("undo");
    expect(await room.viewer.expect("undo")).toMatchObject({ clip_id: "film", undone: "skip" });
    await room.viewer.expect("queue-changed", { action: "returned", current: null });
    expect(await clips()).toEqual(["a"]);
  });
});

describe("a vote to skip", () => {
  it("is told, and carries with half of those who are here", async () => {
    await add(room.host, "a");
    room.viewer.send("vote-skip");
    expect((await room.host.expect("skip-votes")).skip_votes).toEqual({ votes: 1, needed: 2 });
    room.coHost.send("vote-skip");
    expect(await room.viewer.expect("skip", { clip_id: "a" })).toMatchObject({ by: null });
    await room.viewer.expect("queue-changed", { action: "voted" });
  });

  it("can be taken back, and needs something to skip to", async () => {
    room.viewer.send("vote-skip");
    await room.viewer.expectError("CONFLICT");
    await add(room.host, "a");
    room.viewer.send("vote-skip");
    await room.host.expect("skip-votes", { skip_votes: { votes: 1, needed: 2 } });
    room.viewer.send("vote-skip", { skip: false });
    await room.host.expect("skip-votes", { skip_votes: { votes: 0, needed: 2 } });
  });

  it("can be off", async () => {
    await add(room.host, "a");
    room.host.send("settings", { vote_skip_percent: 0 });
    await room.viewer.expect("settings-changed");
    room.viewer.send("vote-skip");
    await room.viewer.expectError("CONFLICT");
  });
});

it("after the end of the party nothing is queued", async () => {
  await room.party.end();
  const body = { clip_id: "a" };
  expectProblem(await room.party.request("POST", "/queue", { as: room.host.user, body }), 404, "PARTY_ENDED");
});
