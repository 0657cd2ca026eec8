// Specification "Client → Server Commands", "Server → Client Events" and "Synchronization Behavior"; decisions 1 to 5.
import { beforeEach, describe, expect, it } from "vitest";
import { eventually } from "../harness/deadline";
import { expectStatus, send } from "../harness/http";
import { type Gathering, Party, Silence, gather } from "../harness/party";
import { change, reaches } from "../harness/playback";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer();
let room: Gathering;
beforeEach(async () => {
  room = await gather(shared.server);
});

describe("play", () => {
  it("reaches everyone as play, then sync, of one revision", async () => {
    const { host, everyone, party } = room;
    host.send("play");
    const seen = await Promise.all(everyone.map((client) => change(client, "play")));
    for (const event of seen) {
      expect(event).toMatchObject({ party_id: party.id, is_playing: true, position: 0 });
      expect(Math.abs(event.server_timestamp - Date.now() / 1000)).toBeLessThan(2);
    }
    expect(new Set(seen.map((event) => event.revision)).size).toBe(1);
  });

  it("makes the position advance with the clock", async () => {
    const { host, viewer } = room;
    host.send("play");
    await host.expect("play");
    const first = await reaches(viewer, 1);
    const second = await reaches(viewer, first.position_ms + 300);
    const progress = second.position_ms - first.position_ms;
    expect(Math.abs(progress - (second.server_time_ms - first.server_time_ms))).toBeLessThanOrEqual(2);
  });

  it("while playing does not move the position back", async () => {
    const { host } = room;
    host.send("seek", { position: 40 });
    host.send("play");
    await host.expect("play");
    const before = await reaches(host, 40_200);
    host.send("play");
    const after = await host.fence();
    expect(after.position_ms).toBeGreaterThanOrEqual(before.position_ms);
    expect(after.is_playing).toBe(true);
  });

  it("says when to start: effective_at_ms is close to the server's time", async () => {
    const { host } = room;
    host.send("play");
    const event = await host.expect("play");
    expect(Number.isInteger(event.effective_at_ms)).toBe(true);
    expect(Math.abs(event.effective_at_ms - event.server_time_ms)).toBeLessThan(2000);
  });
});

describe("pause", () => {
  it("stores the position the film has reached, and holds it", async () => {
    const { host, everyone, viewer } = room;
    host.send("play");
    const before = await reaches(host, 200);
    host.send("pause");
    const [paused] = await Promise.all(everyone.map((client) => change(client, "pause")));
    expect(paused?.is_playing).toBe(false);
    expect(paused?.position_ms).toBeGreaterThanOrEqual(before.position_ms);
    const later = await viewer.fence();
    expect(later.server_time_ms).toBeGreaterThanOrEqual(paused?.server_time_ms ?? Infinity);
    expect(later).toMatchObject({ position_ms: paused?.position_ms, is_playing: false });
  });
});

