// Servers that are far from NATS, each over a link with delay and jitter: everything comes late, and nothing else changes.
import { describe, it } from "vitest";
import { gatherApart, insistOnAgreement, insistOnOneOrder } from "../harness/apart";
import { sharedCluster } from "../harness/cluster";
import { SETTING } from "../harness/settings";

const shared = sharedCluster(3, { [SETTING.drainTime]: "300ms" }, true);

describe("a party over slow links", () => {
  it.each([
    { name: "all of them slow", links: [80, 60, 100] },
    { name: "one of them slow", links: [0, 160, 0] },
  ])("tells everyone every change once, in one order, without gaps: $name", async ({ links }) => {
    const apart = await gatherApart(shared.cluster);
    for (const [index, server] of shared.cluster.servers.entries()) {
      const roundTripMs = links[index]!;
      shared.cluster.links(server).nats.change({ roundTripMs, jitterMs: roundTripMs / 2 });
    }
    await insistOnOneOrder(apart);
    await insistOnAgreement(apart.coHost, apart.everyone, 5000);
    await shared.cluster.heal();
  });
});
