// Servers that are killed, freeze or stop while they lead a party: the others' people are in control again soon, nothing
// that was told is lost, no revision is used twice, and who woke up late decides nothing.
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { BACK_WITHIN_MS, gatherApart, insistOnOneHistory, keepSeeking, untilInControl } from "../harness/apart";
import { at, sharedCluster } from "../harness/cluster";
import { eventually } from "../harness/deadline";
import { percentiles } from "../harness/percentiles";
import { SETTING } from "../harness/settings";
import { newUser } from "../harness/token";

/** How often a leading server is killed: 100 by `CLUSTER_KILLS=100`, which takes minutes. */
const KILLS = Number(process.env.CLUSTER_KILLS ?? 5);
/** Of every kill: how long the others were without control, in ms. */
const withoutControl: number[] = [];

afterAll(() => {
  console.log(`${withoutControl.length} kills; the others are in control again after ${percentiles(withoutControl)}`);
});

const shared = sharedCluster(3, { [SETTING.drainTime]: "300ms" });

/** A test that failed must not fail those after it. */
beforeEach(() => shared.cluster.heal(), 30_000);

describe("a server that leads a party is killed", () => {
  it.each(Array.from({ length: KILLS }, (_, i) => i + 1))("time %i: the others go on, nothing told is lost", async () => {
    const { leader, party, host, coHost, viewer } = await gatherApart(shared.cluster);
    const seeking = keepSeeking(host);
    await viewer.expect("seek", (event) => event.position >= 20);
    leader.signal("SIGKILL");
    const took = await untilInControl(coHost, 70_000);
    await seeking.stop();
    withoutControl.push(took);
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
    const { host, viewer, coHost, third } = await gatherApart(shared.cluster);
    await third.kill();
    await host.expect("participant-left", (event) => event.participant.user_id === viewer.user.id);
    await coHost.expect("participant-left", (event) => event.participant.user_id === viewer.user.id);
    await third.launch();
  }, 40_000);
});

describe("a leading server that freezes", () => {
  it("has decided nothing when it wakes up, and its people see what the others did", async () => {
    const { leader, host, coHost, viewer } = await gatherApart(shared.cluster);
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
    const { party, host, viewer } = await gatherApart(shared.cluster);
    const neighbour = await party.enter(newUser("Nina"));
    await shared.cluster.nats.kill();
    host.send("seek", { position: 42 });
    await neighbour.expect("seek", { position: 42 });
    await shared.cluster.nats.launch();
    await viewer.expect("sync", { position_ms: 42_000 }, 10_000);
    host.send("seek", { position: 43 });
    await viewer.expect("sync", { position_ms: 43_000 }); // in the state, if they found one another again after it
    insistOnOneHistory(host, neighbour, viewer);
  }, 40_000);
});

describe("a server that stops", () => {
  it("hands its parties over: nobody elsewhere notices, and its own people are sent away politely", async () => {
    const { leader, host, coHost, viewer } = await gatherApart(shared.cluster);
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
    const { leader, host, viewer, coHost } = await gatherApart(shared.cluster);
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
    expect(Number(after.epoch)).toBeGreaterThan(Number(before.epoch));
    coHost.send("pause");
    await viewer.expect("pause");
    await leader.launch();
  }, 40_000);
});
