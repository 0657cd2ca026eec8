// The micro-benchmarks beside the source, and the instructions of a delivery.
import { join } from "node:path";
import { microbenchmark, program, root, run } from "./processes.mjs";

const modules = ["websocket", "protocol", "party", "transport", "engine", "storage"];

/** One row for each: name, CPU and real time in nanoseconds. */
export async function runMicrobenchmarks({ minTime }) {
  const rows = [];
  for (const module of modules) {
    const args = ["--benchmark_format=json", `--benchmark_min_time=${minTime}`];
    const { benchmarks } = JSON.parse(await run(microbenchmark(module), args));
    rows.push(...benchmarks.map(({ name, cpu_time, real_time }) => ({ module, name, cpu: cpu_time, real: real_time })));
  }
  return rows;
}

/** See bench/callgrind. */
export async function countInstructions({ clients }) {
  return JSON.parse(await run(join(root, "bench/callgrind"), [program, String(clients)]));
}
