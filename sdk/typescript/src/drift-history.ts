// The drift of the last minute, for a plot. Bounded; no clock, no timer.

/** One measured drift. */
export interface DriftRecord {
  /** Local monotonic ms. */
  atMs: number;
  /** Media minus party in ms, positive ahead. */
  driftMs: number;
}

const spanMs = 60_000;
/** No denser than this: 240 records in all. */
const leastGapMs = 250;

/** Keeps one drift per quarter of a second for a minute. */
export class DriftHistory {
  private kept: readonly DriftRecord[] = [];

  /** Oldest first. A new array with every record, so that it can be compared by identity. */
  get records(): readonly DriftRecord[] {
    return this.kept;
  }

  add(record: DriftRecord): void {
    const last = this.kept.at(-1);
    if (last !== undefined && record.atMs - last.atMs < leastGapMs) return;
    this.kept = [...this.kept.filter(({ atMs }) => atMs > record.atMs - spanMs), record];
  }
}
