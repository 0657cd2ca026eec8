// Servers that are killed, freeze or stop while they lead a party: the others' people are in control again soon, nothing
// that was told is lost, no revision is used twice, and who woke up late decides nothing.
import { beforeEach, describe, expect, it } from "vitest";
import { type Cluster, at, sharedCluster } from "../harness/cluster";
import { eventually } from "../harness/deadline";
import { expectStatus, send } from "../harness/http";
import { Party } from "../harness/party";
import type { PartyClient } from "../harness/party_client";
import type { MatineeServer } from "../harness/server";
import { newUser } from "../harness/token";

/** How often a leading server is killed: 100 by `CLUSTER_KILLS=100`, which takes minutes. */
const KILLS = Number(process.env.CLUSTER_KILLS ?? 5);
const BACK_WITHIN_MS = 3000;

const shared = sharedCluster(3, { MATINEE_DRAIN_TIME: "300ms" });

/** A test that failed must not fail those after it. */
beforeEach(async () => {
  for (const server of shared.cluster.servers) {
    const alive = await send(server, "GET", "/healthz").catch(() => undefined);
    await (alive ?? server.launch());
  }
}, 30_000);

/** The host on the leading server, a co-host and a viewer on two others. */
async function gatherApart(cluster: Cluster, leader: MatineeServer) {
  const [second, third] = cluster.servers.filter((server) => server !== leader);
  const party = await Party.create(leader, newUser("Hanna"));
  const host = await party.reenter(party.host);
  const coHost = await at(second!, party).enter(newUser("Coco"));
  const viewer = await at(third!, party).enter(newUser("Vic"));
  expectStatus(await party.setRole(coHost.user, "co-host"), 200);
  await coHost.expect("role-changed", { user_id: coHost.user.id, role: "co-host" });
  await viewer.fence();
  return { party, host, coHost, viewer, second: second!, third: third! };
}

/** Seeks to ever later positions until told to stop; whatever is refused or unanswered is tried again. */
function keepSeeking(client: PartyClient): { stop: () => Promise<void> } {
  let going = true;
  const run = (async () => {
    for (let position = 1; going; position += 1) {
      const mark = client.mark();
      client.send("seek", { position });
      await eventually("the seek is told, refused or lost", () => {
        const about = client.since(mark).filter((event) => event.type === "seek" || event.type === "error" || event.type === "sync");
        return about.length > 0 || !going;
      }, 10_000);
    }
  })();
  return {
    stop: async () => {
      going = false;
      await run;
    },
  };
}

/** Seeks until one is told; how long that took. */
async function untilInControl(client: PartyClient, position: number): Promise<number> {
  const begun = Date.now();
  for (;;) {
    client.send("seek", { position });
    try {
      await client.expect("seek", { position }, 250);
      return Date.now() - begun;
    } catch (error) {
      if (Date.now() - begun > 10_000) {
        throw error;
      }
    }
  }
}

/** No revision has meant two things, and none went back. */
function insistOnOneHistory(...clients: PartyClient[]): void {
  const meaning = new Map<string, string>();
  for (const client of clients) {
    let last = 0;
    for (const { event } of client.log) {
      if (event.type !== "seek" && event.type !== "sync") {
        continue;
      }
      expect(event.revision, `${client.user.name}'s revisions`).toBeGreaterThanOrEqual(last);
      last = event.revision;
      if (event.type === "seek") {
        const known = meaning.get(String(event.revision)) ?? String(event.position_ms);
        expect(String(event.position_ms), `revision ${event.revision}`).toBe(known);
        meaning.set(String(event.revision), known);
      }
    }
  }
}

describe("a server that leads a party is killed", () => {
  it.each(Array.from({ length: KILLS }, (_, i) => i + 1))("time %i: the others go on, nothing told is lost", async () => {
    const leader = shared.cluster.servers[0]!;
    const { party, host, coHost, viewer } = await gatherApart(shared.cluster, leader);
    const seeking = keepSeeking(host);
    await viewer.expect("seek", (event) => event.position >= 20);
    leader.signal("SIGKILL");
    const took = await untilInControl(coHost, 70_000);
    await seeking.stop();
    expect(took).toBeLessThan(BACK_WITHIN_MS);
    // Whoever found the next leader after that seek sees it in the state.
    await viewer.expect("sync", { position_ms: 70_000_000 });

    const told = [host, coHost, viewer].flatMap((client) => client.since(0, "seek")).map((event) => event.revision);
    const state = await viewer.fence();
    expect(state.revision).toBeGreaterThanOrEqual(Math.max(...told));
    insistOnOneHistory(host, coHost, viewer);

    await leader.exit();
    await leader.launch();
    const back = await at(leader, party).reenter(host.user);
    back.send("seek", { position: 80_000 });
    for (const client of [back, coHost, viewer]) {
      await client.expect("seek", { position: 80_000 });
    }
    for (const client of [back, coHost, viewer]) {
      client.drop();
    }
  }, 40_000);
});

