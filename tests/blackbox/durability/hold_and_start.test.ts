// After SIGKILL a party that waited goes on by itself, and a start set before happens at its time.
import { describe, expect, it } from "vitest";
import { scaled } from "../harness/deadline";
import { anchorMs } from "../harness/events";
import { gather } from "../harness/party";
import { sharedServer } from "../harness/shared_server";

const shared = sharedServer();

describe("after a kill", () => {
  it("a start set before happens at its time", async () => {
    const { party, host, viewer } = await gather(shared.server);
    host.send("skip", { clip_id: "clip" });
    host.send("pause");
    host.send("schedule-start", { in_ms: scaled(3000) });
    const scheduled = await viewer.expect("start-scheduled");
    await shared.server.killAndRestart();
    const again = await party.reenter(viewer.user);
    const play = await again.expect("play");
    expect(play).toMatchObject({ effective_at_ms: scheduled.start_at_ms, is_playing: true, clip_id: "clip" });
    expect(play.by.display_name).toBe("Hanna");
  });

  it("a start that fell due meanwhile happens with the first who comes back", async () => {
    const { party, host, viewer } = await gather(shared.server);
    host.send("skip", { clip_id: "clip" });
    host.send("pause");
    host.send("schedule-start", { in_ms: 1000 });
    const scheduled = await viewer.expect("start-scheduled");
    await shared.server.killAndRestart();
    // Nobody is connected; asking over HTTP loads the party and starts nothing.
    let details = await party.details();
    while (details.server_time_ms <= scheduled.start_at_ms + 1000) {
      expect(details.is_playing).toBe(false);
      details = await party.details();
    }
    const play = await (await party.connect(viewer.user)).expect("play");
    expect(play.effective_at_ms).toBeGreaterThan(scheduled.start_at_ms);
    expect(anchorMs(play)).toBe(scheduled.position_ms);
  });

  it("a party that waited for somebody goes on", async () => {
    const { party, host, viewer } = await gather(shared.server);
    host.send("settings", { waiting: "everyone" });
    host.send("skip", { clip_id: "clip" });
    await viewer.expect("skip");
    viewer.send("report", { position_ms: 0, playing: true });
    await viewer.fence();
    viewer.send("report", { position_ms: 0, playing: true, buffering: true });
    const waiting = await host.expect("waiting");
    await shared.server.killAndRestart();
    const again = await party.connect(host.user);
    const play = await again.expect("play");
    expect(play).toMatchObject({ is_playing: true, by: null, waiting: null });
    expect(anchorMs(play)).toBe(waiting.position_ms);
    expect((await again.fence()).settings.waiting).toBe("everyone");
  });
});
