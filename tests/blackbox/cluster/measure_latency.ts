// How much later a change reaches a screen on another server than one on the server that leads the party. Prints figures;
// checks nothing. Run it while nothing else runs: npm run measure-cluster -w tests/blackbox
import { it } from "vitest";
import { Cluster, at } from "../harness/cluster";
import { Party } from "../harness/party";
import type { PartyClient } from "../harness/party_client";
import { percentiles } from "../harness/percentiles";
import { newUser } from "../harness/token";

const CHANGES = 1000;
const BETWEEN_MS = 20;

/** When each seek reached the client, by its position. */
function arrivals(client: PartyClient): Map<number, number> {
  const times = new Map<number, number>();
  client.socket.on("message", (data) => {
    const now = performance.now();
    const event = JSON.parse(data.toString());
    if (event.type === "seek") {
      times.set(event.position, now);
    }
  });
  return times;
}

it("measures", async () => {
  const cluster = await Cluster.start(2);
  const [first, second] = cluster.servers;
  const party = await Party.create(first!, newUser("Hanna"));
  const host = await party.reenter(party.host);
  const near = await party.enter(newUser("Nina"));
  const far = await at(second!, party).enter(newUser("Vic"));
  const nearTimes = arrivals(near);
  const farTimes = arrivals(far);
  const sent = new Map<number, number>();
  for (let position = 1; position <= CHANGES; position += 1) {
    sent.set(position, performance.now());
    host.send("seek", { position });
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
  await far.expect("seek", { position: CHANGES });
  const after = (times: Map<number, number>): number[] =>
    [...times].map(([position, time]) => time - (sent.get(position) ?? Number.NaN));
  console.log(`${CHANGES} changes, one every ${BETWEEN_MS} ms`);
  console.log(`on the server that leads: ${percentiles(after(nearTimes))}`);
  console.log(`on another server:        ${percentiles(after(farTimes))}`);
  console.log(
    `later by:                 ${percentiles([...farTimes].map(([position, time]) => time - (nearTimes.get(position) ?? Number.NaN)))}`,
  );
  await cluster.stop();
}, 120_000);
