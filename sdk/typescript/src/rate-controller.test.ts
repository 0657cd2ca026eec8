import { describe, expect, it } from 'vitest';
import { RateController } from './rate-controller.js';

describe('the rate controller', () => {
  it.each([
    [0, 1],
    [40, 1],
    [-40, 1],
    [41, 0.96],
    [-41, 1.04],
    [500, 0.94],
    [-999, 1.06],
  ])('answers a fresh drift of %d ms with the rate %d', (driftMs, rate) => {
    expect(new RateController().next(driftMs)).toBeCloseTo(rate, 9);
  });

  it('goes on below the threshold it started at, until 10 ms', () => {
    const controller = new RateController();
    controller.next(-60);
    expect(controller.next(-20)).toBeCloseTo(1.02, 9);
    expect(controller.correcting).toBe(true);
    expect(controller.next(-9)).toBe(1);
    expect(controller.next(-20)).toBe(1);
  });
});