describe("seek", () => {
  it("moves everyone and pauses", async () => {
    const { host, everyone } = room;
    host.send("play");
    host.send("seek", { position: 150 });
    const seen = await Promise.all(everyone.map((client) => change(client, "seek")));
    for (const event of seen) {
      expect(event).toMatchObject({ position: 150, position_ms: 150_000, is_playing: false });
    }
  });

  it.each([
    [0, 0, 0],
    [12.75, 12, 12_750],
    [0.999, 0, 999],
    [36_000, 36_000, 36_000_000],
  ])("to %d is told as position %d and position_ms %d", async (position, whole, milliseconds) => {
    room.host.send("seek", { position });
    const event = await room.viewer.expect("seek");
    expect(event).toMatchObject({ position: whole, position_ms: milliseconds });
  });

  it.each([
    ["no position", "{}"],
    ["text", '{"position":"120"}'],
    ["null", '{"position":null}'],
    ["a list", '{"position":[1]}'],
    ["a boolean", '{"position":true}'],
    ["more than a double holds", '{"position":1e999}'],
    ["not a number", '{"position":NaN}'],
  ])("with %s is INVALID_COMMAND and moves nobody", async (_what, fields) => {
    const { host, everyone } = room;
    const silence = await Silence.among(everyone);
    host.sendRaw(`{"type":"seek",${fields.slice(1)}`.replace(",}", "}"));
    const error = await host.expectError("INVALID_COMMAND");
    expect(error.message).toEqual(expect.any(String));
    await silence.holds(host, "seek", "sync");
  });

  it.each([-1, -0.001, 1e15, 1e300])("to %d never takes the position out of its range", async (position) => {
    const { host } = room;
    host.send("seek", { position });
    const state = await host.fence();
    expect(state.position_ms).toBeGreaterThanOrEqual(0);
    expect(Number.isSafeInteger(state.position_ms)).toBe(true);
  });

  it("with resume goes on playing there, together, a little later", async () => {
    const { host, everyone } = room;
    host.send("play");
    host.send("seek", { position: 300, resume: true });
    const seen = await Promise.all(everyone.map((client) => change(client, "seek")));
    for (const event of seen) {
      expect(event).toMatchObject({ position_ms: 300_000, is_playing: true });
      const lead = event.effective_at_ms - event.server_time_ms;
      expect(lead, "players get time to find the position").toBeGreaterThan(0);
      expect(lead).toBeLessThan(2000);
    }
    await reaches(host, 300_050);
  });

  it("with resume leaves a film standing that stood", async () => {
    const { host, viewer } = room;
    host.send("seek", { position: 300, resume: true });
    expect(await change(viewer, "seek")).toMatchObject({ position_ms: 300_000, is_playing: false });
  });

  it.each(["yes", 1, []])("with resume %j is INVALID_COMMAND and moves nobody", async (resume) => {
    const { host, everyone } = room;
    const silence = await Silence.among(everyone);
    host.send("seek", { position: 300, resume });
    expect((await host.expectError("INVALID_COMMAND")).message).toContain("resume");
    await silence.holds(host, "seek", "sync");
  });

  it("is where play goes on from", async () => {
    const { host, viewer } = room;
    host.send("seek", { position: 90 });
    host.send("play");
    expect(await change(viewer, "play")).toMatchObject({ position: 90, is_playing: true });
  });
});

describe("skip", () => {
  it("starts the new clip from the beginning, playing, for everyone and for later joiners", async () => {
    const { host, everyone, party } = room;
    host.send("seek", { position: 77 });
    host.send("skip", { clip_id: "another-clip" });
    for (const client of everyone) {
      expect(await change(client, "skip")).toMatchObject({ clip_id: "another-clip", position: 0, is_playing: true });
    }
    const late = await party.reenter(room.viewer.user);
    expect(await late.fence()).toMatchObject({ clip_id: "another-clip", is_playing: true });
  });

  it.each([[{}], [{ clip_id: null }], [{ clip_id: "" }], [{ clip_id: 9 }], [{ clip_id: "c".repeat(129) }], [{ clip_id: "a\u0007b" }]])(
    "with %j is INVALID_COMMAND",
    async (fields) => {
      const { host, everyone } = room;
      const silence = await Silence.among(everyone);
      host.send("skip", fields);
      await host.expectError("INVALID_COMMAND");
      await silence.holds(host, "skip", "sync");
    },
  );

  it("to a catalogue clip never plays or seeks beyond its length", async () => {
    const { host, viewer } = room;
    const body = { title: "Short", url: "https://videos.example/short.mp4", duration_ms: 400 };
    const clip = expectStatus(await send(shared.server, "POST", "/api/v1/clips", { as: host.user, body }), 201).json;
    host.send("skip", { clip_id: clip.id });
    await host.expect("skip");
    const start = await host.fence();
    const late = await eventually("twice the clip's length has passed", async () => {
      const state = await viewer.fence();
      return state.server_time_ms > start.server_time_ms + 800 && state;
    });
    expect(late.position_ms).toBe(400);
    host.send("seek", { position: 100 });
    expect((await host.fence()).position_ms).toBeLessThanOrEqual(400);
  });
});

