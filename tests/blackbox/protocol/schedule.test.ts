// Scheduled starts: set by host or co-host, told to everyone, kept to the millisecond.
import { beforeEach, describe, expect, it } from "vitest";
import { type Gathering, Party, Silence, gather } from "../harness/party";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer();
let room: Gathering;
beforeEach(async () => {
  room = await gather(shared.server);
  room.host.send("skip", { clip_id: "clip" });
  room.host.send("pause");
  room.host.send("seek", { position: 42 });
  for (const client of room.everyone) {
    await client.expect("seek");
  }
});

describe("a scheduled start", () => {
  it("is told to all, and happens at its time for everyone", async () => {
    const { coHost, viewer, everyone } = room;
    coHost.send("schedule-start", { in_ms: 1000 });
    const scheduled = await viewer.expect("start-scheduled");
    expect(scheduled.by.display_name).toBe("Coco");
    expect(scheduled).toMatchObject({ is_playing: false, position: 42 });
    expect(scheduled.start_at_ms - scheduled.server_time_ms).toBeGreaterThan(0);
    expect(scheduled.start_at_ms - scheduled.server_time_ms).toBeLessThanOrEqual(1000);
    expect((await viewer.fence()).start_at_ms).toBe(scheduled.start_at_ms);
    for (const client of everyone) {
      const play = await client.expect("play");
      expect(play).toMatchObject({ effective_at_ms: scheduled.start_at_ms, start_at_ms: null, is_playing: true });
      expect(play.by.display_name).toBe("Coco");
    }
    const later = await viewer.fence();
    expect(later.position_ms).toBe(42_000 + Math.max(0, later.server_time_ms - scheduled.start_at_ms));
  });

  it("can be set to a moment of the server's clock", async () => {
    const { host, viewer } = room;
    const at = (await host.fence()).server_time_ms + 1500;
    host.send("schedule-start", { at_ms: at });
    await viewer.expect("start-scheduled", { start_at_ms: at });
    await viewer.expect("play", { effective_at_ms: at });
  });

  it("can be cancelled", async () => {
    const { host, coHost, viewer } = room;
    host.send("schedule-start", { in_ms: 3_600_000 });
    await viewer.expect("start-scheduled");
    coHost.send("cancel-start");
    const cancelled = await viewer.expect("start-cancelled");
    expect(cancelled.start_at_ms).toBeNull();
    expect(cancelled.by.display_name).toBe("Coco");
    expect((await viewer.fence()).start_at_ms).toBeNull();
    const silence = await Silence.among(room.everyone);
    host.send("cancel-start");
    await silence.holds(host, "start-cancelled", "error");
  });

  it.each([
    ["play", {}],
    ["pause", {}],
    ["skip", { clip_id: "next" }],
  ])("ends with a manual %s", async (type, fields) => {
    const { host, viewer } = room;
    host.send("schedule-start", { in_ms: 3_600_000 });
    await viewer.expect("start-scheduled");
    host.send(type, fields);
    expect((await viewer.expect(type)).start_at_ms).toBeNull();
  });

  it("is kept by a seek", async () => {
    const { host, viewer } = room;
    host.send("schedule-start", { in_ms: 3_600_000 });
    const scheduled = await viewer.expect("start-scheduled");
    host.send("seek", { position: 7 });
    await viewer.expect("seek", { start_at_ms: scheduled.start_at_ms });
  });

  it("needs a film that stands", async () => {
    const { host } = room;
    host.send("play");
    host.send("schedule-start", { in_ms: 5000 });
    await host.expectError("CONFLICT");
    const empty = await Party.create(shared.server, newUser());
    const alone = await empty.reenter(empty.host);
    alone.send("schedule-start", { in_ms: 5000 });
    await alone.expectError("CONFLICT");
  });

  it.each([
    [{}],
    [{ in_ms: 999 }],
    [{ in_ms: 86_400_001 }],
    [{ in_ms: "soon" }],
    [{ at_ms: 1 }],
    [{ at_ms: -1 }],
    [{ in_ms: 5000, at_ms: 5000 }],
  ])("with %j is INVALID_COMMAND", async (fields) => {
    room.host.send("schedule-start", fields);
    await room.host.expectError("INVALID_COMMAND");
    expect((await room.host.fence()).start_at_ms).toBeNull();
  });

  it("is set by host and co-hosts alone; viewers are met with silence", async () => {
    const silence = await Silence.among(room.everyone);
    room.viewer.send("schedule-start", { in_ms: 5000 });
    room.viewer.send("cancel-start");
    await silence.holds(room.viewer, "start-scheduled", "start-cancelled", "error");
  });
});
