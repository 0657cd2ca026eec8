// Who did what: events name the user a change comes from.
import { beforeEach, describe, expect, it } from "vitest";
import { type Gathering, gather } from "../harness/party";
import { change, reaches } from "../harness/playback";
import type { PartyClient } from "../harness/party_client";
import { sharedServer } from "../harness/shared_server";

const shared = sharedServer();
let room: Gathering;
beforeEach(async () => {
  room = await gather(shared.server);
});

const named = (client: PartyClient) => ({ user_id: client.user.id, display_name: client.user.name });

describe("playback events", () => {
  it.each([
    ["play", "play", {}],
    ["pause", "pause", {}],
    ["seek", "seek", { position: 5 }],
    ["skip", "skip", { clip_id: "next" }],
    ["set-rate", "rate", { rate: 2 }],
    ["undo", "undo", {}],
  ])("of %s name the one who gave it", async (command, event, fields) => {
    const { host, coHost, viewer } = room;
    host.send("seek", { position: 1 });
    expect((await change(viewer, "seek")).by).toEqual(named(host));
    coHost.send(command, fields);
    expect((await change(viewer, event)).by).toEqual(named(coHost));
  });

  it("say where a seek came from", async () => {
    const { host, viewer } = room;
    host.send("seek", { position: 12.5 });
    host.send("play");
    const before = await reaches(viewer, 12_600);
    host.send("seek", { position: 99 });
    const seek = await viewer.expect("seek", { position: 99 });
    expect(seek.from_ms).toBeGreaterThanOrEqual(before.position_ms);
    expect(seek.from_ms).toBeLessThan(60_000);
  });
});

describe("events about people", () => {
  it("name who gave a role", async () => {
    const { party, host, viewer } = room;
    await party.setRole(viewer.user, "co-host");
    expect((await viewer.expect("role-changed", { user_id: viewer.user.id })).by).toEqual(named(host));
    host.send("demote", { user_id: viewer.user.id });
    expect((await viewer.expect("role-changed", { role: "viewer" })).by).toEqual(named(host));
  });

  it("name who kicked, and nobody for those who leave or disconnect", async () => {
    const { party, host, coHost, viewer } = room;
    await party.kick(viewer.user);
    expect(await host.expect("participant-left", { reason: "kicked" })).toMatchObject({ by: named(host) });
    await coHost.close();
    expect(await host.expect("participant-left", { reason: "disconnected" })).toMatchObject({ by: null });
    await party.leave(coHost.user);
    expect(await host.expect("participant-left", { reason: "left" })).toMatchObject({ by: null });
  });

  it("name nobody when the role passes on because the host left", async () => {
    const { party, host, coHost, viewer } = room;
    await party.leave(host.user);
    expect(await viewer.expect("role-changed", { user_id: coHost.user.id, role: "host" })).toMatchObject({ by: null });
  });
});
