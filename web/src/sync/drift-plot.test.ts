import { describe, expect, it } from 'vitest';
import { linesOf, scaleOf } from './drift-plot';

const at = (atMs: number, driftMs: number) => ({ atMs, driftMs });

describe('the scale', () => {
  it.each([
    [[], 20],
    [[at(0, 3)], 20],
    [[at(0, 21)], 50],
    [[at(0, -100)], 100],
    [[at(0, 12), at(1, -1400)], 2000],
  ])('of %j is %d ms', (samples, scale) => expect(scaleOf(samples)).toBe(scale));
});

describe('the line', () => {
  it('runs from a minute ago at the left to now at the right, ahead at the top', () => {
    expect(linesOf([at(58_500, 20), at(60_000, -20)], 60_000, 20)).toEqual(['292.5,0.0 300.0,96.0']);
  });
  it('breaks where nothing was measured', () => {
    expect(linesOf([at(0, 0), at(1000, 0), at(9000, 0)], 60_000, 20)).toHaveLength(2);
  });
  it('leaves out what is older than a minute', () => {
    expect(linesOf([at(0, 0), at(65_000, 0)], 65_000, 20)).toEqual(['300.0,48.0']);
  });
});
