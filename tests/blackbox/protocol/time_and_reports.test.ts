// `time-sync` and `report`, added on top of the specification.
import { beforeEach, describe, expect, it } from "vitest";
import { type Gathering, Silence, gather } from "../harness/party";
import { sharedServer } from "../harness/shared_server";

const shared = sharedServer();
let room: Gathering;
beforeEach(async () => {
  room = await gather(shared.server);
});

describe("time-sync", () => {
  it("gives t0 back between two readings of the server's clock, in milliseconds", async () => {
    const { viewer } = room;
    const t0 = Date.now();
    viewer.send("time-sync", { t0 });
    const answer = await viewer.expect("time-sync");
    expect(answer.t0).toBe(t0);
    expect(answer.t1).toBeLessThanOrEqual(answer.t2);
    // The same machine's clock on both sides; two seconds are the specification's tolerance.
    expect(Math.abs(answer.t1 - t0)).toBeLessThan(2000);
    expect(answer.t2).toBeLessThanOrEqual(Date.now() + 2000);
  });

  it("is answered to the asker alone", async () => {
    const { viewer, host } = room;
    const mark = host.mark();
    viewer.send("time-sync", { t0: 1 });
    await viewer.expect("time-sync", { t0: 1 });
    await host.refute("time-sync", mark);
  });

  it.each([[{}], [{ t0: "1" }], [{ t0: null }], [{ t0: [] }]])("with %j is INVALID_COMMAND", async (fields) => {
    room.viewer.send("time-sync", fields);
    await room.viewer.expectError("INVALID_COMMAND");
  });
});

describe("report", () => {
  const sound = { position_ms: 1500, playing: true, buffering: false, ready: true, rtt_ms: 12 };

  it("is taken without an answer and disturbs nobody", async () => {
    const { viewer, everyone } = room;
    const silence = await Silence.among(everyone);
    viewer.send("report", sound);
    await silence.holds(viewer, "error", "report", "sync", "seek");
  });

  it.each([
    ["position_ms", { ...sound, position_ms: "1500" }],
    ["position_ms", { ...sound, position_ms: -5 }],
    ["playing", { ...sound, playing: "yes" }],
    ["rtt_ms", { ...sound, rtt_ms: -1 }],
  ])("with a bad %s is INVALID_COMMAND, naming it", async (field, fields) => {
    room.viewer.send("report", fields);
    expect((await room.viewer.expectError("INVALID_COMMAND")).message).toContain(field);
  });

  it("many times a second does not cost the connection", async () => {
    const { viewer } = room;
    for (let count = 0; count < 20; count += 1) {
      viewer.send("report", sound);
    }
    await viewer.fence();
  });
});
