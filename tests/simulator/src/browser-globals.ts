// What a browser gives every page and the SDK takes for granted: timers and clocks. While installed, these globals are
// those of the tab whose code runs; code outside of every tab keeps the real ones, but not while time passes: then it is
// code of a tab whose turn was over too soon, and a run would depend on the real clock.

import { runningTab } from './tab.js';

let timePasses = false;

/** Tells whether simulated time passes: between the two no code but that of tabs has a clock. */
export function passTime(passes: boolean): void {
  timePasses = passes;
}

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
  performance.now = () => {
    const tab = runningTab();
    if (tab === null && timePasses) throw new Error('code of a tab runs after its turn');
    return tab?.clock.monotonicMs() ?? realNow();
  };
  for (const name of ['document', 'window'] as const) {
    Object.defineProperty(target, name, { configurable: true, get: () => runningTab()?.[name] });
  }
  Date.now = () => runningTab()?.clock.wallMs() ?? realDateNow();

  return () => {
    passTime(false);
    Object.assign(target, real);
    delete target['document'];
    delete target['window'];
    performance.now = realNow;
    Date.now = realDateNow;
  };
}
