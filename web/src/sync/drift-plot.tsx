// The drift of the last minute as a small plot: above the middle this screen is ahead of the party, below it behind.

import type { DriftRecord } from '@matinee/sdk';
import { driftText } from '../text';
import './drift-plot.css';

/** What the plot spans, in ms. */
const spanMs = 60_000;
/** Samples further apart than this are not joined: nothing was measured between them. */
const gapMs = 2000;
/** The scale reaches at least this far from the middle, so that noise looks like noise, in ms. */
const leastScaleMs = 20;
/** One frame at 25 a second, the half height of a band around the middle: inside it nobody sees a difference. */
const frameMs = 40;
const width = 300;
const height = 96;

/** The half height of the plot in ms: the least round figure that holds every sample. */
export function scaleOf(samples: readonly DriftRecord[]): number {
  const most = samples.reduce((size, { driftMs }) => Math.max(size, Math.abs(driftMs)), leastScaleMs);
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= most) ?? 10;
  return step * power;
}

/** The lines to draw, as SVG point lists; more than one where measurements pause. */
export function linesOf(samples: readonly DriftRecord[], nowMs: number, scaleMs: number): string[] {
  const lines: string[][] = [];
  let previousMs = Number.NEGATIVE_INFINITY;
  for (const { atMs, driftMs } of samples) {
    if (atMs < nowMs - spanMs) continue;
    if (atMs - previousMs > gapMs) lines.push([]);
    previousMs = atMs;
    const x = width * (1 - (nowMs - atMs) / spanMs);
    const y = (height / 2) * (1 - driftMs / scaleMs);
    lines.at(-1)?.push(`${x.toFixed(1)},${y.toFixed(1)}`);
  }
  return lines.map((points) => points.join(' '));
}

interface DriftPlotProps {
  samples: readonly DriftRecord[];
  nowMs: number;
}

export function DriftPlot({ samples, nowMs }: DriftPlotProps) {
  const recent = samples.filter(({ atMs }) => atMs >= nowMs - spanMs);
  const scaleMs = scaleOf(recent);
  const bandHeight = Math.min(height, (height * frameMs) / scaleMs);
  return (
    <figure class="drift-plot">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={description(recent)}>
        <rect class="drift-plot-band" x="0" y={(height - bandHeight) / 2} width={width} height={bandHeight} />
        <line class="drift-plot-middle" x1="0" y1={height / 2} x2={width} y2={height / 2} />
        {linesOf(recent, nowMs, scaleMs).map((points, index) => (
          <polyline key={index} class="drift-plot-line" points={points} />
        ))}
      </svg>
      <span class="drift-plot-most" aria-hidden="true">
        +{driftText(scaleMs)} ahead
      </span>
      <span class="drift-plot-least" aria-hidden="true">
        −{driftText(scaleMs)} behind
      </span>
      <figcaption aria-hidden="true">
        <span>1 minute ago</span>
        <span>now</span>
      </figcaption>
    </figure>
  );
}

function description(samples: readonly DriftRecord[]): string {
  if (samples.length === 0) return 'Drift of the last minute: not measured yet.';
  const drifts = samples.map(({ driftMs }) => driftMs);
  const side = (ms: number) => `${driftText(ms)} ${ms < 0 ? 'behind' : 'ahead'}`;
  return `Drift of the last minute: between ${side(Math.min(...drifts))} and ${side(Math.max(...drifts))}.`;
}