describe("sync-request", () => {
  it("is answered to the asker alone, with the participants", async () => {
    const { host, viewer, coHost } = room;
    const atHost = host.mark();
    const atCoHost = coHost.mark();
    const state = await viewer.fence();
    expect(state.participants).toHaveLength(3);
    for (const entry of state.participants) {
      expect(entry).toMatchObject({ user_id: expect.any(String), display_name: expect.any(String), role: expect.any(String) });
    }
    await host.refute("sync", atHost);
    await coHost.refute("sync", atCoHost);
  });

  it("does not count as a change", async () => {
    const { viewer } = room;
    const first = await viewer.fence();
    const second = await viewer.fence();
    expect(second.revision).toBe(first.revision);
    expect(second.epoch).toBe(first.epoch);
  });
});

describe("revisions", () => {
  it("count changes one by one, whatever else happens in between: a gap would mean something was missed", async () => {
    const { host, viewer, coHost, party } = room;
    const mark = viewer.mark();
    const before = await viewer.fence();
    for (let count = 1; count <= 20; count += 1) {
      (count % 2 === 0 ? host : coHost).send("seek", { position: count });
      host.send("chat", { message: `number ${count}` });
      viewer.send("typing", { is_typing: true });
      await party.setRole(viewer.user, count % 2 === 0 ? "viewer" : "co-host");
    }
    await host.fence();
    await coHost.fence();
    await viewer.fence();
    const seen = viewer.since(mark).map((event) => event.revision);
    const steps = seen.map((revision, index) => revision - (seen[index - 1] ?? before.revision));
    expect(steps.every((step) => step === 0 || step === 1), `revisions: ${seen.join(" ")}`).toBe(true);
    expect(viewer.since(mark, "seek")).toHaveLength(20);
  });
});

describe("a large party", () => {
  it("of 200 hears of a change in one revision, the same bytes for all", async () => {
    const crowd = await Party.create(shared.server, newUser("Hanna"), { max_participants: 300 });
    const host = await crowd.reenter(crowd.host);
    const guests = await Promise.all(Array.from({ length: 199 }, (_, index) => crowd.enter(newUser(`Guest ${index}`))));
    host.send("skip", { clip_id: "for-everyone" });
    await Promise.all([host, ...guests].map((client) => client.expect("skip", { clip_id: "for-everyone" })));
    const texts = [host, ...guests].map((client) => client.log.find((entry) => entry.event.type === "skip")?.raw);
    expect(new Set(texts).size).toBe(1);
    guests.forEach((client) => client.drop());
  });
});

describe("one order for everyone", () => {
  it("whatever two controllers send at once", async () => {
    const { host, coHost, viewer, everyone } = room;
    const marks = everyone.map((client) => client.mark());
    for (let count = 0; count < 30; count += 1) {
      host.send("seek", { position: count });
      coHost.send(count % 2 === 0 ? "play" : "pause");
    }
    await host.fence();
    await coHost.fence();
    await viewer.fence();
    const orders = everyone.map((client, index) =>
      client
        .since(marks[index] ?? 0)
        .filter((event) => ["seek", "play", "pause"].includes(event.type))
        .map((event) => `${event.revision} ${event.type} ${event.position_ms} ${event.server_time_ms}`),
    );
    expect(orders[0]?.filter((line) => line.includes("seek"))).toHaveLength(30);
    expect(orders[1]).toEqual(orders[0]);
    expect(orders[2]).toEqual(orders[0]);
    const revisions = (orders[0] ?? []).map((line) => Number(line.split(" ")[0]));
    expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
  });
});
