// Waiting for others: who holds a party, how it is told, and that it always goes on.
import { beforeEach, describe, expect, it } from "vitest";
import { duration, scaled } from "../harness/deadline";
import { type PartyEvent, anchorMs } from "../harness/events";
import { Scrape } from "../harness/metrics";
import { type Gathering, Silence, gather } from "../harness/party";
import type { PartyClient } from "../harness/party_client";
import { SETTING } from "../harness/settings";
import { sharedServer } from "../harness/shared_server";
import { newUser } from "../harness/token";

const STALLED_MS = 600;
const LOADING_MS = 1500;
const shared = sharedServer({
  settings: {
    [SETTING.waitingStalledMax]: duration(STALLED_MS),
    [SETTING.waitingLoadingMax]: duration(LOADING_MS),
  },
});
let room: Gathering;

const report = (client: PartyClient, fields: Record<string, unknown> = {}) => {
  client.send("report", { position_ms: 0, playing: true, buffering: false, ready: true, ...fields });
};
const stall = (client: PartyClient) => report(client, { buffering: true });
const names = (event: PartyEvent) => event.waiting.for.map((entry: any) => entry.display_name);

/** A film plays, everyone's player is ready, and the policy is `waiting`. */
async function playing(waiting: string): Promise<void> {
  const { host, everyone } = room;
  host.send("settings", { waiting });
  host.send("skip", { clip_id: "clip" });
  for (const client of everyone) {
    await client.expect("skip");
    report(client);
    await client.fence();
  }
  host.send("play");
  for (const client of everyone) {
    await client.expect("play", (event) => event.by?.display_name === "Hanna");
  }
}

beforeEach(async () => {
  room = await gather(shared.server);
});

describe("a player that runs dry", () => {
  it("holds the party until it can go on", async () => {
    await playing("everyone");
    const { viewer, everyone } = room;
    stall(viewer);
    const told = [];
    for (const client of everyone) {
      const waiting = await client.expect("waiting");
      expect(names(waiting)).toEqual(["Vic"]);
      expect(waiting).toMatchObject({ is_playing: false, by: null, effective_at_ms: null, waiting: { count: 1 } });
      expect(waiting.waiting.until_ms - waiting.server_time_ms).toBeLessThanOrEqual(scaled(STALLED_MS));
      const sync = await client.expect("sync", { revision: waiting.revision });
      expect(sync.waiting).toEqual(waiting.waiting);
      told.push(waiting);
    }
    report(viewer);
    for (const client of everyone) {
      const play = await client.expect("play", { by: null });
      expect(play).toMatchObject({ is_playing: true, waiting: null, revision: told[0]!.revision + 1 });
      expect(anchorMs(play)).toBe(told[0]!.position_ms);
    }
  });

  it("holds it for its time and no longer", async () => {
    await playing("everyone");
    const { viewer, coHost } = room;
    stall(viewer);
    const waiting = await coHost.expect("waiting");
    const play = await coHost.expect("play", { by: null });
    expect(play.server_time_ms).toBeGreaterThanOrEqual(waiting.waiting.until_ms);
  });

  it("holds nothing where the policy is off", async () => {
    await playing("off");
    const silence = await Silence.among(room.everyone);
    stall(room.viewer);
    stall(room.host);
    await silence.holds(room.viewer, "waiting", "sync", "pause");
  });

  it("holds nothing where the party waits for the host alone, unless it is the host's", async () => {
    await playing("host");
    const silence = await Silence.among(room.everyone);
    stall(room.viewer);
    stall(room.coHost);
    await silence.holds(room.viewer, "waiting");
    stall(room.host);
    expect(names(await room.viewer.expect("waiting"))).toEqual(["Hanna"]);
  });

  it("holds a quorum only together with others", async () => {
    await playing("quorum");
    const silence = await Silence.among(room.everyone);
    stall(room.viewer);
    await silence.holds(room.viewer, "waiting");
    stall(room.coHost);
    expect((await room.host.expect("waiting")).waiting.count).toBe(2);
    report(room.viewer);
    await room.host.expect("play", { by: null });
  });

  it("of somebody who asked to be ignored holds nothing", async () => {
    await playing("everyone");
    room.viewer.send("ignore-wait", { ignore: true });
    const silence = await Silence.among(room.everyone);
    stall(room.viewer);
    await silence.holds(room.viewer, "waiting");
    room.viewer.send("ignore-wait", { ignore: false });
    report(room.viewer);
    stall(room.viewer);
    await room.host.expect("waiting");
  });

  it("of somebody who goes away holds nothing any more", async () => {
    await playing("everyone");
    stall(room.viewer);
    await room.host.expect("waiting");
    await room.viewer.close();
    await room.host.expect("play", { by: null });
  });
});

