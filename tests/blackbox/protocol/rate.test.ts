// `set-rate`: how fast the film goes, for the whole party.
import { beforeEach, describe, expect, it } from "vitest";
import { type Gathering, Silence, gather } from "../harness/party";
import { change, reaches } from "../harness/playback";
import { sharedServer } from "../harness/shared_server";

const shared = sharedServer();
let room: Gathering;
beforeEach(async () => {
  room = await gather(shared.server);
});

describe("set-rate", () => {
  it("reaches everyone as rate, then sync, and every later event says it", async () => {
    const { host, viewer, everyone } = room;
    host.send("set-rate", { rate: 1.25 });
    const seen = await Promise.all(everyone.map((client) => change(client, "rate")));
    for (const event of seen) {
      expect(event).toMatchObject({ rate: 1.25, is_playing: false });
    }
    host.send("chat", { message: "faster" });
    expect((await viewer.expect("chat_message")).rate).toBe(1.25);
  });

  it("is written as people write numbers", async () => {
    room.host.send("set-rate", { rate: 1.25 });
    await room.viewer.expect("rate");
    const raw = room.viewer.log.find((entry) => entry.event.type === "rate")?.raw;
    expect(raw).toContain('"rate":1.25,');
  });

  it("makes the position advance that fast, from where it was", async () => {
    const { host, coHost, viewer } = room;
    host.send("play");
    const before = await reaches(viewer, 200);
    coHost.send("set-rate", { rate: 3 });
    const changed = await change(viewer, "rate");
    expect(changed.position_ms).toBeGreaterThanOrEqual(before.position_ms);
    const later = await reaches(viewer, changed.position_ms + 900);
    const elapsed = later.server_time_ms - changed.server_time_ms;
    expect(Math.abs(later.position_ms - changed.position_ms - 3 * elapsed)).toBeLessThanOrEqual(2);
  });

  it("stays through pause, seek, skip and play, and later joiners get it", async () => {
    const { host, party, viewer } = room;
    host.send("set-rate", { rate: 0.5 });
    for (const [type, fields] of [["pause", {}], ["seek", { position: 5 }], ["skip", { clip_id: "next" }], ["play", {}]] as const) {
      host.send(type, fields);
      expect((await change(viewer, type)).rate).toBe(0.5);
    }
    const late = await party.reenter(viewer.user);
    expect((await late.fence()).rate).toBe(0.5);
  });

  it.each([0.25, 3])("takes %d, a bound", async (rate) => {
    room.host.send("set-rate", { rate });
    expect((await change(room.viewer, "rate")).rate).toBe(rate);
  });

  it.each([[{}], [{ rate: null }], [{ rate: "2" }], [{ rate: 0 }], [{ rate: 0.24 }], [{ rate: 3.01 }], [{ rate: -1 }]])(
    "with %j is INVALID_COMMAND, says the bounds, and changes nothing",
    async (fields) => {
      const { host, everyone } = room;
      const silence = await Silence.among(everyone);
      host.send("set-rate", fields);
      expect((await host.expectError("INVALID_COMMAND")).message).toContain("rate");
      await silence.holds(host, "rate", "sync");
    },
  );

  it("of a viewer is met with silence", async () => {
    const { viewer, everyone } = room;
    const silence = await Silence.among(everyone);
    viewer.send("set-rate", { rate: 2 });
    await silence.holds(viewer, "rate", "sync", "error");
  });
});
