// Specification "Role Permissions" and "Permission Enforcement"; decision 1: who may do what to playback, and silence.
import { beforeEach, describe, expect, it } from "vitest";
import { type Gathering, Silence, gather } from "../harness/party";
import { MatineeServer } from "../harness/server";
import { SETTING } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";

const shared = sharedServer();
let room: Gathering;
beforeEach(async () => {
  room = await gather(shared.server);
});

const COMMANDS: Array<[string, Record<string, unknown>]> = [
  ["play", {}],
  ["pause", {}],
  ["seek", { position: 200 }],
  ["skip", { clip_id: "a-viewer's-choice" }],
];

describe.each(COMMANDS)("%s", (command, fields) => {
  it("is obeyed from the host and from a co-host", async () => {
    const { host, coHost, everyone } = room;
    host.send("skip", { clip_id: "clip" });
    for (const actor of [host, coHost]) {
      // Toggling first, so that the command is a change whatever the state was.
      host.send(command === "play" ? "pause" : "play");
      await host.fence();
      actor.send(command, fields);
      for (const client of everyone) {
        await client.expect(command);
      }
    }
  });

  it("from a viewer is met with silence: no error, no change, no broadcast", async () => {
    const { viewer, everyone, host } = room;
    const before = await host.fence();
    const silence = await Silence.among(everyone);
    viewer.send(command, fields);
    await silence.holds(viewer, command, "sync", "error");
    const after = await host.fence();
    expect(after).toMatchObject({
      revision: before.revision,
      clip_id: before.clip_id,
      position_ms: before.position_ms,
      is_playing: before.is_playing,
    });
  });
});

describe("a viewer", () => {
  it("sees the participants, asks for sync, chats", async () => {
    const { party, viewer, host } = room;
    expect(await party.participants(viewer.user)).toHaveLength(3);
    await viewer.fence();
    viewer.send("chat", { message: "hello" });
    await host.expect("chat_message");
  });

  it("who sends a hundred playback commands stays connected and unheard", async () => {
    const { viewer, everyone } = room;
    const silence = await Silence.among(everyone);
    for (let count = 0; count < 100; count += 1) {
      viewer.send("seek", { position: count });
    }
    await silence.holds(viewer, "seek", "sync", "error");
  });
});

describe("a server set to report unauthorized playback", () => {
  it("answers a viewer's playback command with UNAUTHORIZED_COMMAND, and still changes nothing", async () => {
    const server = await MatineeServer.start({ settings: { [SETTING.reportUnauthorizedPlayback]: "true" } });
    const { viewer, host } = await gather(server);
    const silence = await Silence.among([host, viewer]);
    for (const [command, fields] of COMMANDS) {
      viewer.send(command, fields);
      await viewer.expectError("UNAUTHORIZED_COMMAND");
      await silence.holds(viewer, command, "sync");
    }
    await server.stop();
  });
});
