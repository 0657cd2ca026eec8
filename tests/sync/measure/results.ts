// Works out the figures of a session from its notebook and tracks: one row for each scenario.

import type { Notebook, RoundTripMark } from '../rig/notebook.js';
import { distances, firstFrameLatenessMs, settledAfterMs, type Comparison, type Distances } from './analysis.js';
import { summarize, type Summary } from './statistics.js';
import type { Track } from './track.js';

/** A client's report of its round trip: when (server time), and the value in ms. */
export interface RoundTripReport {
  serverMs: number;
  roundTripMs: number;
}

/** A session as it was recorded. */
export interface Session {
  notebook: Notebook;
  tracks: ReadonlyMap<string, Track>;
  roundTrips: ReadonlyMap<string, readonly RoundTripReport[]>;
}

/** How long recoveries took: every measured one in ms, and how many never ended. */
export interface Recoveries {
  settledMs: number[];
  unsettled: number;
}

/** The figures of one scenario; what does not apply is null. */
export interface Row {
  scenario: string;
  distances: Distances | null;
  recoveries: Recoveries | null;
  /** Between the first moving frames of the clients of one start, in ms, the worst of all starts. */
  firstFrameSpreadMs: number | null;
  /** How long until each change of round trip was reported, in ms; null for never. */
  noticedMs: (number | null)[];
  /** Each client by itself: signed mean distances from the party, of the player and of its screen, and their sizes. */
  clients: { name: string; meanMs: number; screenMeanMs: number; anchor: Summary }[];
}

/** The rows of a session, in the order in which the scenarios ran. */
export function rowsOf(session: Session): Row[] {
  const { steady, recoveries, roundTrips } = session.notebook;
  const scenarios = new Set([...steady, ...recoveries, ...roundTrips].map(({ scenario }) => scenario));
  return [...scenarios].map((scenario) => rowOf(scenario, session));
}

function rowOf(scenario: string, session: Session): Row {
  const { notebook } = session;
  const own = <Mark extends { scenario: string }>(marks: readonly Mark[]) =>
    marks.filter((mark) => mark.scenario === scenario);
  const steady = own(notebook.steady);
  const tracks = (names: readonly string[]) => names.flatMap((name) => session.tracks.get(name) ?? []);
  const comparisons = steady.map(({ fromMs, toMs, clients }) => ({ fromMs, toMs, tracks: tracks(clients) }));
  const measured = new Set(comparisons.flatMap((comparison) => comparison.tracks));
  const settled = own(notebook.recoveries).flatMap(({ clients, fromMs, toMs }) =>
    tracks(clients).map((track) => settledAfterMs(track, fromMs, toMs)),
  );
  const spreads = own(notebook.starts).map(({ clients, startsAtMs, positionMs }) =>
    spread(tracks(clients).map((track) => firstFrameLatenessMs(track, startsAtMs, positionMs))),
  );
  return {
    scenario,
    distances: steady.length === 0 ? null : distances(comparisons),
    recoveries: settled.length === 0 ? null : recoveriesOf(settled),
    firstFrameSpreadMs: spreads.length === 0 ? null : Math.max(...spreads),
    noticedMs: own(notebook.roundTrips).map((mark) => noticedAfterMs(mark, session.roundTrips.get(mark.client) ?? [])),
    clients: [...measured].map((track) => clientRow(track, comparisons)),
  };
}

function recoveriesOf(settled: readonly (number | null)[]): Recoveries {
  const settledMs = settled.filter((value): value is number => value !== null);
  return { settledMs, unsettled: settled.length - settledMs.length };
}

/** Infinite if a client never showed a frame. */
function spread(lateness: readonly (number | null)[]): number {
  const known = lateness.filter((value): value is number => value !== null);
  return known.length < lateness.length ? Number.POSITIVE_INFINITY : Math.max(...known) - Math.min(...known);
}

/** The change counts as noticed once the reported value is nearer to the new round trip than to the old one. */
function noticedAfterMs({ atMs, beforeMs, afterMs }: RoundTripMark, reports: readonly RoundTripReport[]): number | null {
  const middleMs = (beforeMs + afterMs) / 2;
  const nearer = ({ roundTripMs }: RoundTripReport) => roundTripMs > middleMs === afterMs > beforeMs;
  const first = reports.find((report) => report.serverMs >= atMs && nearer(report));
  return first === undefined ? null : first.serverMs - atMs;
}

function clientRow(track: Track, comparisons: readonly Comparison[]): Row['clients'][number] {
  const own = comparisons.filter(({ tracks }) => tracks.includes(track));
  const drifts = own.flatMap(({ fromMs, toMs }) => track.readingsWithin(fromMs, toMs)).map(({ driftMs }) => driftMs);
  const shown = own.flatMap(({ fromMs, toMs }) => track.framesWithin(fromMs, toMs)).map(({ driftMs }) => driftMs);
  return { name: track.name, meanMs: mean(drifts), screenMeanMs: mean(shown), anchor: summarize(drifts) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
