// Tells a person what happened in a stretch of one party: what was said and when it arrived, and how everybody was doing.

import type { Truth } from './truth.js';
import type { Viewer } from './viewer.js';

/** From when to when to tell, in ms of true time. */
export interface TraceWindow {
  fromMs: number;
  untilMs: number;
}

/** How often everybody's situation is told, in ms. */
const situationEveryMs = 200;
/** Of events only this much. */
const shownLength = 180;

export class Trace {
  private situationAt = 0;

  constructor(
    private readonly window: TraceWindow,
    private readonly truth: Truth,
    private readonly viewers: readonly Viewer[],
    private readonly now: () => number,
    private readonly print: (line: string) => void,
  ) {
    for (const viewer of viewers) {
      viewer.onSent = (text) => this.note(`${viewer.user} sends ${text}`);
      viewer.onArrived = (text) => this.note(`${viewer.user} hears ${text}`);
      viewer.onDisturbed.push(({ kind, endedAt }) => this.note(`${viewer.user}: ${kind} until ${seconds(endedAt)}`));
    }
  }

  /** To be called often. */
  sample(): void {
    if (this.now() < this.situationAt) return;
    this.situationAt = this.now() + situationEveryMs;
    const target = this.truth.positionMs();
    for (const viewer of this.viewers) if (viewer.joined) this.note(this.describe(viewer, target));
  }

  private describe(viewer: Viewer, target: number | null): string {
    const { media } = viewer;
    const off = target === null ? 'nothing to be at' : `${(media.screenMs - target).toFixed(1)} ms off`;
    const shown = viewer.shownDriftMs === null ? 'no drift' : `drift ${viewer.shownDriftMs.toFixed(1)} ms`;
    const moving = media.moving ? 'moves' : `stands (ready state ${media.readyState}${media.paused ? ', paused' : ''})`;
    return `${viewer.user} is ${viewer.state}, ${moving}, ${off}, shows ${shown}, rate ${media.playbackRate}, ${media.seeks} seeks`;
  }

  private note(line: string): void {
    const now = this.now();
    if (now >= this.window.fromMs && now <= this.window.untilMs) this.print(`${seconds(now)} ${line.slice(0, shownLength)}`);
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}
