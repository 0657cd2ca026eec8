// One run from beginning to end: assembles the rig, plays the scenarios, and works out the results.

import { rowsOf, type Row, type Session } from '../measure/results.js';
import type { ClientKind } from './client.js';
import { Judge, type Judgement } from './judge.js';
import { Notebook } from './notebook.js';
import { Rig } from './rig.js';
import * as scenarios from './scenarios.js';
import { specificationRightClocks, specificationWrongClocks } from './specification.js';

/** Scenarios of one party, in this order. The late joiner stays, so those after it have five clients. */
const party: Record<string, scenarios.Scenario> = {
  start: scenarios.startAfterPause,
  steady: scenarios.steadyPlay,
  'scheduled-start': scenarios.scheduledStart,
  seek: scenarios.seeks,
  stall: scenarios.stallOfOne,
  'cut-silent': scenarios.silentCut,
  'cut-broken': scenarios.brokenCut,
  'round-trip': scenarios.roundTripChange,
  'late-join': scenarios.lateJoin,
  'slow-link': scenarios.slowLink,
};

/** Scenarios that are a party of their own. */
const others: Record<string, scenarios.Scenario> = {
  specification: specificationRightClocks,
  'specification-wrong-clocks': specificationWrongClocks,
};

export const scenarioNames = [...Object.keys(party), 'screen', ...Object.keys(others)];

export interface RunOptions {
  kind: ClientKind;
  /** Of `scenarioNames`. */
  names: readonly string[];
}

/** A client's distance from the party over a session, for plots: [seconds since the session began, ms]. */
export interface Series {
  name: string;
  points: [seconds: number, driftMs: number][];
}

export interface Results {
  kind: ClientKind;
  /** How wrong a sample's time can be at most, in ms. */
  clockErrorMs: number;
  rows: Row[];
  judgement: Judgement | null;
  series: Series[];
  /** Scenarios that could not be played to their end, and why. */
  failures: string[];
  /** When each scenario began, in seconds of the series. */
  marks: { scenario: string; seconds: number }[];
}

const plotIntervalMs = 100;

export async function runAll({ kind, names }: RunOptions, tell: (text: string) => void): Promise<Results> {
  const rig = await Rig.assemble();
  try {
    const results: Results = { kind, clockErrorMs: 0, rows: [], judgement: null, series: [], failures: [], marks: [] };
    if (names.some((name) => name in party || name === 'screen')) await playParty(rig, kind, names, results, tell);
    for (const name of names.filter((candidate) => candidate in others)) {
      tell(name);
      const notebook = new Notebook();
      await attempt(name, () => others[name]!({ rig, notebook, kind }), results);
      results.rows.push(...rowsOf(await rig.record(notebook)));
      results.clockErrorMs = Math.max(results.clockErrorMs, rig.clockErrorMs);
    }
    return results;
  } finally {
    await rig.dispose();
  }
}

async function playParty(
  rig: Rig,
  kind: ClientKind,
  names: readonly string[],
  results: Results,
  tell: (text: string) => void,
): Promise<void> {
  const stage: scenarios.Stage = { rig, kind, notebook: new Notebook() };
  const beganMs = rig.control.nowMs();
  for (const plan of scenarios.planOfFour(kind)) await rig.join(plan);
  await rig.control.startFilm();
  for (const client of rig.clients) await client.untilFilmIsThere();
  const judge = names.includes('screen') ? new Judge() : null;
  for (const scenario of Object.keys(party).filter((name) => names.includes(name))) {
    tell(scenario);
    results.marks.push({ scenario, seconds: (rig.control.nowMs() - beganMs) / 1000 });
    await attempt(scenario, () => party[scenario]!(stage), results);
  }
  if (judge !== null) {
    tell('screen');
    await rig.playFrom(10_000);
    await judge.watch(rig, { watchMs: 8000, screenshots: 5 });
  }
  const session = await rig.record(stage.notebook);
  results.rows.push(...rowsOf(session));
  results.judgement = judge?.judge(session.tracks) ?? null;
  results.series = seriesOf(session, beganMs, rig.control.nowMs());
  results.clockErrorMs = rig.clockErrorMs;
}

/** One scenario that fails does not cost the figures of the others. */
async function attempt(name: string, scenario: () => Promise<void>, { failures }: Results): Promise<void> {
  try {
    await scenario();
  } catch (error) {
    failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function seriesOf({ tracks }: Session, fromMs: number, toMs: number): Series[] {
  return [...tracks.values()].map((track) => {
    const points: [number, number][] = [];
    for (let at = fromMs; at < toMs; at += plotIntervalMs) {
      const state = track.at(at);
      if (state !== null) points.push([round((at - fromMs) / 1000), round(state.driftMs)]);
    }
    return { name: track.name, points };
  });
}

const round = (value: number) => Math.round(value * 10) / 10;
