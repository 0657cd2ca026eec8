// What is done to a party whose clients follow it with the SDK, one function for each row of the results. Each marks in
// the notebook when things happened; times given to `pass` are how long is measured.

import type { Stretch } from '../measure/timeline.js';
import { filmBytesPerSecond } from '../page/film.js';
import type { Client, ClientKind, ClientPlan } from './client.js';
import type { Notebook } from './notebook.js';
import type { Rig } from './rig.js';

const hourMs = 3_600_000;
const broadband = 2_500_000;

/** Four links from next door to the other side of the world, and wall clocks of which only one is right. */
export function planOfFour(kind: ClientKind): ClientPlan[] {
  const plan = (name: string, roundTripMs: number, aheadMs: number, gainMsPerSecond = 0, lossRate = 0): ClientPlan => ({
    name,
    kind,
    link: { roundTripMs, jitterMs: 30, bytesPerSecond: broadband, lossRate },
    wallClock: { aheadMs, gainMsPerSecond },
  });
  return [
    plan('Ann', 5, hourMs),
    plan('Bob', 80, -37 * 60_000),
    plan('Cleo', 180, 0, 2, 0.002),
    plan('Dan', 300, 0),
  ];
}

export const lateJoiner = (kind: ClientKind): ClientPlan => ({
  name: 'Eve',
  kind,
  link: { roundTripMs: 120, jitterMs: 30, bytesPerSecond: broadband },
  wallClock: { aheadMs: -hourMs, gainMsPerSecond: 0 },
});

/** Everything a scenario needs. */
export interface Stage {
  rig: Rig;
  notebook: Notebook;
  kind: ClientKind;
}

export type Scenario = (stage: Stage) => Promise<void>;

const everyone = ({ rig }: Stage): string[] => rig.clients.map(({ name }) => name);

/** Waits until `stretch` has moved for `milliseconds`. */
async function passFrom(rig: Rig, stretch: Stretch, milliseconds: number): Promise<void> {
  await rig.pass(Math.max(0, stretch.movesAtMs + milliseconds - rig.control.nowMs()));
}

/** Marks how a start or a jump goes: in place when, and how far apart from `settledMs` on. */
async function watchSettling(stage: Stage, scenario: string, stretch: Stretch, settledMs: number): Promise<void> {
  const { rig, notebook } = stage;
  const fromMs = stretch.movesAtMs;
  await passFrom(rig, stretch, settledMs + 4000);
  const toMs = rig.control.nowMs();
  const clients = everyone(stage);
  notebook.recoveries.push({ scenario, fromMs, toMs, clients });
  notebook.steady.push({ scenario, fromMs: fromMs + settledMs, toMs, clients });
  notebook.starts.push({ scenario, startsAtMs: fromMs, positionMs: stretch.positionMs, clients });
}

export const startAfterPause: Scenario = async (stage) => {
  const { control } = stage.rig;
  for (let n = 0; n < 3; ++n) {
    await control.change({ type: 'pause' });
    await stage.rig.pass(2000);
    await watchSettling(stage, 'start', await control.change({ type: 'play' }), 1000);
  }
};

export const scheduledStart: Scenario = async (stage) => {
  const { control } = stage.rig;
  for (let n = 0; n < 3; ++n) {
    await control.change({ type: 'pause' });
    const started = control.nextStart();
    await control.ask({ type: 'schedule-start', in_ms: 2500 }, ({ type }) => type === 'start-scheduled');
    await watchSettling(stage, 'scheduled-start', await started, 0);
  }
};

/** A minute of undisturbed play. Half-way through, one wall clock is put right by half an hour. */
export const steadyPlay: Scenario = async (stage) => {
  const { rig, notebook } = stage;
  await passFrom(rig, await rig.playFrom(10_000), 5000);
  const fromMs = rig.control.nowMs();
  await rig.pass(30_000);
  await rig.client('Bob').stepWallClock(30 * 60_000);
  await rig.pass(30_000);
  notebook.steady.push({ scenario: 'steady', fromMs, toMs: rig.control.nowMs(), clients: everyone(stage) });
};

/** Jumps there and back over the film, within what is loaded and beyond. */
export const seeks: Scenario = async (stage) => {
  for (const positionMs of [120_000, 20_000, 150_000, 70_000]) {
    await watchSettling(stage, 'seek', await stage.rig.playFrom(positionMs), 2000);
  }
};

