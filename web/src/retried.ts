// Asking again what could not be answered now: a few times, ever more seldom, never all pages at once.

import { ProblemError } from '@matinee/sdk';

/** Attempts in a row, the first one counted; about half a minute in all. */
const mostAttempts = 6;
/** Before the second attempt, in ms; twice as long before each further one. */
const firstPauseMs = 1000;

/** Whether the same request may be answered later: nobody did, or the server could not just now. */
export function isPassing(error: unknown): boolean {
  return error instanceof ProblemError && (error.status === 0 || error.status === 408 || error.status === 429 || error.status >= 500);
}

interface RetryOptions {
  /** Ends it: the promise rejects with what failed last. */
  signal?: AbortSignal;
  /** Told of every failure that is followed by another attempt, with how many there were. */
  failed?: (error: unknown, failures: number) => void;
}

/** The answer of the first attempt that succeeds; rejects with the error of the last, or at once where asking again is no use. */
export async function retried<Answer>(attempt: () => Promise<Answer>, { signal, failed }: RetryOptions = {}): Promise<Answer> {
  for (let failures = 1; ; ++failures) {
    try {
      return await attempt();
    } catch (error) {
      if (failures >= mostAttempts || !isPassing(error) || isOver(signal)) throw error;
      failed?.(error, failures);
      await pause(pauseMs(error, failures), signal);
      if (isOver(signal)) throw error;
    }
  }
}

const isOver = (signal?: AbortSignal): boolean => signal?.aborted === true;

/** Half to one and a half times as long as the turn asks for, and no less than the server does. */
function pauseMs(error: unknown, failures: number): number {
  const wantedMs = error instanceof ProblemError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
  return wantedMs + firstPauseMs * 2 ** (failures - 1) * (0.5 + Math.random());
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
