// Where the focus is after a move with the keyboard.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MovedFocus } from './moved-focus';

const button = { focus: vi.fn() };
let focus: MovedFocus;

beforeEach(() => {
  vi.useFakeTimers();
  button.focus.mockClear();
  focus = new MovedFocus();
});
afterEach(() => void vi.useRealTimers());

it('stays with what was moved, once for every move', () => {
  focus.moved('a', button);
  focus.moved('a', button);
  for (let n = 0; n < 3; ++n) focus.settle('a', true);
  expect(button.focus).toHaveBeenCalledTimes(2);
});

it('is not taken from where somebody has put it', () => {
  focus.moved('a', button);
  focus.settle('a', false);
  focus.settle('a', true);
  expect(button.focus).not.toHaveBeenCalled();
});

it('does not follow what others move, nor what moves much later', () => {
  focus.settle('a', true);
  focus.moved('a', button);
  focus.settle('b', true);
  vi.advanceTimersByTime(5000);
  focus.settle('a', true);
  expect(button.focus).not.toHaveBeenCalled();
});
