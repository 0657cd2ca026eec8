// The ready check: opened by host or co-host, answered by everyone, with an end in any case.
import { beforeEach, describe, expect, it } from "vitest";
import { duration } from "../harness/deadline";
import { type Gathering, Silence, gather } from "../harness/party";
import { SETTING } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer({ settings: { [SETTING.readyCheckMax]: duration(1500) } });
let room: Gathering;
beforeEach(async () => {
  room = await gather(shared.server);
  room.host.send("skip", { clip_id: "clip" });
  room.host.send("pause");
  for (const client of room.everyone) {
    await client.expect("pause");
  }
});

const open = { state: "open" };

describe("a ready check", () => {
  it("says who is missing, and passes when nobody is", async () => {
    const { host, coHost, viewer, everyone } = room;
    host.send("ready-check");
    for (const client of everyone) {
      const event = await client.expect("ready-check", { ready_check: open });
      expect(event.ready_check).toMatchObject({ ready_count: 1, total: 3, countdown_ms: null });
      expect(event.ready_check.missing.map((person: any) => person.display_name).sort()).toEqual(["Coco", "Vic"]);
      expect(event.ready_check.until_ms).toBeGreaterThan(event.server_time_ms);
      expect(event.by.display_name).toBe("Hanna");
    }
    coHost.send("ready", { is_ready: true });
    const answered = await host.expect("ready-check", { ready_check: { ready_count: 2 } });
    expect(answered.ready_check.missing).toEqual([{ user_id: viewer.user.id, display_name: "Vic" }]);
    expect(answered.by.display_name).toBe("Coco");
    viewer.send("ready", { is_ready: true });
    for (const client of everyone) {
      const passed = await client.expect("ready-check", { ready_check: { state: "passed" } });
      expect(passed.ready_check).toMatchObject({ ready_count: 3, total: 3, missing: [] });
    }
    const silence = await Silence.among(everyone);
    await silence.holds(host, "play", "start-scheduled");
  });

  it("with a countdown starts the film for everyone at one moment", async () => {
    const { host, coHost, viewer, everyone } = room;
    host.send("ready-check", { countdown_ms: 300 });
    for (const client of [coHost, viewer]) await client.expect("ready-check", { ready_check: { state: "open" } });
    coHost.send("ready", { is_ready: true });
    viewer.send("ready", { is_ready: true });
    const scheduled = await viewer.expect("start-scheduled");
    for (const client of everyone) {
      const play = await client.expect("play");
      expect(play).toMatchObject({ effective_at_ms: scheduled.start_at_ms, start_at_ms: null });
      expect(play.by.display_name).toBe("Hanna");
    }
  });

  it("is over after its time", async () => {
    const { host, viewer } = room;
    host.send("ready-check");
    const event = await viewer.expect("ready-check", { ready_check: open });
    const over = await viewer.expect("ready-check", { ready_check: { state: "over" } });
    expect(over.server_time_ms).toBeGreaterThanOrEqual(event.ready_check.until_ms);
    expect(over.by).toBeNull();
    expect((await viewer.fence()).ready_check).toBeNull();
  });

  it("can be cancelled, and answered no more", async () => {
    const { host, coHost, viewer } = room;
    host.send("ready-check");
    await viewer.expect("ready-check", { ready_check: open });
    coHost.send("ready-check-cancel");
    expect((await viewer.expect("ready-check", { ready_check: { state: "cancelled" } })).by.display_name).toBe("Coco");
    const silence = await Silence.among(room.everyone);
    viewer.send("ready", { is_ready: true });
    await silence.holds(viewer, "ready-check", "error");
  });

  it("is shown to newcomers, who have to answer too", async () => {
    const { host, coHost, viewer, party } = room;
    host.send("ready-check");
    await coHost.expect("ready-check", { ready_check: { state: "open" } });
    coHost.send("ready", { is_ready: true });
    const late = await party.enter(newUser("Lara"));
    const answer = await late.fence();
    expect(answer.ready_check).toMatchObject({ state: "open", total: 4 });
    viewer.send("ready", { is_ready: true });
    await host.expect("ready-check", { ready_check: { state: "open", ready_count: 3, total: 4 } });
    late.send("ready", { is_ready: true });
    await host.expect("ready-check", { ready_check: { state: "passed" } });
  });

  it("does not wait for those who go", async () => {
    const { host, coHost, viewer } = room;
    host.send("ready-check");
    await coHost.expect("ready-check", { ready_check: { state: "open" } });
    coHost.send("ready", { is_ready: true });
    await host.expect("ready-check", { ready_check: { ready_count: 2 } });
    await viewer.close();
    await host.expect("ready-check", { ready_check: { state: "passed", total: 2 } });
  });

  it("is opened by host and co-hosts alone; viewers are met with silence", async () => {
    const silence = await Silence.among(room.everyone);
    room.viewer.send("ready-check");
    room.viewer.send("ready-check-cancel");
    await silence.holds(room.viewer, "ready-check", "error");
    room.coHost.send("ready-check");
    await room.viewer.expect("ready-check", { ready_check: open });
  });

  it.each([["countdown_ms", "soon"], ["countdown_ms", -1], ["countdown_ms", 60_001], ["countdown_ms", 1.5]])(
    "with %s %j is INVALID_COMMAND",
    async (field, value) => {
      room.host.send("ready-check", { [field]: value });
      expect((await room.host.expectError("INVALID_COMMAND")).message).toContain(field);
    },
  );

  it("answered with no boolean is INVALID_COMMAND", async () => {
    room.viewer.send("ready", { is_ready: "yes" });
    expect((await room.viewer.expectError("INVALID_COMMAND")).message).toContain("is_ready");
  });

  it("with a countdown for a film that plays is a CONFLICT", async () => {
    room.host.send("play");
    room.host.send("ready-check", { countdown_ms: 1000 });
    await room.host.expectError("CONFLICT");
  });
});
