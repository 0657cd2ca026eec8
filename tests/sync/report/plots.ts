// The two plots of the results: every client's distance from the party over the whole run, and the distributions of the
// scenarios side by side with the specification's sample code.

import type { Results, Series } from '../rig/run.js';
import { inOrder, scenarioTexts } from './scenarios.js';
import { bar, colours, line, linear, logarithmic, picture, straight, text, type Scale } from './svg.js';

const width = 960;
/** The drift plot shows this much on either side, in ms; what is beyond lies on the edge. */
const shownMs = 120;
/** Readings further apart are not joined. */
const longestGapSeconds = 0.5;

/** Drift over the session, one line for each client. */
export function driftPlot({ series, marks }: Results): string {
  const height = 380;
  const [left, right, top, bottom] = [52, width - 16, 64, height - 36];
  const lastSeconds = Math.max(1, ...series.map(({ points }) => points.at(-1)?.[0] ?? 0));
  const x = linear(0, lastSeconds, left, right);
  const y = linear(-shownMs, shownMs, bottom, top);
  const elements = [text(left, 22, 'Distance of each client from the party, in ms (ahead is up)')];
  for (const value of [-100, -40, 0, 40, 100]) {
    elements.push(straight(left, y(value), right, y(value)), text(left - 6, y(value) + 4, String(value), 'end'));
  }
  marks.forEach(({ scenario, seconds }, index) => {
    elements.push(straight(x(seconds), top - 12, x(seconds), bottom, '#94a3b8', '2 3'));
    elements.push(text(x(seconds) + 3, top - (index % 2 === 0 ? 4 : 18), scenario));
  });
  for (let seconds = 0; seconds <= lastSeconds; seconds += 60) {
    elements.push(text(x(seconds), height - 14, `${seconds} s`, 'middle'));
  }
  series.forEach((client, index) => {
    const colour = colours[index % colours.length] ?? '#000';
    elements.push(line(penOf(client, x, y), colour));
    elements.push(text(right - (series.length - index) * 60, 22, client.name, 'start', colour));
  });
  return picture(width, height, 'Distance of each client from the party over the run', elements);
}

/** A gap in the readings lifts the pen. Points within a level stretch are left out: they draw nothing. */
function penOf({ points }: Series, x: Scale, y: Scale): ([number, number] | null)[] {
  const places = points.map(([seconds, driftMs]): [number, number] => [
    x(seconds),
    Math.round(y(Math.max(-shownMs, Math.min(shownMs, driftMs))) * 2) / 2,
  ]);
  return places.flatMap((place, index) => {
    const [seconds, previousSeconds] = [points[index]?.[0] ?? 0, points[index - 1]?.[0] ?? 0];
    if (index > 0 && seconds - previousSeconds > longestGapSeconds) return [null, place];
    const level = place[1] === places[index - 1]?.[1] && place[1] === places[index + 1]?.[1];
    return level ? [] : [place];
  });
}

const ticks: readonly [ms: number, label: string][] = [
  [1, '1 ms'],
  [10, '10 ms'],
  [40, 'a frame'],
  [100, '100 ms'],
  [1000, '1 s'],
  [10_000, '10 s'],
  [100_000, '100 s'],
];

/** Distances between any two clients: a bar from the median to 99 of a hundred, with 95 marked. */
export function comparisonPlot({ rows }: Results): string {
  const shown = inOrder(rows).filter((row) => row.distances !== null);
  const rowHeight = 26;
  const [left, right, top] = [290, width - 40, 56];
  const height = top + shown.length * rowHeight + 16;
  const x = logarithmic(1, 100_000, left, right);
  const elements = [text(16, 22, 'Between any two clients at one instant: median to 99 %, the line within is 95 %')];
  for (const [value, label] of ticks) {
    elements.push(straight(x(value), top - 8, x(value), height - 12, value === 40 ? '#f59e0b' : undefined));
    elements.push(text(x(value), top - 14, label, 'middle'));
  }
  shown.forEach(({ scenario, distances }, index) => {
    if (distances === null) return;
    const { p50, p95, p99 } = distances.pairs;
    const y = top + index * rowHeight;
    const colour = scenario.startsWith('specification') ? '#94a3b8' : '#2563eb';
    elements.push(text(left - 12, y + 14, scenarioTexts[scenario]?.title ?? scenario, 'end'));
    elements.push(bar(x(p50), y + 4, Math.max(3, x(p99) - x(p50)), 12, colour));
    elements.push(straight(x(p95), y + 1, x(p95), y + 19, '#0f172a'));
  });
  return picture(width, height, 'Distances between clients by scenario', elements);
}
