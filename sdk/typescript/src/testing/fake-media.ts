// A media element that plays by the test's (fake) clock: position advances with performance.now() and the rate.

/** The parts of HTMLMediaElement the follower uses. Seeks take `seekMs`; `policy` refuses play() like browsers do. */
export class FakeMedia extends EventTarget {
  readonly HAVE_METADATA = 1;
  readonly HAVE_FUTURE_DATA = 3;
  readyState = 4;
  duration = 180;
  preservesPitch = false;
  seeking = false;
  paused = true;
  /** Whether play() needs a person's action: never, with sound only, or always. */
  policy: 'free' | 'muted-only' | 'refuse' = 'free';
  seekMs = 0;
  seeks: number[] = [];

  private anchorSeconds = 0;
  private anchorAtMs = performance.now();
  private rate = 1;
  private isMuted = false;

  get currentTime(): number {
    if (this.paused || this.seeking) return this.anchorSeconds;
    const elapsed = (performance.now() - this.anchorAtMs) / 1000;
    return Math.min(this.duration, this.anchorSeconds + elapsed * this.rate);
  }

  set currentTime(seconds: number) {
    this.seeks.push(seconds);
    this.reanchor(seconds);
    this.seeking = true;
    this.dispatchEvent(new Event('seeking'));
    setTimeout(() => {
      this.reanchor(this.anchorSeconds);
      this.seeking = false;
      this.dispatchEvent(new Event('seeked'));
    }, this.seekMs);
  }

  get ended(): boolean {
    return this.currentTime >= this.duration;
  }

  get playbackRate(): number {
    return this.rate;
  }

  set playbackRate(rate: number) {
    this.reanchor(this.currentTime);
    this.rate = rate;
  }

  get muted(): boolean {
    return this.isMuted;
  }

  set muted(muted: boolean) {
    this.isMuted = muted;
    this.dispatchEvent(new Event('volumechange'));
  }

  async play(): Promise<void> {
    if (this.policy === 'refuse' || (this.policy === 'muted-only' && !this.isMuted)) {
      throw Object.assign(new Error('a person must act first'), { name: 'NotAllowedError' });
    }
    this.reanchor(this.currentTime);
    this.paused = false;
    this.dispatchEvent(new Event('play'));
  }

  pause(): void {
    if (this.paused) return;
    this.reanchor(this.currentTime);
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }

  /** Moves the picture without a seek, as a stall or a slow decoder does. */
  slip(seconds: number): void {
    this.reanchor(this.currentTime + seconds);
  }

  private reanchor(seconds: number): void {
    this.anchorSeconds = seconds;
    this.anchorAtMs = performance.now();
  }
}
