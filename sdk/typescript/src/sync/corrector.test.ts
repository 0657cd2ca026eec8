import { beforeEach, describe, expect, it } from 'vitest';
import { Corrector, type Circumstances, type Correction } from './corrector.js';

let corrector: Corrector;
let nowMs: number;
/** The simulated media against its party, in ms. */
let driftMs: number;
let circumstances: Circumstances;

/** Lets time pass, looked at every 25 ms, with the media obeying. Returns the corrections that were begun. */
function pass(ms: number): Correction[] {
  const begun: Correction[] = [];
  for (const endMs = nowMs + ms; nowMs < endMs; ) {
    const { correction: before } = corrector;
    const after = corrector.next(nowMs, driftMs, circumstances);
    if (after !== before && after.kind !== 'none') begun.push(after);
    if (after.kind === 'jump') land();
    nowMs += 25;
    driftMs += after.kind === 'trim' || after.kind === 'stretch' ? 25 * after.deviation * circumstances.rate : 0;
  }
  return begun;
}

/** Where a jump leads. */
let land: () => void;

beforeEach(() => {
  corrector = new Corrector();
  nowMs = 10_000;
  driftMs = 0;
  circumstances = { visible: true, buffered: true, rate: 1 };
  land = () => (driftMs = 0);
});

describe('what is done about a drift', () => {
  it.each([
    [0, 'none'],
    [5, 'none'],
    [-5, 'none'],
    [7, 'trim'],
    [-39, 'trim'],
    [41, 'stretch'],
    [-150, 'stretch'],
    [-200, 'jump'],
    [5000, 'jump'],
  ])('of %d ms: %s', (drift, kind) => {
    driftMs = drift;
    expect(pass(100)[0]?.kind ?? 'none').toBe(kind);
  });

  it.each([7, -7, 30, -30, 60, -60, 150, -150])('of %d ms closes it without another beginning', (drift) => {
    driftMs = drift;
    const begun = pass(10_000).map(({ kind }) => kind);
    expect(begun).toEqual(Math.abs(drift) > 40 ? ['stretch', 'trim'] : ['trim']);
    expect(Math.abs(driftMs)).toBeLessThan(1.5);
    expect(corrector.correction).toEqual({ kind: 'none' });
  });

  it('of up to 150 ms brings it within a frame in two seconds', () => {
    driftMs = -150;
    pass(2000);
    expect(Math.abs(driftMs)).toBeLessThan(40);
  });

  it('stays within what can be heard', () => {
    for (driftMs of [10, 39, 41, 150]) {
      for (const begun of pass(300)) {
        if (begun.kind === 'trim') expect(Math.abs(begun.deviation)).toBeLessThanOrEqual(0.01);
        if (begun.kind === 'stretch') expect(Math.abs(begun.deviation)).toBeLessThanOrEqual(0.08);
      }
      corrector.reset(nowMs);
    }
  });

  it('at twice the speed is meant in film time', () => {
    circumstances.rate = 2;
    driftMs = -300;
    expect(pass(300)[0]?.kind).toBe('stretch');
    pass(4000);
    expect(Math.abs(driftMs)).toBeLessThan(10);
  });
});

describe('a jump', () => {
  it('aims ahead by what jumps have cost', () => {
    driftMs = -1000;
    land = () => (driftMs = -150);
    expect(pass(500)).toContainEqual({ kind: 'jump', leadMs: 100 });
    expect(corrector.jumpCost.buffered.ms).toBe(250);
    expect(corrector.jumpCost.fetched.learned).toBe(false);
  });

  it('into data that must be fetched has a cost of its own', () => {
    circumstances.buffered = false;
    driftMs = -1000;
    expect(pass(500)).toEqual([{ kind: 'jump', leadMs: 300 }]);
    expect(corrector.jumpCost.fetched.ms).toBe(300);
  });

  it('is demanded by a resync for any drift', () => {
    driftMs = 3;
    corrector.demandJump();
    expect(pass(500)).toEqual([{ kind: 'jump', leadMs: 100 }]);
  });

  it('that never helps is given up, tried again ever more seldom, while the rate does what it can', () => {
    let jumps = 0;
    land = () => {
      jumps += 1;
      driftMs = jumps % 2 === 0 ? -20_000 : 20_000;
    };
    driftMs = -20_000;
    pass(1000);
    expect(jumps).toBe(3);
    expect(corrector.isResigned(nowMs)).toBe(true);
    expect(corrector.correction.kind).toBe('stretch');
    pass(9500);
    expect(jumps).toBe(4);
    pass(19_000);
    expect(jumps).toBe(4);
    pass(600_000);
    expect(jumps).toBeLessThan(20);
  });

  it('is allowed again when the party has moved', () => {
    land = () => (driftMs = -20_000);
    driftMs = -20_000;
    pass(1000);
    corrector.reset(nowMs);
    expect(corrector.isResigned(nowMs)).toBe(false);
  });

  it('is not given up for stalls that come one after the other', () => {
    for (let stall = 0; stall < 10; ++stall) {
      corrector.interrupt(nowMs);
      driftMs = -1000;
      expect(pass(1000).map(({ kind }) => kind)).toContain('jump');
    }
  });
});

describe('in a page nobody sees', () => {
  beforeEach(() => (circumstances.visible = false));

  it('small drifts are left alone', () => {
    driftMs = -900;
    expect(pass(5000)).toEqual([]);
  });

  it('large ones are closed, by jumps at least ten seconds apart', () => {
    land = () => (driftMs = -2000);
    driftMs = -2000;
    expect(pass(25_000)).toHaveLength(3);
  });

  it('a correction under way ends', () => {
    circumstances.visible = true;
    driftMs = -100;
    pass(300);
    circumstances.visible = false;
    pass(25);
    expect(corrector.correction).toEqual({ kind: 'none' });
  });
});

describe('a player that obeys loosely', () => {
  it('is trimmed ever more seldom', () => {
    let begun = 0;
    for (let minute = 0; minute < 5; ++minute) {
      for (let second = 0; second < 60; ++second) {
        // Whatever is done, it is 10 ms off again, now ahead, now behind.
        driftMs = second % 2 === 0 ? 10 : -10;
        begun += pass(1000).length;
      }
    }
    expect(begun).toBeLessThan(20);
  });
});
