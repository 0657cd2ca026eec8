// Machines whose wall clocks are wrong by minutes, and one whose clock runs too fast: server time is the same everywhere,
// and a film that another server takes over stays where it is.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gatherApart, insistOnAgreement } from "../harness/apart";
import { Cluster, at } from "../harness/cluster";
import { eventually, scaled } from "../harness/deadline";
import { expectProblem, expectStatus, send } from "../harness/http";
import { Party } from "../harness/party";
import { PartyClient, UpgradeRefused } from "../harness/party_client";
import type { MatineeServer } from "../harness/server";
import { SETTING, type Settings } from "../harness/settings";
import { newUser } from "../harness/token";

/** libfaketime in front of a server: its wall clock says something else; its monotonic clock only if told so. */
function wrongClock(fake: string, monotonicToo = false): Settings {
  return {
    [SETTING.drainTime]: "300ms",
    LD_PRELOAD: "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
    FAKETIME: fake,
    ...(monotonicToo ? {} : { FAKETIME_DONT_FAKE_MONOTONIC: "1" }),
  };
}

let cluster: Cluster;

beforeAll(async () => {
  cluster = await Cluster.start(0);
  await cluster.add(wrongClock("+300s"));
  await cluster.add(wrongClock("-120s"));
  await cluster.add({ [SETTING.drainTime]: "300ms" });
}, scaled(60_000));

afterAll(async () => {
  await cluster.stop();
}, scaled(60_000));

/** How far ahead of this machine's clock the server says it is, by the quickest of a few answers, in ms. */
async function offsetOf(client: PartyClient): Promise<number> {
  let best = { roundTrip: Number.POSITIVE_INFINITY, offset: Number.NaN };
  for (let i = 0; i < 10; i += 1) {
    const asked = performance.timeOrigin + performance.now();
    client.send("time-sync", { t0: i });
    const answer = await client.expect("time-sync", { t0: i });
    const answered = performance.timeOrigin + performance.now();
    if (answered - asked < best.roundTrip) {
      best = { roundTrip: answered - asked, offset: (answer.t1 + answer.t2) / 2 - (asked + answered) / 2 };
    }
  }
  return best.offset;
}

/** The position now, by this machine's clock, as the client's server has it. */
async function positionNow(client: PartyClient): Promise<number> {
  const offset = await offsetOf(client);
  const state = await client.fence();
  return state.position_ms - (state.server_time_ms - offset);
}

describe("servers whose wall clocks are wrong", () => {
  it("have one time, and show one position", async () => {
    const { host, viewer, everyone } = await gatherApart(cluster);
    host.send("play");
    await viewer.expect("play");
    const offsets: number[] = [];
    const positions: number[] = [];
    for (const client of everyone) {
      offsets.push(await offsetOf(client));
      positions.push(await positionNow(client));
    }
    expect(Math.max(...offsets.map(Math.abs)), `offsets ${offsets}`).toBeLessThan(scaled(15));
    expect(Math.max(...positions) - Math.min(...positions), `positions ${positions}`).toBeLessThan(scaled(15));
  });

  it("hand a playing film over without moving it", async () => {
    const { leader, host, coHost, viewer } = await gatherApart(cluster);
    host.send("play");
    await viewer.expect("play");
    const before = await positionNow(viewer);
    const { epoch } = await viewer.fence();
    leader.signal("SIGTERM");
    await host.expectClose(1012);
    await leader.exit(10_000);
    await eventually("another server leads", async () => Number((await viewer.fence()).epoch) > Number(epoch));
    expect(Math.abs((await positionNow(viewer)) - before)).toBeLessThan(scaled(15));
    expect(Math.abs((await positionNow(coHost)) - before)).toBeLessThan(scaled(15));
    await insistOnAgreement(coHost, [coHost, viewer], 5000);
    await leader.launch();
  }, 30_000);

  it("take each other's tickets and guests, and count as one", async () => {
    const [ahead, behind, right] = cluster.servers as [MatineeServer, MatineeServer, MatineeServer];
    for (const [first, second] of [[ahead, right], [right, ahead], [right, behind], [behind, right]] as const) {
      const party = await Party.create(first, newUser("Hanna"));
      const user = newUser("Vic");
      await party.join(user);
      const ticket = expectStatus(await party.request("POST", "/ws-ticket", { as: user }), 201).json.ticket;
      const options = { token: null, protocols: ["matinee.v1", `ticket.${ticket}`] };
      await (await PartyClient.connect(second, user, party.id, options)).fence();
      await expect(PartyClient.connect(first, user, party.id, options)).rejects.toBeInstanceOf(UpgradeRefused);
      const guest = expectStatus(await send(first, "POST", "/api/v1/session/guest", { body: { display_name: "Gus" } }), 201);
      const headers = { Authorization: `Bearer ${guest.json.token}` };
      expectStatus(await send(second, "GET", "/api/v1/session", { headers }), 200);
    }
    const party = await Party.create(right, newUser("Hanna"));
    const often = newUser("Joe");
    for (let i = 0; i < 30; i += 1) {
      expectStatus(await at(cluster.servers[i % 3]!, party).tryJoin(often), 200);
    }
    expectProblem(await at(ahead, party).tryJoin(often), 429, "RATE_LIMITED");
  });
});
