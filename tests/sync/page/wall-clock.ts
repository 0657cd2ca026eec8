// Runs inside a measured page, put there before the page's own scripts: makes the page's wall clock wrong. The monotonic
// clock (`performance.now()`) stays what it is, as on a real computer whose date is wrong.

/** How a wall clock errs. */
export interface WallClockError {
  /** Ahead by this much, in ms. */
  aheadMs: number;
  /** Gains this much, in ms for every second. */
  gainMsPerSecond: number;
}

declare global {
  interface Window {
    /** Moves the wall clock, as a person or a time service would. */
    matineeStepWallClock: (byMs: number) => void;
  }
}

/** Self-contained, since it travels to the page as text. */
export function installWallClock({ aheadMs, gainMsPerSecond }: WallClockError): void {
  const RightDate = Date;
  const trueNow = Date.now.bind(Date);
  const monotonicNow = performance.now.bind(performance);
  let ahead = aheadMs;
  const wrongNow = () => Math.floor(trueNow() + ahead + (monotonicNow() * gainMsPerSecond) / 1000);
  const WrongDate = new Proxy(RightDate, {
    construct: (target, parts, newTarget) =>
      Reflect.construct(target, parts.length === 0 ? [wrongNow()] : parts, newTarget),
    apply: () => new RightDate(wrongNow()).toString(),
    get: (target, name, receiver) => (name === 'now' ? wrongNow : Reflect.get(target, name, receiver)),
  });
  window.Date = WrongDate;
  window.matineeStepWallClock = (byMs) => (ahead += byMs);
}
