// Lets parties happen one after the other, and gathers what came of each.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installBrowserGlobals } from './browser-globals.js';
import { simulateParty } from './party-simulation.js';
import { roughnesses, type Roughness } from './profiles.js';
import { Report } from './report.js';
import { ServerProcess } from './server-process.js';
import type { TraceWindow } from './trace.js';

/** Parties to simulate. */
export interface Series {
  seeds: readonly number[];
  /** `all`: in turns, by the seed. */
  roughness: Roughness | 'all';
  durationMs: number;
  /** The path of simulated_server. */
  program: string;
  /** What to tell of each party on standard output. */
  trace?: TraceWindow;
}

/** simulated_server of the release build, or what the environment variable MATINEE_SIMULATED_SERVER says. */
export function defaultProgram(): string {
  const built = fileURLToPath(new URL('../../../build/release/tests/simulator/simulated_server', import.meta.url));
  return process.env['MATINEE_SIMULATED_SERVER'] ?? built;
}

/** Calls `onParty` with the report of each. */
export async function runParties(series: Series, onParty: (report: Report) => void): Promise<void> {
  const { seeds, durationMs, program, trace } = series;
  if (!existsSync(program)) {
    throw new Error(`${program} is missing: cmake --preset release && cmake --build build/release --target simulated_server`);
  }
  const server = new ServerProcess(program);
  const uninstall = installBrowserGlobals();
  try {
    for (const seed of seeds) {
      const roughness = series.roughness === 'all' ? roughnessOf(seed) : series.roughness;
      const report = new Report();
      const plan = { seed, roughness, durationMs, ...(trace === undefined ? {} : { trace }) };
      report.add(await simulateParty(plan, server, report.distributions(plan)));
      onParty(report);
    }
  } finally {
    uninstall();
    server.stop();
  }
}

function roughnessOf(seed: number): Roughness {
  return roughnesses[seed % roughnesses.length] as Roughness;
}
