// How much later a change reaches a screen on another server than one on the server that leads the party; and in the same
// run what this machine can do at all: how much later it reaches one of two screens on the same server than the other, and
// how long a message of the same size takes through NATS alone. Prints figures; checks nothing. Run it while nothing else
// runs: npm run measure-cluster -w tests/blackbox -- latency
import { type Socket, connect } from "node:net";
import { it } from "vitest";
import { Cluster, at } from "../harness/cluster";
import { Party } from "../harness/party";
import type { PartyClient } from "../harness/party_client";
import { percentiles } from "../harness/percentiles";
import { newUser } from "../harness/token";

const CHANGES = 1000;
const BETWEEN_MS = 20;
/** About what a seek takes between two servers. */
const MESSAGE_BYTES = 1200;

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

/** Two bare connections to NATS, without any library: one says, the other hears. */
class BareNats {
  readonly took: number[] = [];
  private sent = 0;

  private constructor(private readonly speaker: Socket) {}

  static async start(port: number): Promise<BareNats> {
    const [speaker, listener] = [connect({ port, host: "127.0.0.1", noDelay: true }), connect({ port, host: "127.0.0.1", noDelay: true })];
    for (const socket of [speaker, listener]) {
      socket.write('CONNECT {"verbose":false}\r\n');
    }
    listener.write("SUB floor 1\r\n");
    const nats = new BareNats(speaker);
    listener.on("data", (bytes: Buffer) => {
      if (bytes.includes("MSG floor")) {
        nats.took.push(performance.now() - nats.sent);
      }
    });
    speaker.on("data", () => undefined);
    return nats;
  }

  say(): void {
    this.sent = performance.now();
    this.speaker.write(`PUB floor ${MESSAGE_BYTES}\r\n${"x".repeat(MESSAGE_BYTES)}\r\n`);
  }
}

it("measures", async () => {
  const cluster = await Cluster.start(2);
  const [first, second] = cluster.servers;
  const party = await Party.create(first!, newUser("Hanna"));
  const host = await party.reenter(party.host);
  const near = await party.enter(newUser("Nina"));
  const beside = await party.enter(newUser("Bea"));
  const far = await at(second!, party).enter(newUser("Vic"));
  const nearTimes = arrivals(near);
  const besideTimes = arrivals(beside);
  const farTimes = arrivals(far);
  const bare = await BareNats.start(cluster.nats.port);
  const sent = new Map<number, number>();
  for (let position = 1; position <= CHANGES; position += 1) {
    sent.set(position, performance.now());
    host.send("seek", { position });
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS / 2));
    bare.say();
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS / 2));
  }
  await far.expect("seek", { position: CHANGES });
  const after = (times: Map<number, number>): number[] =>
    [...times].map(([position, time]) => time - (sent.get(position) ?? Number.NaN));
  console.log(`${CHANGES} changes, one every ${BETWEEN_MS} ms`);
  console.log(`on the server that leads: ${percentiles(after(nearTimes))}`);
  console.log(`on another server:        ${percentiles(after(farTimes))}`);
  const later = (times: Map<number, number>): number[] =>
    [...times].map(([position, time]) => Math.abs(time - (nearTimes.get(position) ?? Number.NaN)));
  console.log(`later by:                 ${percentiles(later(farTimes))}`);
  console.log(`two on the one server:    ${percentiles(later(besideTimes))}`);
  console.log(`NATS alone, one way:      ${percentiles(bare.took)}`);
  await cluster.stop();
}, 120_000);
