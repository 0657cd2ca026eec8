// How far the picture on the screen is from the position a media says it has. Pure bookkeeping.

/** So many frames of one playback are compared; the first after a start don't count, they were decoded ahead of it. */
const skippedFrames = 10;
const comparedFrames = 40;
/**
 * Up to a frame at 25 fps is the browser's own affair: it shows a frame at the nearest refresh of the screen, later when it
 * is busy, and means its sound to be in time. More shows that the position itself is told late or in steps.
 */
const toleratedMs = 40;
/** More than that is a broken measurement. */
const mostMs = 250;

/** Compares shown frames with the media's own position, until it has seen enough of them. */
export class FrameBias {
  private differences: number[] = [];
  private seen = 0;
  private settledMs = 0;

  /** True while more frames are wanted. */
  get wantsFrames(): boolean {
    return this.differences.length < comparedFrames;
  }

  /** What to add to the media's position to get the one that is seen, in ms; 0 below what is tolerated. */
  get ms(): number {
    return this.settledMs;
  }

  /** Playback begins anew, and the frames with it. The bias stays until they tell otherwise. */
  restart(): void {
    this.differences = [];
    this.seen = 0;
  }

  /** Takes one frame: its own time in the media, and the media's position at the moment the frame is seen, in ms. */
  addFrame(mediaTimeMs: number, positionAtDisplayMs: number): void {
    this.seen += 1;
    if (this.seen <= skippedFrames || !this.wantsFrames) return;
    this.differences.push(mediaTimeMs - positionAtDisplayMs);
    if (this.wantsFrames) return;
    const ascending = [...this.differences].sort((a, b) => a - b);
    const medianMs = ascending[ascending.length >> 1] ?? 0;
    this.settledMs = Math.abs(medianMs) > toleratedMs && Math.abs(medianMs) < mostMs ? medianMs : 0;
  }
}
