// `undo`: the last seek or skip taken back.
import { beforeEach, describe, expect, it } from "vitest";
import { type Gathering, Silence, gather } from "../harness/party";
import { change, reaches } from "../harness/playback";
import { sharedServer } from "../harness/shared_server";

const shared = sharedServer();
let room: Gathering;
beforeEach(async () => {
  room = await gather(shared.server);
});

describe("undo", () => {
  it("takes a seek back for everyone, playing as before", async () => {
    const { host, coHost, everyone } = room;
    host.send("play");
    const before = await reaches(host, 150);
    host.send("seek", { position: 900 });
    await Promise.all(everyone.map((client) => change(client, "seek")));
    coHost.send("undo");
    for (const event of await Promise.all(everyone.map((client) => change(client, "undo")))) {
      expect(event).toMatchObject({ undone: "seek", is_playing: true, from_ms: 900_000 });
      expect(event.position_ms).toBeGreaterThanOrEqual(before.position_ms);
      expect(event.position_ms).toBeLessThan(60_000);
      expect(event.effective_at_ms, "told ahead, so that all go on together").toBeGreaterThan(event.server_time_ms);
    }
  });

  it("takes a skip back: clip, position, standing as it stood", async () => {
    const { host, viewer } = room;
    host.send("skip", { clip_id: "first" });
    host.send("seek", { position: 77.5 });
    host.send("skip", { clip_id: "second" });
    host.send("undo");
    expect(await change(viewer, "undo")).toMatchObject({
      undone: "skip",
      clip_id: "first",
      position_ms: 77_500,
      is_playing: false,
    });
  });

  it("twice is a redo", async () => {
    const { host, viewer } = room;
    host.send("seek", { position: 10 });
    host.send("seek", { position: 20 });
    for (const position of [10, 20, 10]) {
      host.send("undo");
      expect(await change(viewer, "undo")).toMatchObject({ position, undone: "seek" });
    }
  });

  it("reaches over plays and pauses", async () => {
    const { host, viewer } = room;
    host.send("seek", { position: 10 });
    host.send("seek", { position: 20 });
    host.send("play");
    host.send("pause");
    host.send("undo");
    expect(await change(viewer, "undo")).toMatchObject({ position: 10, is_playing: false });
  });

  it("of nothing is CONFLICT, to the asker alone", async () => {
    const { host, coHost, viewer } = room;
    const silence = await Silence.among([host, viewer]);
    coHost.send("play");
    coHost.send("undo");
    expect((await coHost.expectError("CONFLICT")).message).toEqual(expect.any(String));
    await silence.holds(coHost, "undo", "error");
  });

  it("of a viewer is met with silence", async () => {
    const { host, viewer, everyone } = room;
    host.send("seek", { position: 10 });
    const silence = await Silence.among(everyone);
    viewer.send("undo");
    await silence.holds(viewer, "undo", "sync", "error");
  });
});
