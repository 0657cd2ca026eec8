// Measures everything once, keeps the results, and writes the page and its plots. See ../run.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { capacityOf } from "./capacity.mjs";
import { measureFanOut, ringWorks } from "./fan_out.mjs";
import { describeMachine } from "./machine.mjs";
import { countInstructions, runMicrobenchmarks } from "./microbenchmarks.mjs";
import { pageOf } from "./page.mjs";
import { commitPlot, fanOutPlot } from "./plots.mjs";
import { output, root } from "./processes.mjs";
import { measureCommits, measureIsolation, measureLatency, measureMemory, measureStorms } from "./scenarios.mjs";

const shapes = (...pairs) => pairs.map(([parties, clients]) => ({ parties, clients }));

const complete = {
  fanOut: {
    shapes: shapes([1, 1000], [10, 100], [100, 20]),
    rounds: 3,
    peerRounds: 1,
    times: { warmUp: "500ms", duration: "1500ms" },
  },
  latency: { clients: 1000, duration: "3s", rounds: 3 },
  // The load generator and the server may each hold about 20,000 descriptors.
  memory: { shapes: shapes([190, 100], [19_000, 1]), duration: "5s" },
  storms: { joining: 1000, parties: 100, clients: 100, duration: "6s" },
  isolation: { clients: 500, duration: "13s", rounds: 3 },
  commits: { hot: [1, 2, 4, 8, 16, 32, 64], many: [8, 64, 1000], duration: "1500ms" },
  micro: { minTime: 0.1 },
  instructions: { clients: 102 },
};

const quick = {
  fanOut: { shapes: shapes([1, 100]), rounds: 1, peerRounds: 1, times: { warmUp: "200ms", duration: "1s" } },
  latency: { clients: 50, duration: "1s", rounds: 1 },
  memory: { shapes: shapes([2, 50], [100, 1]), duration: "1s" },
  storms: { joining: 50, parties: 5, clients: 20, duration: "2s" },
  isolation: { clients: 40, duration: "2s", rounds: 1 },
  commits: { hot: [1, 8], many: [8], duration: "1s" },
  micro: { minTime: 0.01 },
  instructions: { clients: 22 },
};

const began = Date.now();
const say = (what) => console.error(`  [${((Date.now() - began) / 1000).toFixed(0)} s] ${what}`);

async function measure(plan) {
  const machine = describeMachine();
  const date = new Date().toISOString().slice(0, 10);
  say("micro-benchmarks");
  const micro = await runMicrobenchmarks(plan.micro);
  const ring = await ringWorks();
  say(ring ? "io_uring works here" : "io_uring does not work here");
  const fanOut = await measureFanOut({ ...plan.fanOut, ring, say });
  say("latency");
  const latency = await measureLatency(plan.latency);
  say("memory");
  const memory = await measureMemory(plan.memory);
  say("storms");
  const storms = await measureStorms(plan.storms);
  say("slow readers");
  const isolation = await measureIsolation(plan.isolation);
  say("commits");
  const commits = await measureCommits(plan.commits);
  say("instructions");
  const instructions = await countInstructions(plan.instructions);
  return { machine, date, micro, ring, fanOut, latency, memory, storms, isolation, commits, instructions };
}

function write(results, docs) {
  mkdirSync(join(docs, "images"), { recursive: true });
  writeFileSync(join(docs, "performance.md"), pageOf(results));
  writeFileSync(join(docs, "capacity.md"), capacityOf(results));
  writeFileSync(join(docs, "images/performance-fan-out.svg"), fanOutPlot(results.fanOut));
  writeFileSync(join(docs, "images/performance-commits.svg"), commitPlot(results.commits));
  say(`wrote ${join(docs, "performance.md")}`);
}

const [isQuick, isPageOnly] = ["--quick", "--page-only"].map((flag) => process.argv.includes(flag));
const kept = join(output, isQuick ? "quick.json" : "results.json");
if (!isPageOnly) writeFileSync(kept, JSON.stringify(await measure(isQuick ? quick : complete), null, 1));
write(JSON.parse(readFileSync(kept, "utf8")), isQuick ? output : join(root, "docs"));