describe("a server with members of another's party", () => {
  it("that is killed: its people leave within the grace time", async () => {
    const leader = shared.cluster.servers[0]!;
    const { host, viewer, coHost, third } = await gatherApart(shared.cluster, leader);
    await third.kill();
    await host.expect("participant-left", (event) => event.participant.user_id === viewer.user.id);
    await coHost.expect("participant-left", (event) => event.participant.user_id === viewer.user.id);
    await third.launch();
  }, 40_000);
});

describe("a leading server that freezes", () => {
  it("has decided nothing when it wakes up, and its people see what the others did", async () => {
    const leader = shared.cluster.servers[0]!;
    const { host, coHost, viewer } = await gatherApart(shared.cluster, leader);
    host.send("seek", { position: 10 });
    await viewer.expect("seek", { position: 10 });
    leader.signal("SIGSTOP");
    expect(await untilInControl(coHost, 20_000)).toBeLessThan(BACK_WITHIN_MS);
    const mark = viewer.mark();
    host.send("seek", { position: 666 });
    host.send("reaction", { emoji: "👻", video_timestamp: 1 });
    leader.signal("SIGCONT");
    await host.expect("sync", { position_ms: 20_000_000 }, 8000);
    coHost.send("seek", { position: 30_000 });
    await host.expect("seek", { position: 30_000 });
    await viewer.expect("seek", { position: 30_000 });
    insistOnOneHistory(host, coHost, viewer);
    const revisions = viewer.since(mark, "seek").map((event) => event.revision);
    expect(new Set(revisions).size).toBe(revisions.length);
  }, 40_000);
});

describe("NATS that goes away", () => {
  it("leaves the leader's own people watching, and what comes back is whole", async () => {
    const leader = shared.cluster.servers[0]!;
    const { party, host, viewer } = await gatherApart(shared.cluster, leader);
    const neighbour = await party.enter(newUser("Nina"));
    await shared.cluster.nats.kill();
    host.send("seek", { position: 42 });
    await neighbour.expect("seek", { position: 42 });
    await shared.cluster.nats.launch();
    await viewer.expect("sync", { position_ms: 42_000 }, 10_000);
    host.send("seek", { position: 43 });
    await viewer.expect("seek", { position: 43 });
    insistOnOneHistory(host, neighbour, viewer);
  }, 40_000);
});

describe("a server that stops", () => {
  it("hands its parties over: nobody elsewhere notices, and its own people are sent away politely", async () => {
    const leader = shared.cluster.servers[0]!;
    const { host, coHost, viewer } = await gatherApart(shared.cluster, leader);
    const mark = coHost.mark();
    leader.signal("SIGTERM");
    await host.expectClose(1012);
    expect(await untilInControl(coHost, 33)).toBeLessThan(1000);
    await viewer.expect("sync", (event) => event.position_ms >= 33_000);
    expect(coHost.since(mark, "error")).toEqual([]);
    expect((await leader.exit(10_000)).code).toBe(0);
    insistOnOneHistory(host, coHost, viewer);
    await leader.launch();
  }, 40_000);

  it("leaves a playing film where it is", async () => {
    const leader = shared.cluster.servers[0]!;
    const { host, viewer, coHost } = await gatherApart(shared.cluster, leader);
    host.send("play");
    await viewer.expect("play");
    const before = await viewer.fence();
    leader.signal("SIGTERM");
    await host.expectClose(1012);
    await leader.exit(10_000);
    const after = await eventually("the host is seen to be gone", async () => {
      const state = await viewer.fence();
      const seat = state.participants.find((one: { user_id: string }) => one.user_id === host.user.id);
      return !seat.is_active && state;
    });
    const passed = after.server_time_ms - before.server_time_ms;
    expect(Math.abs(after.position_ms - before.position_ms - passed)).toBeLessThan(20);
    expect(after.epoch).toBeGreaterThan(before.epoch);
    coHost.send("pause");
    await viewer.expect("pause");
    await leader.launch();
  }, 40_000);
});
