// A party whose people are on different servers of a cluster, and what is always true of what they are told.
import { expect } from "vitest";
import { type Cluster, at } from "./cluster";
import { eventually } from "./deadline";
import { expectStatus } from "./http";
import { Party } from "./party";
import type { PartyClient } from "./party_client";
import type { MatineeServer } from "./server";
import { newUser } from "./token";

/** How soon somebody is in control again, whatever happened to another server, in ms. */
export const BACK_WITHIN_MS = 3000;

/** A party, its people, and where they are. */
export interface Apart {
  readonly party: Party;
  readonly host: PartyClient;
  readonly coHost: PartyClient;
  readonly viewer: PartyClient;
  readonly everyone: PartyClient[];
  readonly leader: MatineeServer;
  readonly second: MatineeServer;
  readonly third: MatineeServer;
}

/** The host on a server, which therefore leads the party, by default the first; a co-host and a viewer on two others. */
export async function gatherApart(cluster: Cluster, leader: MatineeServer = cluster.servers[0]!): Promise<Apart> {
  const [second, third] = cluster.servers.filter((server) => server !== leader);
  const party = await Party.create(leader, newUser("Hanna"));
  const host = await party.reenter(party.host);
  const coHost = await at(second!, party).enter(newUser("Coco"));
  const viewer = await at(third!, party).enter(newUser("Vic"));
  const everyone = [host, coHost, viewer];
  expectStatus(await at(third!, party).setRole(coHost.user, "co-host"), 200);
  for (const client of everyone) {
    await client.expect("role-changed", { user_id: coHost.user.id, role: "co-host" });
    await client.fence();
  }
  return { party, host, coHost, viewer, everyone, leader, second: second!, third: third! };
}

/** Seeks to ever later positions until told to stop; whatever is refused or unanswered is left at that. */
export function keepSeeking(client: PartyClient): { stop: () => Promise<void> } {
  let going = true;
  const run = (async () => {
    for (let position = 1; going; position += 1) {
      const mark = client.mark();
      client.send("seek", { position });
      await eventually("the seek is told, refused or lost", () => {
        const about = client.since(mark).filter((event) => ["seek", "error", "sync"].includes(event.type));
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

/** Seeks until one is told; how long that took, in ms. */
export async function untilInControl(client: PartyClient, position: number): Promise<number> {
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

/** No revision has meant two things to anybody, and none went back. */
export function insistOnOneHistory(...clients: PartyClient[]): void {
  const meaning = new Map<number, number>();
  for (const client of clients) {
    let last = 0;
    for (const { event } of client.log) {
      if (event.type !== "seek" && event.type !== "sync") {
        continue;
      }
      expect(event.revision, `${client.user.name}'s revisions`).toBeGreaterThanOrEqual(last);
      last = event.revision;
      if (event.type === "seek") {
        const known = meaning.get(event.revision) ?? event.position_ms;
        expect(event.position_ms, `revision ${event.revision}`).toBe(known);
        meaning.set(event.revision, known);
      }
    }
  }
}

/** Everyone is told one more change, and it comes after all they were told before: nothing told is lost. */
export async function insistOnAgreement(actor: PartyClient, clients: PartyClient[], position: number): Promise<void> {
  const before = Math.max(...clients.flatMap((client) => client.since(0, "seek")).map((event) => event.revision));
  actor.send("seek", { position });
  for (const client of clients) {
    // Whoever's server finds the leader only after it gets it with the whole state; a playing film has gone on by then.
    const passed = (event: { position_ms: number }): number => event.position_ms - position * 1000;
    const told = await client.expect("sync", (event) => passed(event) >= 0 && passed(event) < 10_000);
    expect(told.revision).toBeGreaterThan(before);
  }
  insistOnOneHistory(...clients);
}

/** What two people do at once all are told, each change once, in one order and by revisions without gaps. */
export async function insistOnOneOrder({ host, coHost, everyone }: Apart): Promise<void> {
  const marks = everyone.map((client) => client.mark());
  for (let i = 1; i <= 20; i += 1) {
    host.send("seek", { position: i });
    coHost.send("seek", { position: 1000 + i });
  }
  await host.expect("seek", { position: 20 });
  await host.expect("seek", { position: 1020 });
  const orders: string[] = [];
  for (const [index, client] of everyone.entries()) {
    await client.fence();
    const seeks = client.since(marks[index]!, "seek");
    expect(seeks).toHaveLength(40);
    const revisions = seeks.map((event) => event.revision);
    expect(revisions).toEqual(revisions.map((_, i) => revisions[0] + i));
    orders.push(JSON.stringify(seeks.map((event) => [event.revision, event.position])));
  }
  expect(new Set(orders).size).toBe(1);
}
