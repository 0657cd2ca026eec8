// The long run: many parties in as many processes as there are cores, their distributions merged, the worst of them by
// seed. `npm run simulate -w tests/simulator -- --help` tells the options.

import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { roughnesses, type Roughness } from './profiles.js';
import { printReport, Report, type ReportParts } from './report.js';
import { defaultProgram, runParties, type Series } from './run-parties.js';
import type { TraceWindow } from './trace.js';

const usage = `usage: npm run simulate -w tests/simulator -- [options]

  --hours N        hours of parties to simulate in all (default 10)
  --seed N         the first seed (default 1); every party has one of its own
  --minutes N      how long each party lasts (default 60)
  --roughness R    ${roughnesses.join(', ')} or all (default all: in turns)
  --jobs N         processes (default: one per core)
  --server PATH    the program simulated_server (default: that of the release build)
  --trace A-B      tell what happens from second A to second B of each party

A single party again, by its seed: --hours 1 --seed 17 --trace 760-780`;

function positive(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`--${name} needs a positive number, not "${text}"`);
  return value;
}

function readWindow(text: string): TraceWindow {
  const [from, until] = text.split('-').map((seconds) => Number(seconds) * 1000);
  if (!(Number(from) >= 0 && Number(until) >= 0)) throw new Error(`--trace needs two numbers of seconds, as 760-780, not "${text}"`);
  return { fromMs: Number(from), untilMs: Number(until) };
}

function readArguments(): { jobs: Series[] } | null {
  const { values } = parseArgs({
    options: {
      hours: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string', default: '60' },
      roughness: { type: 'string', default: 'all' },
      jobs: { type: 'string', default: String(cpus().length) },
      server: { type: 'string', default: defaultProgram() },
      trace: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  if (values.roughness !== 'all' && !roughnesses.includes(values.roughness as Roughness)) {
    throw new Error(`--roughness is one of ${roughnesses.join(', ')}, all; not "${values.roughness}"`);
  }
  const minutes = positive(values.minutes, 'minutes');
  const parties = Math.ceil((positive(values.hours, 'hours') * 60) / minutes);
  const first = positive(values.seed, 'seed');
  const processes = Math.min(parties, positive(values.jobs, 'jobs'));
  const jobs = Array.from({ length: processes }, (_, job) => ({
    seeds: Array.from({ length: parties }, (_, index) => first + index).filter((seed) => seed % processes === job),
    roughness: values.roughness as Series['roughness'],
    durationMs: minutes * 60_000,
    program: values.server,
    ...(values.trace === undefined ? {} : { trace: readWindow(values.trace) }),
  }));
  return { jobs };
}

/** Runs one job in a process of its own and hands every party's report on. */
function start(job: Series, onParty: (parts: ReportParts) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), { env: { ...process.env, MATINEE_SIMULATOR_JOB: JSON.stringify(job) } });
    child.on('message', (message) => onParty(message as ReportParts));
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a process ended with status ${code}`))));
  });
}

async function work(job: Series): Promise<void> {
  await runParties(job, (report) => void process.send?.(report.toJSON()));
  process.disconnect?.();
}

async function lead(): Promise<number> {
  const run = readArguments();
  if (run === null) {
    console.log(usage);
    return 0;
  }
  const startedMs = performance.now();
  const report = new Report();
  await Promise.all(run.jobs.map((job) => start(job, (parts) => report.merge(parts))));
  console.log(printReport(report, (performance.now() - startedMs) / 1000));
  return report.violations.length > 0 ? 1 : 0;
}

const job = process.env['MATINEE_SIMULATOR_JOB'];
try {
  if (job === undefined) process.exitCode = await lead();
  else await work(JSON.parse(job) as Series);
} catch (error) {
  console.error(`simulate: ${error instanceof Error ? (job === undefined ? error.message : error.stack) : error}`);
  process.exit(2);
}
