// A media element that plays by the test's (fake) clock: position advances with performance.now() and the rate, after
// the delays and with the weaknesses a test gives it.

/** The parts of HTMLMediaElement the library uses. `policy` refuses play() like browsers do. */
export class FakeMedia extends EventTarget {
  readonly HAVE_METADATA = 1;
  readonly HAVE_FUTURE_DATA = 3;
  readyState = 4;
  duration = 180;
  preservesPitch = false;
  seeking = false;
  paused = true;
  currentSrc = 'http://party.test/film.mp4';
  /** Whether play() needs a person's action: never, with sound only, or always. */
  policy: 'free' | 'muted-only' | 'refuse' = 'free';
  /** From a seek until the picture is there. */
  seekMs = 0;
  /** From play(), or from the end of a seek while playing, until the picture moves. */
  startMs = 0;
  /** The position is told in steps of this length, as some players do. */
  stepMs = 0;
  /** The end of the data that is there, in seconds; with `loadMs`, what a seek beyond it takes longer. */
  loadedUntil = Number.POSITIVE_INFINITY;
  loadMs = 0;
  seeks: number[] = [];
  rates: number[] = [];

  private anchorSeconds = 0;
  private anchorAtMs = performance.now();
  private rate = 1;
  private isMuted = false;
  private seekTimer: ReturnType<typeof setTimeout> | undefined;

  get buffered(): { length: number; start(index: number): number; end(index: number): number } {
    return { length: 1, start: () => 0, end: () => Math.min(this.duration, this.loadedUntil) };
  }

  get currentTime(): number {
    const exact = this.exactTime;
    return this.stepMs > 0 ? Math.floor((exact * 1000) / this.stepMs) * (this.stepMs / 1000) : exact;
  }

  set currentTime(seconds: number) {
    this.seeks.push(seconds);
    this.reanchor(seconds);
    this.seeking = true;
    this.dispatchEvent(new Event('seeking'));
    clearTimeout(this.seekTimer);
    this.seekTimer = setTimeout(() => {
      this.reanchor(this.anchorSeconds, this.startMs);
      this.loadedUntil = Math.max(this.loadedUntil, seconds + 60);
      this.seeking = false;
      this.dispatchEvent(new Event('seeked'));
    }, this.seekMs + (seconds > this.loadedUntil ? this.loadMs : 0));
  }

  get ended(): boolean {
    return this.exactTime >= this.duration;
  }

  get playbackRate(): number {
    return this.rate;
  }

  set playbackRate(rate: number) {
    this.rates.push(rate);
    this.reanchor(this.exactTime, Math.max(0, this.anchorAtMs - performance.now()));
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
    if (!this.paused) return;
    this.reanchor(this.exactTime, this.startMs);
    this.paused = false;
    this.dispatchEvent(new Event('play'));
  }

  pause(): void {
    if (this.paused) return;
    this.reanchor(this.exactTime);
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }

  /** Moves the picture without a seek, as a stall or a slow decoder does. */
  slip(seconds: number): void {
    this.reanchor(this.exactTime + seconds);
  }

  /** Runs out of data; `resume()` has it again. */
  stall(): void {
    this.reanchor(this.exactTime, Number.POSITIVE_INFINITY);
    this.readyState = 2;
    this.dispatchEvent(new Event('waiting'));
  }

  resume(): void {
    this.reanchor(this.anchorSeconds);
    this.readyState = 4;
    this.dispatchEvent(new Event('canplay'));
  }

  private get exactTime(): number {
    if (this.paused || this.seeking) return this.anchorSeconds;
    const elapsed = Math.max(0, performance.now() - this.anchorAtMs) / 1000;
    return Math.min(this.duration, this.anchorSeconds + elapsed * this.rate);
  }

  private reanchor(seconds: number, delayMs = 0): void {
    this.anchorSeconds = seconds;
    this.anchorAtMs = performance.now() + delayMs;
  }
}
