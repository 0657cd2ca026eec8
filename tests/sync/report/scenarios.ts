// The scenarios by name: what they are called in the results, and the goals they are held to.

import type { Row } from '../measure/results.js';

/** What a row must meet; in ms. */
interface Goal {
  /** 95 and 99 of a hundred instants, between any two clients. */
  pairsP95?: number;
  pairsP99?: number;
  /** 95 of a hundred instants, between a client and the party. */
  anchorP95?: number;
  /** Every recovery. */
  settled?: number;
  firstFrameSpread?: number;
  noticed?: number;
}

export interface ScenarioText {
  title: string;
  goal: Goal;
}

/** In the order of the table. */
export const scenarioTexts: Record<string, ScenarioText> = {
  steady: { title: 'Steady play', goal: { pairsP95: 15, pairsP99: 40, anchorP95: 25 } },
  'slow-link': { title: 'One link with 1 s round trip', goal: { pairsP95: 80 } },
  start: { title: 'Start after a pause', goal: { settled: 1000 } },
  'scheduled-start': { title: 'Scheduled start, from its first moment', goal: { settled: 1000, firstFrameSpread: 40 } },
  seek: { title: 'After a seek', goal: { settled: 2000 } },
  stall: { title: 'After a stall of one client', goal: { settled: 2000 } },
  'stall-others': { title: '… the others meanwhile', goal: { pairsP95: 15, pairsP99: 40 } },
  'cut-silent': { title: 'After 5 s without a byte on one link', goal: { settled: 2000 } },
  'cut-broken': { title: 'After 5 s with one link’s connections broken', goal: { settled: 2000 } },
  'late-join': { title: 'Late joiner', goal: { settled: 3000 } },
  'late-join-others': { title: '… the others meanwhile', goal: { pairsP95: 15, pairsP99: 40 } },
  'round-trip': { title: 'Round trip + 250 ms, then − 250 ms', goal: { noticed: 10_000 } },
  specification: { title: 'Sample code of the specification', goal: {} },
  'specification-wrong-clocks': { title: '… with wrong wall clocks', goal: {} },
};

/** The rows in the order of the texts. */
export function inOrder(rows: readonly Row[]): Row[] {
  const order = Object.keys(scenarioTexts);
  return [...rows].sort((a, b) => order.indexOf(a.scenario) - order.indexOf(b.scenario));
}

/** Each goal of a row in words, and whether it is met. */
export function goalsOf(row: Row): { text: string; met: boolean }[] {
  const goal = scenarioTexts[row.scenario]?.goal ?? {};
  const { distances, recoveries, firstFrameSpreadMs, noticedMs } = row;
  const never = Number.POSITIVE_INFINITY;
  const worstSettled = recoveries === null || recoveries.unsettled > 0 ? never : Math.max(...recoveries.settledMs);
  const worstNoticed = Math.max(...noticedMs.map((value) => value ?? never));
  const checks: [string, number | undefined, number | undefined][] = [
    ['pairs p95', goal.pairsP95, distances?.pairs.p95],
    ['pairs p99', goal.pairsP99, distances?.pairs.p99],
    ['anchor p95', goal.anchorP95, distances?.anchor.p95],
    ['settled', goal.settled, worstSettled],
    ['first frames', goal.firstFrameSpread, firstFrameSpreadMs ?? undefined],
    ['noticed', goal.noticed, worstNoticed],
  ];
  return checks.flatMap(([name, limit, value = never]) => {
    if (limit === undefined) return [];
    return [{ text: `${name} ≤ ${limit < 1000 ? `${limit} ms` : `${limit / 1000} s`}`, met: value <= limit }];
  });
}
