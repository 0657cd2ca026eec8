// How often and how soon something is asked for again.

import { ProblemError } from '@matinee/sdk';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { retried } from './retried';

const failure = (status: number, retryAfter: number | null = null) =>
  new ProblemError({ type: 'about:blank', title: '', status, detail: '', code: '' }, retryAfter);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it('waits twice as long each time, and gives up with the last error', async () => {
  const times: number[] = [];
  const startMs = Date.now();
  const asked = retried(() => {
    times.push((Date.now() - startMs) / 1000);
    return Promise.reject(failure(503));
  });
  const ended = expect(asked).rejects.toMatchObject({ status: 503 });
  await vi.advanceTimersByTimeAsync(120_000);
  await ended;
  expect(times).toEqual([0, 1, 3, 7, 15, 31]);
});

it('waits as long as the server asks for', async () => {
  const attempt = vi.fn().mockRejectedValueOnce(failure(429, 20)).mockResolvedValue('answer');
  const asked = retried(attempt);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(attempt).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await asked).toBe('answer');
});

it.each([400, 403, 404])('does not ask again after %i', async (status) => {
  const attempt = vi.fn().mockRejectedValue(failure(status));
  await expect(retried(attempt)).rejects.toMatchObject({ status });
  expect(attempt).toHaveBeenCalledTimes(1);
});

it('ends with its signal', async () => {
  const stop = new AbortController();
  const attempt = vi.fn().mockRejectedValue(failure(0));
  const ended = expect(retried(attempt, { signal: stop.signal })).rejects.toMatchObject({ status: 0 });
  await vi.advanceTimersByTimeAsync(0);
  stop.abort();
  await ended;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(attempt).toHaveBeenCalledTimes(1);
});
