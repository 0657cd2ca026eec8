// Tells the follower's own seeks from a person's. Pure bookkeeping.

/** A `seeking` event this close to a recent target of ours is ours; players land on the frame nearby. */
const toleranceMs = 300;
/** Events of a seek come within this time, even from a slow player. */
const memoryMs = 5000;
/** Who goes this close to where the party is has not left it; some players nudge themselves over gaps. */
const besidePartyMs = 1000;

/** Remembers where the follower has sent the media. */
export class OwnSeeks {
  private recent: { atMs: number; positionMs: number }[] = [];

  add(atMs: number, positionMs: number): void {
    this.recent = [...this.recent.filter((seek) => seek.atMs > atMs - memoryMs), { atMs, positionMs }];
  }

  clear(): void {
    this.recent = [];
  }

  /** Whether a media on its way to `positionMs` was sent there by someone else, away from the party. */
  isForeign(atMs: number, positionMs: number, partyMs: number): boolean {
    if (Math.abs(positionMs - partyMs) < besidePartyMs) return false;
    return !this.recent.some(
      (seek) => seek.atMs > atMs - memoryMs && Math.abs(seek.positionMs - positionMs) <= toleranceMs,
    );
  }
}
