import { expect, it } from 'vitest';
import { DriftHistory } from './drift-history.js';

it('keeps the last minute, no denser than four a second', () => {
  const history = new DriftHistory();
  for (let atMs = 0; atMs <= 120_000; atMs += 25) history.add({ atMs, driftMs: atMs / 1000 });
  expect(history.records).toHaveLength(240);
  expect(history.records[0]?.atMs).toBe(60_250);
  expect(history.records.at(-1)).toEqual({ atMs: 120_000, driftMs: 120 });
});

it('is another array after each record, and the same in between', () => {
  const history = new DriftHistory();
  history.add({ atMs: 0, driftMs: 1 });
  const { records } = history;
  history.add({ atMs: 100, driftMs: 2 });
  expect(history.records).toBe(records);
  history.add({ atMs: 250, driftMs: 3 });
  expect(history.records).not.toBe(records);
});
