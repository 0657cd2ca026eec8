// One party from beginning to end: puts server, network, viewers, people and misfortunes together by a seed, lets time
// pass, and looks at everybody as it does.

import { Agreement } from './agreement.js';
import { passTime } from './browser-globals.js';
import { Disturbances, type Misfortune } from './disturbances.js';
import { EventQueue } from './event-queue.js';
import { Network } from './network.js';
import { People, type Liveliness } from './people.js';
import { drawViewer, type Roughness } from './profiles.js';
import { Random } from './random.js';
import { serverEpochMs, SimulatedServer } from './server.js';
import type { ServerProcess } from './server-process.js';
import { Settling, type Distributions, type Expectations, type WorstMoment } from './settling.js';
import { finishTurn } from './tab.js';
import { Trace, type TraceWindow } from './trace.js';
import { Truth } from './truth.js';
import { Viewer } from './viewer.js';

/** What decides a party; the same plan is the same party. */
export interface PartyPlan {
  seed: number;
  roughness: Roughness;
  durationMs: number;
  /** What to tell of it on standard output. */
  trace?: TraceWindow;
}

/** A rule that was broken. */
export interface Violation {
  rule: string;
  detail: string;
  /** True time in ms into the party. */
  at: number;
}

export interface PartyResult {
  plan: PartyPlan;
  viewers: number;
  changes: number;
  holds: number;
  violations: Violation[];
  worst: WorstMoment;
}

/** How often everybody is looked at, in ms: not a multiple of anything the SDK does. */
const sampleEveryMs = 101;
/** How often the process around may do something else, in ms of simulated time: a test's reporter waits for that. */
const breathEveryMs = 60_000;
const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** A party that breaks a rule breaks it again and again; so many of each are kept. */
const keptViolations = 10;

const never = Number.POSITIVE_INFINITY;
const minute = 60_000;
const liveliness: Record<Roughness, Liveliness> = {
  calm: { commandMs: 10 * minute, ownPauseMs: never, comeAndGoMs: never },
  ordinary: { commandMs: 3 * minute, ownPauseMs: 20 * minute, comeAndGoMs: 15 * minute },
  rough: { commandMs: 2 * minute, ownPauseMs: 10 * minute, comeAndGoMs: 10 * minute },
  hostile: { commandMs: minute / 3, ownPauseMs: 2 * minute, comeAndGoMs: 2 * minute },
};
const misfortune: Record<Roughness, Misfortune> = {
  calm: { viewerMs: never, serverMs: never, severe: false },
  ordinary: { viewerMs: 5 * minute, serverMs: never, severe: false },
  rough: { viewerMs: 4 * minute, serverMs: never, severe: true },
  hostile: { viewerMs: minute, serverMs: 10 * minute, severe: true },
};
const expectations: Record<Roughness, Expectations> = {
  calm: { settledWithinMs: 5000, strayMs: 40, seeksPerMinute: 1, rateChangesPerMinute: 10 },
  ordinary: { settledWithinMs: 12_000, strayMs: 60, seeksPerMinute: 1, rateChangesPerMinute: 10 },
  rough: { settledWithinMs: 30_000, strayMs: 150, seeksPerMinute: 3, rateChangesPerMinute: 10 },
  hostile: { settledWithinMs: 30_000, strayMs: 150, seeksPerMinute: 3, rateChangesPerMinute: 10 },
};

/** Lets one party happen. The globals must be those of browser-globals.ts meanwhile. */
export async function simulateParty(plan: PartyPlan, process: ServerProcess, into: Distributions): Promise<PartyResult> {
  const party = new PartySimulation(plan, process, into);
  await party.run();
  return party.result();
}

class PartySimulation {
  private readonly queue = new EventQueue();
  private readonly random: Random;
  private readonly network = new Network(this.queue);
  private readonly server: SimulatedServer;
  private readonly viewers: Viewer[];
  private readonly truth: Truth;
  private readonly settling: Settling;
  private readonly agreement: Agreement;
  private readonly violations: Violation[] = [];
  private readonly trace: Trace | null;

  constructor(
    private readonly plan: PartyPlan,
    process: ServerProcess,
    into: Distributions,
  ) {
    this.random = new Random(plan.seed);
    const violate = (rule: string, detail: string) => this.violate(rule, detail);
    this.truth = new Truth(serverEpochMs, () => this.queue.now, violate);
    this.server = new SimulatedServer(this.queue, process, {
      onTold: (connection, text) => {
        this.truth.hear(text);
        this.network.onTold(connection, text);
      },
      onClosed: (connection, code) => this.network.onClosed(connection, code),
    });
    this.network.server = this.server;
    this.viewers = this.drawViewers();
    for (const viewer of this.viewers) viewer.onDisturbed.push(() => this.truth.cause());
    this.settling = new Settling(this.truth, this.viewers, expectations[plan.roughness], into, violate);
    this.agreement = new Agreement(this.truth, this.viewers, violate);
    const print = (line: string) => console.log(line);
    this.trace = plan.trace === undefined ? null : new Trace(plan.trace, this.truth, this.viewers, () => this.queue.now, print);
  }

  async run(): Promise<void> {
    const { roughness, durationMs } = this.plan;
    this.server.start(this.viewers.map((viewer) => viewer.user));
    const stream = (name: string) => this.random.stream(name);
    new People(this.queue, this.viewers, this.truth, liveliness[roughness], stream('people')).begin();
    const { queue, network, server, viewers } = this;
    new Disturbances(queue, network, server, viewers, misfortune[roughness], stream('disturbances')).begin();
    for (let at = sampleEveryMs; at <= durationMs; at += sampleEveryMs) {
      await this.pass(at);
      this.truth.check();
      this.settling.sample(at);
      this.agreement.sample(at);
      this.trace?.sample();
      if (at % breathEveryMs < sampleEveryMs) await breath();
    }
    for (const viewer of this.viewers) {
      if (viewer.joined) viewer.leave();
      await finishTurn();
    }
  }

  result(): PartyResult {
    const { plan, violations } = this;
    const { changes, holds } = this.truth;
    return { plan, viewers: this.viewers.length, changes, holds, violations, worst: this.settling.worst };
  }

  private async pass(until: number): Promise<void> {
    passTime(true);
    for (let run = this.queue.next(until); run !== null; run = this.queue.next(until)) {
      run();
      await finishTurn();
    }
    passTime(false);
  }

  private drawViewers(): Viewer[] {
    const count = this.random.whole(2, 6);
    return Array.from({ length: count }, (_, index) => {
      const random = this.random.stream(`viewer ${index}`);
      const profile = drawViewer(this.plan.roughness, random);
      return new Viewer(`user-${index}`, profile, this.queue, this.network, random);
    });
  }

  private violate(rule: string, detail: string): void {
    const known = this.violations.filter((violation) => violation.rule === rule).length;
    if (known < keptViolations) this.violations.push({ rule, detail, at: Math.round(this.queue.now) });
  }
}
