// Writes the results into docs/sync.md, between its two markers, and the plots into docs/images/.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Results } from '../rig/run.js';
import { comparisonPlot, driftPlot } from './plots.js';
import { judgementText } from './summary.js';
import { distancesTable, goalsTable } from './table.js';

const fromRoot = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const page = fromRoot('docs/sync.md');
const begin = '<!-- results: begin -->';
const end = '<!-- results: end -->';

export function writeDocumentation(results: Results): void {
  const before = readFileSync(page, 'utf8');
  const from = before.indexOf(begin);
  const to = before.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${page} lacks the markers ${begin} and ${end}`);
  writeFileSync(fromRoot('docs/images/sync-drift.svg'), driftPlot(results));
  writeFileSync(fromRoot('docs/images/sync-comparison.svg'), comparisonPlot(results));
  writeFileSync(page, `${before.slice(0, from + begin.length)}\n\n${section(results)}\n\n${before.slice(to)}`);
}

function section(results: Results): string {
  return `${distancesTable(results.rows)}

${goalsTable(results.rows)}

A sample’s time is right to ± ${results.clockErrorMs.toFixed(2)} ms. ${judgementText(results)}`;
}
