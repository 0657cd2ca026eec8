// How far each viewer is from the party, how far any two are from each other, how soon they are in place after something
// happened, and whether they stay. The rules here are about the SDK; those about the server are in truth.ts.

import type { Histogram } from './histogram.js';
import type { Truth, Violate } from './truth.js';
import type { Viewer } from './viewer.js';

/** In place: within one frame at 25 frames a second, in ms, beyond what nobody can know (see `unknowable`). */
export const inPlaceMs = 40;
/** Settled: in place for so long, in ms. */
const settledForMs = 2000;
/** How long after a new route the clock may still go by the old one, in ms. */
const clockMemoryMs = 150_000;

/** What is expected of viewers to whom nothing has happened for a while. */
export interface Expectations {
  /** So long after everything is over, in ms, a viewer is to be in place. */
  settledWithinMs: number;
  /** And at most this far from the party then, in ms, beyond what nobody can know. */
  strayMs: number;
  /** Seeks and changes of rate in a minute without a reason. */
  seeksPerMinute: number;
  rateChangesPerMinute: number;
}

/** Somebody was in place again. */
export interface Settled {
  /** What happened before. */
  after: string;
  /** How long it took from when that was over, in ms. */
  ms: number;
  /** True time in ms at which they were in place. */
  at: number;
  viewer: string;
}

/** What a party's samples go to. */
export interface Distributions {
  /** |viewer - party|, for viewers that are settled for as long as they may take. */
  steady: Histogram;
  /** Largest distance between two such viewers. */
  pairs: Histogram;
  /** The same as `steady` without what nobody can know. */
  beyondKnowable: Histogram;
  /** |viewer - party| of all who follow, whatever happens. */
  always: Histogram;
  /** Changes of rate in a minute without a reason. */
  rateChanges: Histogram;
  /** Takes the time that somebody needed to settle. */
  settled: (moment: Settled) => void;
}

interface Watched {
  kind: string;
  since: number;
  inPlaceSince: number | null;
  settled: boolean;
  minute: { since: number; seeks: number; rateChanges: number };
  worstAsymmetryMs: number;
  reroutedAt: number;
}

/** The worst moment of a party. */
export interface WorstMoment {
  errorMs: number;
  at: number;
  viewer: string;
  after: string;
}

export class Settling {
  worst: WorstMoment = { errorMs: 0, at: 0, viewer: '', after: '' };
  private readonly watched = new Map<Viewer, Watched>();

  constructor(
    private readonly truth: Truth,
    private readonly viewers: readonly Viewer[],
    private readonly expectations: Expectations,
    private readonly into: Distributions,
    private readonly violate: Violate,
  ) {}

  /** Looks at everybody now. To be called often: what lies between two looks is not seen. */
  sample(now: number): void {
    const target = this.truth.positionMs(now);
    if (target === null || target > 7_190_000) return;
    const steady: number[] = [];
    for (const viewer of this.viewers) {
      const errorMs = this.sampleViewer(viewer, viewer.media.screenMs - target, now);
      if (errorMs !== null) steady.push(errorMs);
    }
    if (steady.length >= 2) this.into.pairs.add(Math.max(...steady) - Math.min(...steady));
  }

  /** The error of a viewer who is expected in place, in ms; null for others. */
  private sampleViewer(viewer: Viewer, errorMs: number, now: number): number | null {
    if (!viewer.following || !Number.isFinite(viewer.disturbance.endedAt)) {
      this.watched.delete(viewer);
      return null;
    }
    const watched = this.watch(viewer, now);
    if (now < watched.since) return null;
    if (this.truth.moving) this.into.always.add(Math.abs(errorMs));
    const beyondMs = Math.max(0, Math.abs(errorMs) - this.unknowable(viewer, watched, now));
    this.settle(viewer, watched, beyondMs, now);
    this.countActions(viewer, watched, now);
    if (now - watched.since < this.expectations.settledWithinMs || !this.truth.moving) return null;
    this.judge(viewer, errorMs, beyondMs, watched, now);
    return errorMs;
  }

