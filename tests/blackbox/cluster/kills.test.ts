// The server that leads is killed, or stands still, at each step of what it does: at every message to and from PostgreSQL
// by which a change is stored, at the one to NATS by which it is told, and at every message by which a party is handed
// over. Each time the others are in control again within seconds, what was told is stored, and what is stored is told.
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Gate } from "../../sync/gate/gate";
import { type Apart, BACK_WITHIN_MS, gatherApart, insistOnAgreement, insistOnOneHistory, untilInControl } from "../harness/apart";
import { sharedCluster } from "../harness/cluster";
import { within } from "../harness/deadline";
import { SETTING } from "../harness/settings";
import { type Bait, bait, trap } from "../harness/trap";

const shared = sharedCluster(3, { [SETTING.drainTime]: "300ms" }, true);

beforeEach(() => shared.cluster.heal(), 30_000);
afterAll(() => shared.cluster.heal(), 30_000);

/** Positions that no other bytes look like, in seconds; they are stored as milliseconds. */
const BEFORE = 61_234;
const WANTED = 71_234;
const STATEMENT = bait("request", /71234000/);
const COMMITTED = bait("answer", /COMMIT/);
const PUBLISHED = bait("request", /PUB matinee\.\S+\.party\./);

/** Seeks, and sees which request to PostgreSQL is answered by COMMIT: it is a prepared statement's, the same every time. */
async function learnCommit(gate: Gate, { host, everyone }: Apart): Promise<Bait> {
  const latest = new Map<number, Buffer>();
  let commit: Buffer = Buffer.alloc(0);
  gate.watch((bytes, { kind, connection }) => {
    if (kind === "request") {
      latest.set(connection, bytes);
    } else if (COMMITTED.fits(bytes)) {
      commit = latest.get(connection)!;
    }
    return true;
  });
  host.send("seek", { position: BEFORE });
  for (const client of everyone) {
    await client.expect("seek", { position: BEFORE });
  }
  gate.watch(undefined);
  return { kind: "request", fits: (bytes) => bytes.equals(commit) };
}

interface Step {
  readonly name: string;
  readonly gate: "nats" | "database";
  readonly baits: (commit: Bait) => Bait[];
  /** Whether the bytes that are at the gate in that moment still get through. */
  readonly bytes: "goes on" | "is swallowed";
  readonly stored: boolean;
}

const STEPS: Step[] = [
  { name: "when it changes the row", gate: "database", baits: () => [STATEMENT], bytes: "goes on", stored: false },
  { name: "before it commits", gate: "database", baits: (commit) => [STATEMENT, commit], bytes: "is swallowed", stored: false },
  { name: "when it has asked to commit", gate: "database", baits: (commit) => [STATEMENT, commit], bytes: "goes on", stored: true },
  { name: "before it hears that it is committed", gate: "database", baits: () => [STATEMENT, COMMITTED], bytes: "is swallowed", stored: true },
  { name: "before it tells the other servers", gate: "nats", baits: () => [PUBLISHED], bytes: "is swallowed", stored: true },
  { name: "when it has told the other servers", gate: "nats", baits: () => [PUBLISHED], bytes: "goes on", stored: true },
];

/** Another server leads: the state is `stored` or as before, what was told is in it, and its people are in control. */
async function insistOnTakeover({ host, coHost, viewer }: Apart, stored: boolean): Promise<void> {
  const begun = Date.now();
  const state = await coHost.fence();
  expect(state.position_ms).toBe((stored ? WANTED : BEFORE) * 1000);
  const told = [host, coHost, viewer].flatMap((client) => client.since(0, "seek")).map((event) => event.revision);
  expect(state.revision).toBeGreaterThanOrEqual(Math.max(...told));
  await untilInControl(coHost, 80_000);
  expect(Date.now() - begun).toBeLessThan(BACK_WITHIN_MS);
  await viewer.expect("sync", { position_ms: 80_000_000 });
  insistOnOneHistory(host, coHost, viewer);
}

describe("the server that leads is killed", () => {
  it.each(STEPS)("$name", async ({ gate, baits, bytes, stored }) => {
    const apart = await gatherApart(shared.cluster);
    const { leader, host, coHost, viewer } = apart;
    const links = shared.cluster.links(leader);
    const commit = await learnCommit(links.database, apart);
    const killed = trap(links[gate], baits(commit), () => {
      leader.signal("SIGKILL");
      return bytes;
    });
    host.send("seek", { position: WANTED });
    await within("the step is reached", 5000, killed);
    await insistOnTakeover(apart, stored);
    await insistOnAgreement(coHost, [coHost, viewer], 90_000);
  }, 40_000);

  it("when only some of the other servers have been told", async () => {
    const apart = await gatherApart(shared.cluster);
    const { leader, second, host, viewer } = apart;
    await learnCommit(shared.cluster.links(leader).database, apart);
    shared.cluster.links(second).nats.hold("answers");
    host.send("seek", { position: WANTED });
    await viewer.expect("seek", { position: WANTED });
    leader.signal("SIGKILL");
    shared.cluster.links(second).nats.hold("nothing");
    await insistOnTakeover(apart, true);
  }, 40_000);
});

describe("the server that leads is cut off within a transaction", () => {
  it("what it had locked does not keep the others out", async () => {
    const apart = await gatherApart(shared.cluster);
    const { leader, host, viewer, coHost } = apart;
    const { database } = shared.cluster.links(leader);
    const commit = await learnCommit(database, apart);
    const cut = trap(database, [STATEMENT, commit], () => {
      database.hold("everything");
      return "goes on";
    });
    host.send("seek", { position: WANTED });
    await within("it is about to commit", 5000, cut);
    await insistOnTakeover(apart, false);
    database.hold("nothing");
    await untilInControl(host, 85_000);
    await insistOnAgreement(coHost, [host, coHost, viewer], 90_000);
  }, 40_000);
});

describe("the server that leads is killed while it hands its parties over", () => {
  it.each([1, 2, 3, 4, 6])("at its message %i", async (number) => {
    const apart = await gatherApart(shared.cluster);
    const { leader, coHost, viewer } = apart;
    const { nats, database } = shared.cluster.links(leader);
    let messages = 0;
    const count = (_: Buffer, { kind }: { kind: string }): boolean => {
      messages += kind === "request" ? 1 : 0;
      if (messages === number) {
        leader.signal("SIGKILL");
      }
      return messages < number;
    };
    nats.watch(count);
    database.watch(count);
    leader.signal("SIGTERM");
    expect(await untilInControl(coHost, 80_000)).toBeLessThan(BACK_WITHIN_MS);
    await viewer.expect("sync", { position_ms: 80_000_000 });
    await leader.exit();
    nats.watch(undefined);
    database.watch(undefined);
    await insistOnAgreement(coHost, [coHost, viewer], 90_000);
  }, 40_000);
});
