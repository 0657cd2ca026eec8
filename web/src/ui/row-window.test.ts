import { describe, expect, it } from 'vitest';
import { rowPx, rowWindow } from './row-window';

describe('the rows on the page', () => {
  it.each([
    [0, 3, { first: 0, end: 3 }],
    [0, 2000, { first: 0, end: 100 }],
    [39 * rowPx, 2000, { first: 0, end: 100 }],
    [40 * rowPx, 2000, { first: 20, end: 120 }],
    [1990 * rowPx, 2000, { first: 1900, end: 2000 }],
    [-50, 2000, { first: 0, end: 100 }],
    [9000 * rowPx, 130, { first: 40, end: 130 }],
  ])('scrolled to %d px of %d rows: %o', (scrollTop, count, expected) => expect(rowWindow(scrollTop, count)).toEqual(expected));

  it('hold every row in view, on the highest of screens', () => {
    const screenPx = 2160;
    for (const count of [0, 1, 99, 100, 101, 119, 120, 121, 2000]) {
      const lowest = Math.max(0, count * rowPx - screenPx);
      for (let scrollTop = 0; scrollTop <= lowest; scrollTop += 97) {
        const { first, end } = rowWindow(scrollTop, count);
        expect(first).toBeLessThanOrEqual(Math.floor(scrollTop / rowPx));
        expect(end).toBeGreaterThanOrEqual(Math.min(count, Math.ceil((scrollTop + screenPx) / rowPx)));
      }
    }
  });
});
