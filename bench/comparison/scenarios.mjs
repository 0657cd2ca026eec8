// What else is measured on the server alone: latency, memory, storms, slow readers, commits.
import { kernelMemory } from "./machine.mjs";
import { bench, benchServed, benchSpawned, sendFloor, serve } from "./processes.mjs";
import { summaryOf } from "./statistics.mjs";

const milliseconds = (micros) => micros / 1000;
const percentiles = (times) => ({
  p50: milliseconds(times.p50_us),
  p99: milliseconds(times.p99_us),
  max: milliseconds(times.max_us),
});

/** A large party at 20 changes a second: to the first and to the last screen, beside the floor. */
export async function measureLatency({ clients, duration, rounds }) {
  const load = ["--clients", clients, "--rate", 20, "--duration", duration];
  const [ours, floor, alone] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    floor.push((await benchServed(await serve(sendFloor, []), load))[0].times);
    ours.push((await benchSpawned(load)).times);
    alone.push((await benchSpawned(["--clients", 1, "--rate", 20, "--duration", duration])).times);
  }
  const of = (runs, which, percentile) => summaryOf(runs, (times) => milliseconds(times[which][`${percentile}_us`]));
  const rows = (runs) => ({
    first: { p50: of(runs, "command_to_first", "p50"), p99: of(runs, "command_to_first", "p99") },
    last: { p50: of(runs, "command_to_last", "p50"), p99: of(runs, "command_to_last", "p99") },
  });
  return { clients, ours: rows(ours), floor: rows(floor), alone: rows(alone) };
}

/** What the kernel keeps for sockets and files at most while `work` runs, beyond what it had before. */
async function kernelMemoryDuring(work) {
  const before = kernelMemory();
  let most = before;
  const sampling = setInterval(() => (most = Math.max(most, kernelMemory())), 250);
  try {
    return { result: await work(), kernelBytes: most - before };
  } finally {
    clearInterval(sampling);
  }
}

/**
 * Idle connections: memory of each, and CPU time while nothing happens, not even a ping. In the first shape also with the
 * pings, of which each connection has had its first by then.
 */
export async function measureMemory({ shapes, times }) {
  const load = (parties, clients, { settle, duration }) =>
    ["--parties", parties, "--clients", clients, "--rate", 0, "--warm-up", settle, "--duration", duration];
  const idle = (parties, clients, time) => benchSpawned(load(parties, clients, time), ["--ping-interval", "10m"]);
  const share = ({ cpu_seconds: cpu }, { duration }) => cpu / parseInt(duration, 10);
  // Compared with a server that has served ten, so that its code is in memory: not with the moment before they connect,
  // since what making the parties leaves on the heap is used again.
  const fresh = (await idle(1, 10, times.silent)).server.connected.rss_bytes;
  const rows = [];
  for (const { parties, clients } of shapes) {
    const { result, kernelBytes } = await kernelMemoryDuring(() => idle(parties, clients, times.silent));
    const { connections, server } = result;
    rows.push({
      parties,
      connections,
      empty: fresh,
      connected: server.connected.rss_bytes,
      bytesPerConnection: (server.connected.rss_bytes - fresh) / connections,
      // Both ends of every connection are on this machine.
      kernelBytesPerConnection: kernelBytes / connections / 2,
      idleShare: share(server, times.silent),
    });
  }
  const [{ parties, clients }] = shapes;
  rows[0].pingedShare = share((await benchSpawned(load(parties, clients, times.pinged))).server, times.pinged);
  return rows;
}

/** Many arriving at once, while the host goes on: how late the changes are then. */
export async function measureStorms({ joining, parties, clients, duration }) {
  const join = await benchSpawned(
    ["--clients", 20, "--join-storm", joining, "--rate", 20, "--duration", duration],
  );
  const returning = (rate) =>
    benchSpawned(["--parties", parties, "--clients", clients, "--reconnect-storm", 100, "--rate", rate, "--duration", duration]);
  const back = await returning(1);
  const saturated = await returning(5);
  const restarted = await benchSpawned(
    ["--parties", parties, "--clients", clients, "--restart", "--rate", 5, "--duration", duration],
  );
  const row = (name, { times }) => ({
    name,
    calm: percentiles(times.command_to_first),
    storm: percentiles(times.storm_to_first),
    arrival: percentiles(times.first_state),
  });
  const all = (parties * clients).toLocaleString("en");
  return [
    row(`${joining.toLocaleString("en")} people join one party within a second`, join),
    row(`${all} connections are lost at once and come back`, back),
    { ...row(`the same with ${5 * parties} changes a second, which takes the whole machine`, saturated), beyondGoal: true },
    row(`the server was killed and started again, and ${all} come back`, restarted),
  ];
}

/** What the others notice of readers that don't read. */
export async function measureIsolation({ clients, duration, rounds }) {
  const load = ["--clients", clients, "--rate", 20, "--duration", duration];
  const [without, among] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    without.push(await benchSpawned(load));
    among.push(await benchSpawned([...load, "--slow-readers", 10, "--byte-readers", 5]));
  }
  const row = (runs) => ({
    p50: summaryOf(runs, ({ times }) => milliseconds(times.command_to_each.p50_us)),
    p99: summaryOf(runs, ({ times }) => milliseconds(times.command_to_each.p99_us)),
    memory: summaryOf(runs, ({ server }) => server.after.rss_bytes),
  });
  const last = among.at(-1);
  return {
    clients,
    without: row(without),
    among: row(among),
    conflated: last.correctness.slow_readers.conflated,
    closed: Object.values(last.lost_connections.slow).reduce((sum, count) => sum + count, 0),
    recovered: last.correctness.slow_readers_recovered,
  };
}

/** What the SDK's players say by themselves while a film plays, a second. */
export const playerRates = { report: 0.25, timeSync: 0.75 };

/** People who just watch: what their players say, and nothing else happens. */
export async function measureWatching({ parties, clients, duration }) {
  const load = ["--parties", parties, "--clients", clients, "--rate", 0, "--duration", duration];
  const idle = await benchSpawned(load);
  const watching = await benchSpawned([...load, "--report", playerRates.report, "--time-sync", playerRates.timeSync]);
  const cost = ({ server }) => server.cpu_seconds;
  const viewerSeconds = parties * clients * parseInt(duration, 10);
  return { viewers: parties * clients, idleMicros: (1e6 * cost(idle)) / viewerSeconds, micros: (1e6 * cost(watching)) / viewerSeconds };
}

/** One party as large as a server's descriptors allow here, at a change a second. */
export async function measureLargeParty({ clients, duration }) {
  const { times, server, measured } = await benchSpawned(["--clients", clients, "--rate", 1, "--duration", duration]);
  return {
    clients,
    changes: measured.changes,
    first: percentiles(times.command_to_first),
    last: percentiles(times.command_to_last),
    microsPerDelivery: server.cpu_per_delivery_us,
    memory: server.after.rss_bytes,
  };
}

/** Commands a second as more of them wait for the same commit. */
export async function measureCommits({ hot, many, duration }) {
  const rows = [];
  for (const [parties, inFlight] of [...hot.map((count) => [1, count]), ...many.map((count) => [count, 1])]) {
    const { measured, times } = await bench(
      ["--spawn", "--parties", parties, "--clients", 1, "--rate", "max", "--in-flight", inFlight].concat(
        ["--warm-up", "500ms", "--duration", duration],
      ),
    );
    const perSecond = measured.changes / measured.seconds;
    rows.push({ parties, inFlight, perSecond, latency: percentiles(times.command_to_first) });
  }
  return rows;
}