  private judge(viewer: Viewer, errorMs: number, beyondMs: number, watched: Watched, now: number): void {
    this.into.steady.add(Math.abs(errorMs));
    this.into.beyondKnowable.add(beyondMs);
    if (beyondMs > this.worst.errorMs) this.worst = { errorMs: beyondMs, at: now, viewer: viewer.user, after: watched.kind };
    if (beyondMs <= this.expectations.strayMs) return;
    const sinceMs = Math.round(now - watched.since);
    this.violate('who is left in peace is in place', `${viewer.user} is ${Math.round(errorMs)} ms off, ${sinceMs} ms after ${watched.kind}; it shows ${describe(viewer)}`);
  }

  private watch(viewer: Viewer, now: number): Watched {
    const { kind, endedAt } = viewer.disturbance;
    const byParty = this.truth.changedAt > endedAt;
    const since = byParty ? this.truth.changedAt : endedAt;
    const name = byParty ? this.truth.lastChange : kind;
    const known = this.watched.get(viewer);
    if (known !== undefined && known.since === since && known.kind === name) return known;
    const minute = { since: Math.max(since, now), seeks: viewer.media.seeks, rateChanges: viewer.media.rateChanges };
    const reroutedAt = kind === 'new route' ? endedAt : (known?.reroutedAt ?? Number.NEGATIVE_INFINITY);
    const worstAsymmetryMs = now - reroutedAt < clockMemoryMs ? (known?.worstAsymmetryMs ?? 0) : 0;
    const fresh = { kind: name, since, inPlaceSince: null, settled: false, minute, worstAsymmetryMs, reroutedAt };
    this.watched.set(viewer, fresh);
    return fresh;
  }

  /**
   * What nobody can measure: half the difference between the two ways, at the party's rate, where old ways count for a
   * while; and the steps in which a player shows its position.
   */
  private unknowable(viewer: Viewer, watched: Watched, now: number): number {
    const asymmetryMs = Math.abs(viewer.link.asymmetryMs);
    const remembered = now - watched.reroutedAt < clockMemoryMs ? watched.worstAsymmetryMs : 0;
    watched.worstAsymmetryMs = Math.max(asymmetryMs, remembered);
    return watched.worstAsymmetryMs * (this.truth.state?.rate ?? 1) + viewer.profile.player.stepMs;
  }

  private settle(viewer: Viewer, watched: Watched, beyondMs: number, now: number): void {
    if (watched.settled) return;
    if (beyondMs > inPlaceMs || viewer.media.moving !== this.truth.moving) {
      watched.inPlaceSince = null;
      return;
    }
    watched.inPlaceSince ??= now;
    if (now - watched.inPlaceSince < settledForMs) return;
    watched.settled = true;
    const { kind: after, since, inPlaceSince: at } = watched;
    this.into.settled({ after, ms: at - since, at, viewer: viewer.user });
  }

  /** Who has settled has no reason to do much. */
  private countActions(viewer: Viewer, { since, minute }: Watched, now: number): void {
    if (now - since < this.expectations.settledWithinMs) {
      Object.assign(minute, { since: now, seeks: viewer.media.seeks, rateChanges: viewer.media.rateChanges });
      return;
    }
    if (now - minute.since < 60_000) return;
    const rateChanges = viewer.media.rateChanges - minute.rateChanges;
    this.into.rateChanges.add(rateChanges);
    this.limit(viewer, 'seeks', viewer.media.seeks - minute.seeks, this.expectations.seeksPerMinute);
    this.limit(viewer, 'changes of rate', rateChanges, this.expectations.rateChangesPerMinute);
    Object.assign(minute, { since: now, seeks: viewer.media.seeks, rateChanges: viewer.media.rateChanges });
  }

  private limit(viewer: Viewer, what: string, count: number, most: number): void {
    if (count <= most) return;
    const { stepMs, rateStep } = viewer.profile.player;
    const player = `a player with positions in steps of ${stepMs} ms and rates in steps of ${rateStep}`;
    this.violate('nobody oscillates', `${viewer.user}, ${player}: ${count} ${what} in a minute`);
  }
}

function describe(viewer: Viewer): string {
  const clock = viewer.clockErrorMs;
  const shown = viewer.shownDriftMs;
  return (
    `${viewer.state}, a drift of ${shown === null ? 'nothing' : `${Math.round(shown)} ms`}, ` +
    `clock ${clock === null ? 'unknown' : `${Math.round(clock)} ms off`}`
  );
}
