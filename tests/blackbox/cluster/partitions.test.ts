// Servers that are cut off: from NATS, from PostgreSQL, from both, in one direction or in both, suddenly or in silence.
// Whoever is with the majority is in control within seconds, everyone else is told why not, and once the network is whole
// again all are of one mind: nothing told is lost, and no revision meant two things.
import { beforeEach, describe, expect, it } from "vitest";
import type { Gate, Held } from "../../sync/gate/gate";
import { type Apart, BACK_WITHIN_MS, gatherApart, insistOnAgreement, untilInControl } from "../harness/apart";
import { type Links, sharedCluster } from "../harness/cluster";
import { eventually } from "../harness/deadline";
import type { PartyClient } from "../harness/party_client";
import { expectStatus, send } from "../harness/http";
import { SETTING } from "../harness/settings";

const shared = sharedCluster(3, { [SETTING.drainTime]: "300ms" }, true);

beforeEach(() => shared.cluster.heal(), 30_000);

/** How a way is cut: connections break, or nothing comes through any more in one direction or in both. */
const BROKEN = "broken";
type Cut = typeof BROKEN | Held;

function cut(gate: Gate, how: Cut): void {
  if (how === BROKEN) {
    gate.sever();
  } else {
    gate.hold(how);
  }
}

function mend({ nats, database }: Links): void {
  for (const gate of [nats, database]) {
    gate.mend();
    gate.hold("nothing");
  }
}

/** A seek is told, or refused for a reason that is nobody's fault; it is never met with silence. */
async function isAnswered(client: PartyClient, position: number): Promise<"told" | "refused"> {
  const mark = client.mark();
  client.send("seek", { position });
  return eventually(`${client.user.name}'s seek is told or refused`, () => {
    if (client.since(mark, "sync").some((event) => event.position_ms === position * 1000)) {
      return "told";
    }
    const codes = client.since(mark, "error").map((event) => event.code);
    return codes.some((code) => code === "OVERLOADED" || code === "STORAGE_UNAVAILABLE") && "refused";
  }, 8000);
}

/** The network is whole again: everyone can do something, and all see it. */
async function insistOnRecovery({ everyone }: Apart, links: Links): Promise<void> {
  mend(links);
  for (const [index, client] of everyone.entries()) {
    const position = 5000 + index;
    await untilInControlUnlessViewer(client, position);
  }
  await insistOnAgreement(everyone[0]!, everyone, 6000);
}

/** A viewer may only ask. */
async function untilInControlUnlessViewer(client: PartyClient, position: number): Promise<void> {
  if (client.user.name === "Vic") {
    await client.fence();
  } else {
    await untilInControl(client, position);
  }
}

describe("the server that leads", () => {
  it.each<Cut>([BROKEN, "everything", "requests", "answers"])(
    "cut off from NATS alone (%s): its own people go on, the others are told that they can't, and all heals",
    async (how) => {
      const apart = await gatherApart(shared.cluster);
      const { leader, host, coHost } = apart;
      const links = shared.cluster.links(leader);
      cut(links.nats, how);
      expect(await isAnswered(host, 100)).toBe("told");
      await isAnswered(coHost, 200);
      await insistOnRecovery(apart, links);
    },
    40_000,
  );

  it.each<Cut>([BROKEN, "everything", "requests", "answers"])(
    "cut off from PostgreSQL alone (%s): it decides nothing any more, and another one leads",
    async (how) => {
      const apart = await gatherApart(shared.cluster);
      const { leader, host, coHost, viewer } = apart;
      const links = shared.cluster.links(leader);
      cut(links.database, how);
      host.send("seek", { position: 666 });
      expect(await untilInControl(coHost, 200)).toBeLessThan(BACK_WITHIN_MS);
      await viewer.expect("sync", { position_ms: 200_000 });
      expectStatus(await send(leader, "GET", "/readyz"), 503);
      host.send("reaction", { emoji: "👻", video_timestamp: 1 });
      const mark = viewer.mark();
      await isAnswered(host, 300);
      await viewer.refute("reaction", mark);
      await insistOnRecovery(apart, links);
    },
    40_000,
  );

  it.each<Cut>([BROKEN, "everything"])(
    "cut off from both (%s): another one leads, and who was with it is told so and joins in later",
    async (how) => {
      const apart = await gatherApart(shared.cluster);
      const { leader, host, coHost, viewer } = apart;
      const links = shared.cluster.links(leader);
      cut(links.nats, how);
      cut(links.database, how);
      expect(await untilInControl(coHost, 200)).toBeLessThan(BACK_WITHIN_MS);
      await viewer.expect("sync", { position_ms: 200_000 });
      expect(await isAnswered(host, 300)).toBe("refused");
      await insistOnRecovery(apart, links);
    },
    40_000,
  );
});

describe("a server with members of another's party", () => {
  it.each<[Cut, string]>([
    [BROKEN, "NATS"],
    ["everything", "NATS"],
    [BROKEN, "PostgreSQL"],
    ["everything", "PostgreSQL"],
  ])("cut off (%s, from %s): nobody else notices, its own people are answered, and all heals", async (how, from) => {
    const apart = await gatherApart(shared.cluster);
    const { second, host, coHost, viewer } = apart;
    const links = shared.cluster.links(second);
    cut(from === "NATS" ? links.nats : links.database, how);
    const begun = Date.now();
    for (let position = 1; position <= 20; position += 1) {
      host.send("seek", { position });
      await viewer.expect("seek", { position });
    }
    expect(Date.now() - begun).toBeLessThan(BACK_WITHIN_MS);
    await isAnswered(coHost, 200);
    await insistOnRecovery(apart, links);
  }, 40_000);
});
