// What a browser gives every page and the SDK takes for granted: timers and clocks. While installed, these globals are
// those of the tab whose code runs; code outside of every tab keeps the real ones.

import { runningTab } from './tab.js';

type Global = Record<string, unknown>;

/** Replaces the globals; returns what puts the real ones back. */
export function installBrowserGlobals(): () => void {
  const target = globalThis as unknown as Global;
  const real = { setTimeout, clearTimeout, setInterval, clearInterval };
  const realNow = performance.now.bind(performance);
  const realDateNow = Date.now;

  target['setTimeout'] = (task: () => void, delayMs = 0, ...rest: unknown[]) =>
    runningTab()?.setTimeout(task, delayMs) ?? (real.setTimeout as (...all: unknown[]) => unknown)(task, delayMs, ...rest);
  target['setInterval'] = (task: () => void, delayMs = 0, ...rest: unknown[]) =>
    runningTab()?.setInterval(task, delayMs) ?? (real.setInterval as (...all: unknown[]) => unknown)(task, delayMs, ...rest);
  const clear = (realClear: (timer: never) => void) => (timer: unknown) => {
    const tab = runningTab();
    if (tab === null) realClear(timer as never);
    else tab.clearTimer(timer as number);
  };
  target['clearTimeout'] = clear(real.clearTimeout as (timer: never) => void);
  target['clearInterval'] = clear(real.clearInterval as (timer: never) => void);
  performance.now = () => runningTab()?.clock.monotonicMs() ?? realNow();
  Object.defineProperty(target, 'document', { configurable: true, get: () => runningTab()?.document });
  Date.now = () => runningTab()?.clock.wallMs() ?? realDateNow();

  return () => {
    Object.assign(target, real);
    delete target['document'];
    performance.now = realNow;
    Date.now = realDateNow;
  };
}