describe("those who are waited for", () => {
  it("are told anew under the same revision", async () => {
    await playing("everyone");
    stall(room.viewer);
    const first = await room.host.expect("waiting");
    stall(room.coHost);
    const second = await room.host.expect("waiting");
    expect(second.revision).toBe(first.revision);
    expect(names(second).sort()).toEqual(["Coco", "Vic"]);
  });

  it("never are those whose player does not report", async () => {
    await playing("everyone");
    const silent = await room.party.enter(newUser("Silas"));
    room.host.send("skip", { clip_id: "next" });
    const skip = await silent.expect("skip");
    expect(names(skip)).not.toContain("Silas");
    for (const client of room.everyone) {
      report(client);
    }
    await silent.expect("play", { by: null });
  });

  it("never are newcomers who load while the film plays", async () => {
    await playing("everyone");
    const late = await room.party.enter(newUser("Lara"));
    const silence = await Silence.among(room.everyone);
    report(late, { ready: false });
    await silence.holds(late, "waiting");
  });

  it("are shown to those who come while the party waits", async () => {
    await playing("everyone");
    stall(room.viewer);
    await room.host.expect("waiting");
    room.coHost.send("sync-request");
    const answer = await room.coHost.expect("sync", (event) => event.participants !== undefined);
    expect(names(answer)).toEqual(["Vic"]);
  });
});

describe("a skip", () => {
  it("waits until everyone has loaded, and says so as a skip", async () => {
    await playing("everyone");
    room.host.send("skip", { clip_id: "next" });
    for (const client of room.everyone) {
      const skip = await client.expect("skip");
      expect(skip).toMatchObject({ clip_id: "next", is_playing: false, position: 0, waiting: { count: 3 } });
      expect(skip.by.display_name).toBe("Hanna");
    }
    report(room.host);
    report(room.coHost);
    const silence = await Silence.among([room.host]);
    await silence.holds(room.coHost, "play");
    report(room.viewer);
    expect(anchorMs(await room.host.expect("play", { by: null, clip_id: "next" }))).toBe(0);
  });

  it("goes on by itself when somebody never loads", async () => {
    await playing("everyone");
    room.host.send("skip", { clip_id: "next" });
    const skip = await room.host.expect("skip");
    report(room.host);
    report(room.coHost);
    const play = await room.host.expect("play", { by: null });
    expect(play.server_time_ms).toBeGreaterThanOrEqual(skip.waiting.until_ms);
  });
});

describe("host and co-hosts", () => {
  it("start anyway with play, and the same stall holds nothing again", async () => {
    await playing("everyone");
    stall(room.viewer);
    await room.coHost.expect("waiting");
    room.coHost.send("play");
    const play = await room.host.expect("play");
    expect(play.by.display_name).toBe("Coco");
    const silence = await Silence.among(room.everyone);
    stall(room.viewer);
    await silence.holds(room.viewer, "waiting");
  });

  it("end the wish to play with pause", async () => {
    await playing("everyone");
    stall(room.viewer);
    await room.host.expect("waiting");
    room.host.send("pause");
    expect(await room.viewer.expect("pause")).toMatchObject({ is_playing: false, waiting: null });
    const silence = await Silence.among(room.everyone);
    report(room.viewer);
    await silence.holds(room.viewer, "play");
  });

  it("wait with a start for whoever is not ready", async () => {
    await playing("everyone");
    room.host.send("pause");
    await room.viewer.expect("pause");
    report(room.viewer, { ready: false });
    await room.viewer.fence();
    room.host.send("play");
    const waiting = await room.viewer.expect("waiting");
    expect(waiting.by.display_name).toBe("Hanna");
    report(room.viewer);
    await room.viewer.expect("play", { by: null });
  });
});

describe("ignore-wait", () => {
  it("is told to the others and shown in the list", async () => {
    const { viewer, host, party } = room;
    viewer.send("ignore-wait", { ignore: true });
    await host.expect("participant-status", { user_id: viewer.user.id, ignore_wait: true });
    expect((await party.participant(viewer.user)).ignore_wait).toBe(true);
    viewer.send("ignore-wait", { ignore: false });
    await host.expect("participant-status", { user_id: viewer.user.id, ignore_wait: false });
  });

  it.each([[{}], [{ ignore: "yes" }], [{ ignore: null }]])("with %j is INVALID_COMMAND", async (fields) => {
    room.viewer.send("ignore-wait", fields);
    expect((await room.viewer.expectError("INVALID_COMMAND")).message).toContain("ignore");
  });
});

describe("the metrics", () => {
  it("count holds and the parties that hold", async () => {
    await playing("everyone");
    const before = await Scrape.of(shared.server);
    stall(room.viewer);
    await room.host.expect("waiting");
    const during = await Scrape.of(shared.server);
    const grown = (name: string, labels = {}) => during.sum(name, labels) - before.sum(name, labels);
    expect(grown("matinee_holds_total", { reason: "stalled" })).toBe(1);
    expect(grown("matinee_parties_holding")).toBe(1);
    report(room.viewer);
    await room.host.expect("play", { by: null });
    const after = await Scrape.of(shared.server);
    expect(after.sum("matinee_parties_holding")).toBe(before.sum("matinee_parties_holding"));
    expect(after.sum("matinee_hold_duration_seconds_count")).toBeGreaterThan(
      before.sum("matinee_hold_duration_seconds_count"),
    );
  });
});
