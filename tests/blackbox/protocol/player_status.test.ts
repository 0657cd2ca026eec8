// What players report: shown in the list of participants, told to the others when it changes, measured as drift.
import { beforeEach, describe, expect, it } from "vitest";
import { Scrape } from "../harness/metrics";
import { type Gathering, Party, Silence, gather } from "../harness/party";
import { MatineeServer } from "../harness/server";
import { SETTING } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const shared = sharedServer();
let room: Gathering;
beforeEach(async () => {
  room = await gather(shared.server);
});

const fine = { position_ms: 0, playing: false, buffering: false, ready: true };

/** Drifts measured from reports so far. */
async function measured(): Promise<number> {
  return (await Scrape.of(shared.server)).sum("matinee_client_drift_seconds_count", { source: "report" });
}

describe("the list of participants", () => {
  it("says what a player reported, over HTTP and over the socket", async () => {
    const { viewer, party } = room;
    viewer.send("report", { ...fine, position_ms: 250, buffering: true, ready: false, rtt_ms: 38.4 });
    await viewer.fence();
    const expected = { buffering: true, ready: false, drift_ms: 250, rtt_ms: 38 };
    expect(await party.participant(viewer.user)).toMatchObject(expected);
    const answer = await viewer.fence();
    const entry = answer.participants.find((one: any) => one.user_id === viewer.user.id);
    expect(entry).toEqual({ ...(await party.participant(viewer.user)), last_sync: entry.last_sync });
  });

  it("says of players that never reported that nobody waits for them", async () => {
    const entry = await room.party.participant(room.viewer.user);
    expect(entry).toMatchObject({ buffering: false, ready: true, drift_ms: null, rtt_ms: null });
  });

  it("forgets what was reported with the last connection", async () => {
    const { viewer, host, party } = room;
    viewer.send("report", { ...fine, buffering: true, rtt_ms: 9 });
    await viewer.fence();
    await viewer.close();
    await host.expect("participant-left", (event) => event.participant.user_id === viewer.user.id);
    expect(await party.participant(viewer.user)).toMatchObject({ buffering: false, drift_ms: null, rtt_ms: null });
  });
});

describe("drift", () => {
  it("is measured at the moment the player was sampled", async () => {
    const { host, viewer, party } = room;
    host.send("seek", { position: 100 });
    host.send("play");
    const start = await host.expect("play");
    const state = await host.fence();
    const sampled = Math.max(state.server_time_ms, start.effective_at_ms);
    const position = 100_000 + sampled - start.effective_at_ms;
    const before = await measured();
    viewer.send("report", { ...fine, playing: true, position_ms: position + 40, server_time_ms: sampled });
    await viewer.fence();
    expect((await party.participant(viewer.user)).drift_ms).toBe(40);
    expect(await measured()).toBe(before + 1);
  });

  it("is not made of a pause of one's own", async () => {
    const { host, viewer, party } = room;
    host.send("play");
    await host.expect("play");
    const before = await measured();
    viewer.send("report", { ...fine, position_ms: 0, server_time_ms: (await host.fence()).server_time_ms + 5000 });
    await viewer.fence();
    expect((await party.participant(viewer.user)).drift_ms).toBeNull();
    expect(await measured()).toBe(before);
  });

  it("is not made of a seek that overtook the report", async () => {
    const { host, viewer, party } = room;
    const { server_time_ms } = await viewer.fence();
    host.send("seek", { position: 500 });
    await viewer.expect("seek");
    const before = await measured();
    viewer.send("report", { ...fine, position_ms: 0, server_time_ms: server_time_ms - 1 });
    await viewer.fence();
    expect((await party.participant(viewer.user)).drift_ms).toBeNull();
    expect(await measured()).toBe(before);
  });

  it("from a client without a usable clock is measured on arrival", async () => {
    const { host, viewer, party } = room;
    host.send("seek", { position: 500 });
    await viewer.expect("seek");
    viewer.send("report", { ...fine, position_ms: 499_000, server_time_ms: 1 });
    await viewer.fence();
    expect((await party.participant(viewer.user)).drift_ms).toBe(-1000);
  });

  it.each([["now"], [-1], [true]])("with server_time_ms %j is INVALID_COMMAND", async (server_time_ms) => {
    room.viewer.send("report", { ...fine, server_time_ms });
    expect((await room.viewer.expectError("INVALID_COMMAND")).message).toContain("server_time_ms");
  });
});

describe("participant-status", () => {
  it("reaches everyone when a player's status changes, and only then", async () => {
    const { viewer, everyone } = room;
    const quiet = await Silence.among(everyone);
    viewer.send("report", fine);
    await quiet.holds(viewer, "participant-status");
    viewer.send("report", { ...fine, buffering: true });
    for (const client of everyone) {
      const status = await client.expect("participant-status");
      expect(status).toMatchObject({ user_id: viewer.user.id, buffering: true, ready: true });
    }
    const silence = await Silence.among(everyone);
    viewer.send("report", { ...fine, buffering: true });
    await silence.holds(viewer, "participant-status", "sync");
    viewer.send("report", { ...fine, ready: false });
    await room.host.expect("participant-status", { user_id: viewer.user.id, buffering: false, ready: false });
  });

  it("changes no revision", async () => {
    const { viewer, host } = room;
    const before = await host.fence();
    viewer.send("report", { ...fine, buffering: true });
    expect((await host.expect("participant-status")).revision).toBe(before.revision);
  });

  it("says that a player is gone, with its tab", async () => {
    const { viewer, host } = room;
    viewer.send("report", { ...fine, buffering: true });
    await host.expect("participant-status", { buffering: true });
    await viewer.close();
    await host.expect("participant-status", { user_id: viewer.user.id, buffering: false, ready: true });
  });

  it("stays away in parties that are larger than configured", async () => {
    const server = await MatineeServer.start({ settings: { [SETTING.statusBroadcastMax]: "1" } });
    const party = await Party.create(server, newUser("Hanna"));
    const host = await party.reenter(party.host);
    const guest = await party.enter(newUser("Gus"));
    const silence = await Silence.among([host, guest]);
    guest.send("report", { ...fine, buffering: true });
    await silence.holds(guest, "participant-status");
    expect(await party.participant(guest.user)).toMatchObject({ buffering: true });
    await server.stop();
  });
});
