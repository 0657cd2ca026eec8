// The results as a table in Markdown, which is readable as plain text too.

import type { Row } from '../measure/results.js';
import type { Summary } from '../measure/statistics.js';
import { goalsOf, scenarioTexts } from './scenarios.js';

/** Milliseconds as people read them. */
export function time(milliseconds: number): string {
  if (Number.isNaN(milliseconds)) return '–';
  if (!Number.isFinite(milliseconds)) return 'never';
  if (milliseconds < 9.95) return milliseconds.toFixed(1);
  if (milliseconds < 9999.5) return milliseconds.toFixed(0);
  return `${(milliseconds / 1000).toFixed(0)} s`;
}

const four = ({ p50, p95, p99, max }: Summary): string[] => [p50, p95, p99, max].map(time);
const none = ['–', '–', '–', '–'];

function settled({ recoveries }: Row): string {
  if (recoveries === null) return '–';
  const sorted = [...recoveries.settledMs].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.POSITIVE_INFINITY;
  const worst = recoveries.unsettled > 0 ? Number.POSITIVE_INFINITY : sorted.at(-1) ?? Number.NaN;
  return sorted.length + recoveries.unsettled === 1 ? time(worst) : `${time(middle)} / ${time(worst)}`;
}

function other(row: Row): string {
  const parts = [];
  if (row.firstFrameSpreadMs !== null) parts.push(`first frames ${time(row.firstFrameSpreadMs)} apart`);
  for (const noticed of row.noticedMs) parts.push(`noticed after ${time(noticed ?? Number.POSITIVE_INFINITY)}`);
  return parts.join(', ');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

const header = ['', 'pairs p50', 'p95', 'p99', 'max', 'anchor p50', 'p95', 'p99', 'max', 'screens p95', 'same frame', 'in place, median / worst', 'also', 'goals'];

/** All figures in ms. */
export function resultsTable(rows: readonly Row[]): string {
  const order = Object.keys(scenarioTexts);
  const sorted = [...rows].sort((a, b) => order.indexOf(a.scenario) - order.indexOf(b.scenario));
  const lines = sorted.map((row) => {
    const { distances } = row;
    const goals = goalsOf(row).map(({ text, met }) => `${met ? '✓' : '✗'} ${text}`);
    return line([
      scenarioTexts[row.scenario]?.title ?? row.scenario,
      ...(distances === null ? none : four(distances.pairs)),
      ...(distances === null ? none : four(distances.anchor)),
      distances === null ? '–' : time(distances.screens.p95),
      distances === null ? '–' : `${(distances.sameFrame * 100).toFixed(0)} %`,
      settled(row),
      other(row),
      goals.join(', '),
    ]);
  });
  return [line(header), line(header.map((_, index) => (index === 0 ? '---' : '--:'))), ...lines].join('\n');
}

/** Each client by itself, in the rows given: its mean distance from the party with sign, and 95 of a hundred. */
export function clientsTable(rows: readonly Row[]): string {
  const lines = rows.flatMap((row) =>
    row.clients.map(({ name, meanMs, screenMeanMs, anchor }) =>
      line([scenarioTexts[row.scenario]?.title ?? row.scenario, name, meanMs.toFixed(1), screenMeanMs.toFixed(1), time(anchor.p50), time(anchor.p95), time(anchor.max)]),
    ),
  );
  return [line(['', 'client', 'mean, + is ahead', 'on screen', 'p50', 'p95', 'max']), line(['---', '---', '--:', '--:', '--:', '--:', '--:']), ...lines].join('\n');
}
