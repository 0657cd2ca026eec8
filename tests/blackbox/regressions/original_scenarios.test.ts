// What the original project's own integration suite demands of a server, told anew: keeping several clients in step,
// passing commands on, recovering after a reconnection, and enforcing roles.
import { beforeAll, describe, expect, it } from "vitest";
import { type Gathering, gather } from "../harness/party";
import { sharedServer } from "../harness/shared_server";

const shared = sharedServer();
/** How long the original's clients wait for an event, in milliseconds. */
const PATIENCE = 2000;

describe("a host and two others stay in step", () => {
  let room: Gathering;
  beforeAll(async () => {
    room = await gather(shared.server);
  });

  it.each([
    ["play", {}, { is_playing: true }],
    ["seek", { position: 120 }, { position: 120 }],
    ["pause", {}, { is_playing: false }],
  ])("on %s, with server times within the tolerance of 2 s", async (type, fields, expected) => {
    // A pause is a change only while the film runs.
    if (type === "pause") {
      room.host.send("play");
    }
    room.host.send(type, fields);
    const seen = await Promise.all(room.everyone.map((client) => client.expect(type, expected, PATIENCE)));
    const times = seen.map((event) => event.server_timestamp);
    expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(2);
  });
});

describe("a command of the host", () => {
  let room: Gathering;
  beforeAll(async () => {
    room = await gather(shared.server);
  });

  it.each([
    ["play", {}, { is_playing: true }],
    ["pause", {}, { is_playing: false }],
    ["seek", { position: 60 }, { position: 60 }],
  ])("%s comes back to the host and reaches a viewer with the same state", async (type, fields, expected) => {
    const { host, viewer } = room;
    host.send(type, fields);
    const own = await host.expect(type, expected, PATIENCE);
    const theirs = await viewer.expect(type, expected, PATIENCE);
    expect([theirs.is_playing, theirs.position]).toEqual([own.is_playing, own.position]);
  });
});

describe("a viewer who was away", () => {
  it("recovers with a sync-request what changed meanwhile", async () => {
    const { party, host, viewer } = await gather(shared.server);
    host.send("seek", { position: 150 });
    await viewer.expect("seek", {}, PATIENCE);
    viewer.drop();
    await viewer.closed;
    host.send("play");
    await host.expect("play", {}, PATIENCE);
    const back = await party.connect(viewer.user);
    back.send("sync-request");
    const state = await back.expect("sync", { is_playing: true }, PATIENCE);
    // The film has moved on since the seek, by no more than the tolerance.
    expect(state.position - 150).toBeGreaterThanOrEqual(0);
    expect(state.position - 150).toBeLessThanOrEqual(2);
  });
});

describe("roles", () => {
  it("let host and co-host control, keep a viewer from it, and let the viewer ask for sync", async () => {
    const { host, coHost, viewer, everyone } = await gather(shared.server);
    host.send("play");
    await Promise.all(everyone.map((client) => client.expect("play", {}, PATIENCE)));
    coHost.send("pause");
    await Promise.all(everyone.map((client) => client.expect("pause", {}, PATIENCE)));
    const marks = everyone.map((client) => client.mark());
    viewer.send("seek", { position: 200 });
    viewer.send("sync-request");
    await viewer.expect("sync", (event) => event.participants !== undefined && event.position !== 200, PATIENCE);
    for (const [index, client] of everyone.entries()) {
      await client.refute("seek", marks[index] ?? 0);
    }
  });
});