/** The film of one client stops coming until its screen stands, and three seconds longer. */
export const stallOfOne: Scenario = async (stage) => {
  const { rig, notebook } = stage;
  const { gate } = rig.client('Bob');
  const { bytesPerSecond } = gate.link;
  // Little more than the film needs, so that there is no great store of it to live on.
  gate.change({ bytesPerSecond: 1.4 * filmBytesPerSecond() });
  await passFrom(rig, await rig.control.startFilm(), 10_000);
  const fromMs = rig.control.nowMs();
  gate.hold('media');
  await rig.client('Bob').untilFilmStands();
  await rig.pass(3000);
  gate.change({ bytesPerSecond });
  gate.hold('nothing');
  const endMs = rig.control.nowMs();
  await rig.pass(8000);
  const toMs = rig.control.nowMs();
  notebook.recoveries.push({ scenario: 'stall', fromMs: endMs, toMs, clients: ['Bob'] });
  notebook.steady.push({ scenario: 'stall', fromMs: endMs + 2000, toMs, clients: everyone(stage) });
  const others = everyone(stage).filter((name) => name !== 'Bob');
  notebook.steady.push({ scenario: 'stall-others', fromMs, toMs, clients: others });
};

/** One link is dead for five seconds, and the party seeks meanwhile. */
function cut(scenario: string, start: (client: Client) => void, end: (client: Client) => void): Scenario {
  return async (stage) => {
    const { rig, notebook } = stage;
    const cutOff = rig.client('Cleo');
    await passFrom(rig, await rig.playFrom(30_000), 4000);
    start(cutOff);
    await rig.pass(2000);
    await rig.playFrom(90_000);
    await rig.pass(3000);
    end(cutOff);
    const endMs = rig.control.nowMs();
    await rig.pass(9000);
    const toMs = rig.control.nowMs();
    notebook.recoveries.push({ scenario, fromMs: endMs, toMs, clients: [cutOff.name] });
    notebook.steady.push({ scenario, fromMs: endMs + 2000, toMs, clients: everyone(stage) });
  };
}

export const silentCut = cut('cut-silent', ({ gate }) => gate.hold('everything'), ({ gate }) => gate.hold('nothing'));
export const brokenCut = cut('cut-broken', ({ gate }) => gate.sever(), ({ gate }) => gate.mend());

export const lateJoin: Scenario = async (stage) => {
  const { rig, notebook, kind } = stage;
  const others = everyone(stage);
  await passFrom(rig, await rig.playFrom(40_000), 4000);
  const fromMs = rig.control.nowMs();
  const { name, openedAtMs } = await rig.join(lateJoiner(kind));
  const openedMs = openedAtMs + rig.control.serverClock.offsetMs;
  await rig.pass(10_000);
  const toMs = rig.control.nowMs();
  notebook.recoveries.push({ scenario: 'late-join', fromMs: openedMs, toMs, clients: [name] });
  notebook.steady.push({ scenario: 'late-join', fromMs: openedMs + 3000, toMs, clients: everyone(stage) });
  notebook.steady.push({ scenario: 'late-join-others', fromMs, toMs, clients: others });
};

/** One link's round trip grows by a quarter of a second and shrinks again, while the film plays. */
export const roundTripChange: Scenario = async (stage) => {
  const { rig, notebook } = stage;
  const client = rig.client('Ann');
  const near = client.gate.link.roundTripMs;
  const far = near + 250;
  await passFrom(rig, await rig.playFrom(20_000), 5000);
  const fromMs = rig.control.nowMs();
  for (const [beforeMs, afterMs] of [[near, far], [far, near]] as const) {
    const atMs = rig.control.nowMs();
    client.gate.change({ roundTripMs: afterMs });
    await rig.pass(12_000);
    notebook.roundTrips.push({ scenario: 'round-trip', client: client.name, atMs, beforeMs, afterMs });
  }
  notebook.steady.push({ scenario: 'round-trip', fromMs, toMs: rig.control.nowMs(), clients: everyone(stage) });
};

/** One link's round trip is a whole second. */
export const slowLink: Scenario = async (stage) => {
  const { rig, notebook } = stage;
  rig.client('Dan').gate.change({ roundTripMs: 1000 });
  await passFrom(rig, await rig.playFrom(60_000), 15_000);
  const fromMs = rig.control.nowMs();
  await rig.pass(30_000);
  notebook.steady.push({ scenario: 'slow-link', fromMs, toMs: rig.control.nowMs(), clients: everyone(stage) });
};
