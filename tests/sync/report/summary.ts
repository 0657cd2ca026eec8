// The results as text for a terminal.

import type { Results } from '../rig/run.js';
import { clientsTable, distancesTable, goalsTable } from './table.js';

/** One sentence on what the screens said. */
export function judgementText({ judgement }: Results): string {
  if (judgement === null) return '';
  const { canvasFrames, canvasAgreeing, screenshots, screenshotsAgreeing } = judgement;
  return (
    `Burned-in frame numbers: ${canvasAgreeing} of ${canvasFrames} frames on a canvas and ` +
    `${screenshotsAgreeing} of ${screenshots} screenshots agree with the frames the recorder names.`
  );
}

export function summary(results: Results): string {
  const error = results.clockErrorMs.toFixed(2);
  return `Clients: ${results.kind}. All figures in ms; a sample's time is right to ± ${error} ms.

${distancesTable(results.rows)}

${goalsTable(results.rows)}

${clientsTable(results.rows)}

${judgementText(results)}
${results.failures.map((failure) => `Failed: ${failure}\n`).join('')}`;
}
