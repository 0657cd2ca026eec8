// The results as a table in Markdown, which is readable as plain text too.

import type { Row } from '../measure/results.js';
import { quantile, type Summary } from '../measure/statistics.js';
import { goalsOf, inOrder, scenarioTexts } from './scenarios.js';

/** Milliseconds as people read them. */
export function time(milliseconds: number): string {
  if (Number.isNaN(milliseconds)) return '–';
  if (!Number.isFinite(milliseconds)) return 'never';
  if (milliseconds < 9.95) return milliseconds.toFixed(1);
  if (milliseconds < 9999.5) return milliseconds.toFixed(0);
  return `${(milliseconds / 1000).toFixed(0)} s`;
}

const four = ({ p50, p95, p99, max }: Summary): string[] => [p50, p95, p99, max].map(time);

/** Median and worst of the recoveries. */
function settled({ recoveries }: Row): [string, string] {
  if (recoveries === null) return ['–', '–'];
  const never = Array.from({ length: recoveries.unsettled }, () => Number.POSITIVE_INFINITY);
  const sorted = [...recoveries.settledMs, ...never].sort((a, b) => a - b);
  return [time(quantile(sorted, 0.5)), time(quantile(sorted, 1))];
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const alignment = header.map((name) => (name === '' || name === 'client' || name === 'goals' ? '---' : '--:'));
  return [line(header), line(alignment), ...rows.map(line)].join('\n');
}

const title = ({ scenario }: Row): string => scenarioTexts[scenario]?.title ?? scenario;

/** Distances in ms. */
export function distancesTable(rows: readonly Row[]): string {
  const header = ['', 'pairs p50', 'p95', 'p99', 'max', 'anchor p50', 'p95', 'p99', 'max', 'screens p95', 'same frame'];
  return table(
    header,
    inOrder(rows).flatMap((row) => {
      if (row.distances === null) return [];
      const { pairs, anchor, screens, sameFrame } = row.distances;
      return [[title(row), ...four(pairs), ...four(anchor), time(screens.p95), `${(sameFrame * 100).toFixed(0)} %`]];
    }),
  );
}

/** How long disturbances took to be over, in ms, and which goals were met. */
export function goalsTable(rows: readonly Row[]): string {
  const header = ['', 'in place after', 'worst', 'first frames apart', 'noticed after', 'goals'];
  return table(
    header,
    inOrder(rows).map((row) => [
      title(row),
      ...settled(row),
      row.firstFrameSpreadMs === null ? '–' : time(row.firstFrameSpreadMs),
      row.noticedMs.map((value) => time(value ?? Number.POSITIVE_INFINITY)).join(', ') || '–',
      goalsOf(row).map(({ text, met }) => `${met ? '✓' : '✗'} ${text}`).join(', '),
    ]),
  );
}

/** Each client by itself: its mean distance from the party with sign, by player and by screen, and its distribution. */
export function clientsTable(rows: readonly Row[]): string {
  return table(
    ['', 'client', 'mean, + is ahead', 'on screen', 'p50', 'p95', 'max'],
    inOrder(rows).flatMap((row) =>
      row.clients.map(({ name, meanMs, screenMeanMs, anchor }) => [
        title(row),
        name,
        meanMs.toFixed(1),
        screenMeanMs.toFixed(1),
        time(anchor.p50),
        time(anchor.p95),
        time(anchor.max),
      ]),
    ),
  );
}
