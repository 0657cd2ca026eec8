import { expect, it } from 'vitest';
import { SpoilerGuard } from './spoiler-guard';

const at = (position_ms: number, clip_id = 'film') => ({ clip_id, position_ms });

function guard(): SpoilerGuard {
  const made = new SpoilerGuard(true);
  made.reach('film', 60_000);
  return made;
}

it('holds what is of a moment ahead', () => {
  expect(guard().holds(at(90_000))).toBe(true);
  expect(guard().holds(at(60_500))).toBe(false);
});

it('holds nothing of another film, without a position, or when it is off', () => {
  expect(guard().holds(at(90_000, 'other'))).toBe(false);
  expect(guard().holds({})).toBe(false);
  expect(new SpoilerGuard(false).holds(at(90_000))).toBe(false);
});

it('does not take back what was reached when the film goes back', () => {
  const screen = guard();
  screen.reach('film', 5000);
  expect(screen.holds(at(59_000))).toBe(false);
});

it('shows what was held once the film gets there, and not twice', () => {
  const screen = guard();
  const shown: number[] = [];
  for (const ms of [61_000, 90_000, 120_000]) screen.whenReached(at(ms), () => shown.push(ms));
  expect(shown).toEqual([61_000]);
  screen.reach('film', 95_000);
  screen.reach('film', 96_000);
  expect(shown).toEqual([61_000, 90_000]);
});

it('begins anew with another film', () => {
  const screen = guard();
  const shown: string[] = [];
  screen.whenReached(at(90_000), () => shown.push('late'));
  screen.reach('other', 0);
  screen.reach('other', 100_000);
  expect(shown).toEqual([]);
  expect(screen.reachedMs.value).toBe(100_000);
});
