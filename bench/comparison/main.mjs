// Measures everything once, keeps the results, and writes the page and its plots. See ../run.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { capacityOf } from "./capacity.mjs";
import { measureFanOut, ringWorks } from "./fan_out.mjs";
import { describeMachine } from "./machine.mjs";
import { countInstructions, runMicrobenchmarks } from "./microbenchmarks.mjs";
import { pageOf } from "./page.mjs";
import { commitPlot, fanOutPlot } from "./plots.mjs";
import { output, root } from "./processes.mjs";
import {
  measureCommits,
  measureIsolation,
  measureLargeParty,
  measureLatency,
  measureMemory,
  measureStorms,
  measureWatching,
} from "./scenarios.mjs";

const shapes = (...pairs) => pairs.map(([parties, clients]) => ({ parties, clients }));

const complete = {
  fanOut: {
    shapes: shapes([1, 1000], [10, 100], [100, 20]),
    rounds: 3,
    peerRounds: 2,
    times: { warmUp: "300ms", duration: "1200ms" },
  },
  latency: { clients: 1000, duration: "3s", rounds: 2 },
  // The load generator and the server may each hold about 20,000 descriptors.
  memory: { shapes: shapes([190, 100], [19_000, 1]), times: { silent: { settle: "5s", duration: "5s" }, pinged: { settle: "25s", duration: "20s" } } },
  storms: { joining: 1000, parties: 100, clients: 100, duration: "12s" },
  isolation: { clients: 500, duration: "12s", rounds: 2 },
  watching: { parties: 100, clients: 100, duration: "6s" },
  large: { clients: 10_000, duration: "4s" },
  commits: { hot: [1, 4, 16, 64], many: [8, 64, 1000], duration: "1500ms" },
  micro: { minTime: 0.05 },
  instructions: { clients: 102 },
};

const quick = {
  fanOut: { shapes: shapes([1, 100]), rounds: 1, peerRounds: 1, times: { warmUp: "200ms", duration: "1s" } },
  latency: { clients: 50, duration: "1s", rounds: 1 },
  memory: { shapes: shapes([2, 50], [100, 1]), times: { silent: { settle: "1s", duration: "1s" }, pinged: { settle: "1s", duration: "1s" } } },
  storms: { joining: 50, parties: 5, clients: 20, duration: "2s" },
  isolation: { clients: 40, duration: "2s", rounds: 1 },
  watching: { parties: 2, clients: 20, duration: "4s" },
  large: { clients: 100, duration: "1s" },
  commits: { hot: [1, 8], many: [8], duration: "1s" },
  micro: { minTime: 0.01 },
  instructions: { clients: 22 },
};

const began = Date.now();
const say = (what) => console.error(`  [${((Date.now() - began) / 1000).toFixed(0)} s] ${what}`);

/** What can be measured by itself: from the plan and whether io_uring works to a part of the results. */
const sections = {
  micro: ({ micro }) => runMicrobenchmarks(micro),
  fanOut: ({ fanOut }, ring) => measureFanOut({ ...fanOut, ring, say }),
  latency: ({ latency }) => measureLatency(latency),
  memory: ({ memory }) => measureMemory(memory),
  storms: ({ storms }) => measureStorms(storms),
  isolation: ({ isolation }) => measureIsolation(isolation),
  watching: ({ watching }) => measureWatching(watching),
  large: ({ large }) => measureLargeParty(large),
  commits: ({ commits }) => measureCommits(commits),
  instructions: ({ instructions }) => countInstructions(instructions),
};

/** Measures the sections named, and keeps after each what is there; `results` has the others from earlier runs. */
async function measure(plan, names, results, keep) {
  results.machine = describeMachine();
  results.date = new Date().toISOString().slice(0, 10);
  results.ring = await ringWorks();
  say(results.ring ? "io_uring works here" : "io_uring does not work here");
  results.load ??= {};
  results.runs ??= {};
  for (const name of names) {
    say(name);
    const before = loadavg()[0];
    results[name] = await sections[name](plan, results.ring);
    results.load[name] = Math.max(before, loadavg()[0]);
    results.runs[name] = began;
    keep(results);
  }
}

function write(results, docs) {
  mkdirSync(join(docs, "images"), { recursive: true });
  writeFileSync(join(docs, "performance.md"), pageOf(results));
  writeFileSync(join(docs, "capacity.md"), capacityOf(results));
  writeFileSync(join(docs, "images/performance-fan-out.svg"), fanOutPlot(results.fanOut));
  writeFileSync(join(docs, "images/performance-commits.svg"), commitPlot(results.commits));
  say(`wrote ${join(docs, "performance.md")}`);
}

const { values } = parseArgs({
  options: { quick: { type: "boolean" }, "page-only": { type: "boolean" }, only: { type: "string" } },
});
const kept = join(output, values.quick ? "quick.json" : "results.json");
const earlier = () => JSON.parse(readFileSync(kept, "utf8"));
const names = values["page-only"] ? [] : (values.only?.split(",") ?? Object.keys(sections));
const unknown = names.filter((name) => !(name in sections));
if (unknown.length > 0) {
  console.error(`bench/run: there is no section ${unknown.join(", ")}; there are ${Object.keys(sections).join(", ")}`);
  process.exit(2);
}
const results = (values.only || values["page-only"]) && existsSync(kept) ? earlier() : {};
if (names.length > 0) {
  await measure(values.quick ? quick : complete, names, results, (all) => writeFileSync(kept, JSON.stringify(all, null, 1)));
}
const missing = Object.keys(sections).filter((name) => !(name in results));
if (missing.length === 0) write(results, values.quick ? output : join(root, "docs"));
else say(`no page yet: ${missing.join(", ")} not measured`);
