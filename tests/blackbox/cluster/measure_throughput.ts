// How many changes a second one, two and three servers take on one database, and what each process spent on them. The
// parties are the same however many servers share them; a load generator per server. Prints figures; checks nothing.
//   npm run measure-cluster -w tests/blackbox -- throughput
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, it } from "vitest";
import { Cluster } from "../harness/cluster";
import { processSeconds } from "../harness/process_time";
import { type MatineeServer, spawnBinary } from "../harness/server";

const PARTIES = 48;
const IN_FLIGHT = 20;
const SECONDS = 8;
const UNLIMITED = { MATINEE_CONNECTIONS_PER_ADDRESS: "100000" };

let cluster: Cluster;
afterEach(() => cluster.stop());

/** Changes a second that one server took. */
async function load(server: MatineeServer, parties: number): Promise<number> {
  const report = join(tmpdir(), `matinee-throughput-${server.port}.json`);
  const shape = ["--parties", parties, "--clients", 2, "--in-flight", IN_FLIGHT, "--rate", "max", "--duration", `${SECONDS}s`];
  const child = spawnBinary(["bench", "--quiet", "--url", server.url, "--json", report, ...shape.map(String)]);
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) {
    throw new Error(`the load generator ended with ${code}: ${output}`);
  }
  const measured = JSON.parse(readFileSync(report, "utf8")).measured;
  rmSync(report);
  return measured.changes / measured.seconds;
}

it.each([1, 2, 3])("with %i servers", async (size) => {
  cluster = await Cluster.start(size, UNLIMITED);
  const processes: Array<[string, number]> = [
    ...cluster.servers.map((server, i): [string, number] => [`server ${i + 1}`, server.processId]),
    ["PostgreSQL", cluster.postgresql.postmasterId],
    ["NATS", cluster.nats.processId],
  ];
  const before = processes.map(([, id]) => processSeconds(id));
  const rates = await Promise.all(cluster.servers.map((server) => load(server, PARTIES / size)));
  const spent = processes.map(([name, id], i) => `${name} ${(processSeconds(id) - before[i]!).toFixed(1)} s`);
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  console.log(`${size} servers: ${total.toFixed(0)} changes/s; processor time: ${spent.join(", ")}`);
}, 120_000);
